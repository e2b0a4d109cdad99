import { groupBy } from '../../../domain/group.ts'
import type { Profile } from '../../../domain/matching/profile.ts'
import type { Need } from '../../../domain/matching/types.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { offeredBeds, type Places } from './options.ts'
import type { Parameters } from './parameters.ts'
import { scoreSql } from './score.ts'

/** One need, asked of every bed that is free on its nights. */
export interface PairQuestion {
  need: Need
  places: Places
  /** Only of beds that are free from the first night on and not before, or are among `SupposedSupply.again`. */
  opening: boolean
}

/** Beds that are not free, or not there, but are taken to be. */
export interface SupposedSupply {
  /** Rows of `bed_free`, by its own column names, each in the place of the bed's own row that begins on `replaces`. */
  beds: readonly Record<string, unknown>[]
  /** Fees of homes that are not on record. */
  fees: readonly { home_id: string; weekly_fee: number | null }[]
  /** Beds that questions of opening ask about on every day. */
  again: readonly string[]
}

/** A bed that every must allows, with what preferences make points of. */
export interface Pair {
  question: number
  bedId: string
  homeId: string
  score: number
  homeTenths: number | null
  schoolTenths: number | null
  weeklyPence: number | null
  inAuthority: boolean | null
  /** How many beds every must allows, of which these are the best. */
  found: number
}

/**
 * For many needs at once, every bed that every must allows: what a search for each would offer, best first, at most
 * `most` a question. Needs of one shape share one statement, whose values are the rows of a table.
 */
export async function findPairs(
  tx: Tx,
  questions: readonly PairQuestion[],
  profile: Profile,
  supply: SupposedSupply,
  most: number,
): Promise<Pair[]> {
  const written = questions.map((question, index) => ({ index, ...write(question) }))
  const pairs: Pair[] = []
  for (const alike of groupBy(written, ({ text, columns }) => `${columns.join()}\n${text}`).values()) {
    const [first] = alike
    if (!first) continue
    const isCommon = first.values.map((value, at) => alike.every(({ values }) => values[at] === value))
    const rows = alike.map(({ index, values }) => ({
      question: index,
      ...Object.fromEntries(values.flatMap((value, at) => (isCommon[at] ? [] : [[`v${at}`, value]]))),
    }))
    const found = await tx.client.query<Pair>(statement(first, isCommon, profile), [
      JSON.stringify(rows),
      JSON.stringify(supply.beds),
      JSON.stringify(supply.fees),
      supply.again,
      most,
      ...first.values.filter((_, at) => isCommon[at]),
    ])
    for (const pair of found.rows) pairs.push(pair)
  }
  return pairs
}

interface Written {
  text: string
  columns: string[]
  values: unknown[]
  opening: boolean
}

/** The beds offered for a question, its values being columns of `asked`, of which the first is the first night. */
function write({ need, places, opening }: PairQuestion): Written {
  const columns: string[] = []
  const values: unknown[] = []
  const p: Parameters = Object.assign(
    (value: unknown, type: string) => {
      columns.push(type)
      return `asked.v${values.push(value) - 1}`
    },
    { values },
  )
  const from = p(need.from, 'date')
  const beds = offeredBeds(need, places, null, p)
  const text = opening ? `${beds}\n     and (f.free_from = ${from} or f.bed_id = any($4::uuid[]))` : beds
  return { text, columns, values, opening }
}

/** What all questions have in common is given once, from parameter 6 on; the rest in rows of `asked`. */
function statement({ text: beds, columns, opening }: Written, isCommon: boolean[], profile: Profile): string {
  let last = 5
  const common = columns.map((type, at) => (isCommon[at] ? `, $${++last}::${type} as v${at}` : ''))
  const own = columns.map((type, at) => (isCommon[at] ? '' : `, v${at} ${type}`))
  return `
with asked as materialized (
  select asked.*${common.join('')} from jsonb_to_recordset($1::jsonb) as asked (question integer${own.join('')})),
bed_free as materialized (
  select * from public.bed_free
   where (bed_id, free_from) not in (
     select (bed ->> 'bed_id')::uuid, (bed ->> 'replaces')::date
       from jsonb_array_elements($2::jsonb) bed where bed ->> 'replaces' is not null)
     and free_from <= (select max(v0) from asked) and free_to > (select min(v0) from asked)
     ${opening ? 'and (free_from in (select v0 from asked) or bed_id = any($4::uuid[]))' : ''}
  union all
  select * from jsonb_populate_recordset(null::public.bed_free, $2::jsonb)),
bed as materialized (
  select asked.question, asked.v0 as starts, offered.* from asked cross join lateral (${beds}) offered),
fee as materialized (
  select home_id, starts, coalesce(
           (select weekly_fee from fees where fees.home_id = stay.home_id and fees.term @> stay.starts),
           (select weekly_fee from jsonb_to_recordset($3::jsonb) as supposed (home_id uuid, weekly_fee numeric)
             where supposed.home_id = stay.home_id)) as weekly_fee
    from (select distinct home_id, starts from bed) stay),
priced as (
  select bed.*, (fee.weekly_fee * 100)::bigint as weekly_pence from bed join fee using (home_id, starts)),
scored as (select priced.*, (${scoreSql(profile)})::bigint as score from priced),
ranked as (
  select scored.*, count(*) over (partition by question) as found,
         row_number() over (partition by question order by score desc, home_tenths, bed_id) as place
    from scored)
select question, bed_id as "bedId", home_id as "homeId", score, home_tenths as "homeTenths",
       school_tenths as "schoolTenths", weekly_pence as "weeklyPence", in_authority as "inAuthority", found
  from ranked where place <= $5::integer and $4::uuid[] is not null
 order by question, place`
}
