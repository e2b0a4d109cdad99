import { groupBy } from '../../../domain/group.ts'
import type { Profile } from '../../../domain/matching/profile.ts'
import type { Need } from '../../../domain/matching/types.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { offeredBeds, type Places } from './options.ts'
import type { Parameters } from './parameters.ts'
import { scoreSql } from './score.ts'

/** A need, to be paired with every bed that is free on its nights. */
export interface PairQuestion {
  need: Need
  places: Places
  /** Whether to take only beds whose free interval begins on the first night, and those in `SupposedSupply.again`. */
  opening: boolean
}

/** Beds that a plan assumes to be free, although they are not free or don't exist. */
export interface SupposedSupply {
  /** Rows of `bed_free` by column name. With `replaces`, the row replaces the bed's free interval that begins on that day. */
  beds: readonly Record<string, unknown>[]
  /** Weekly fees in pounds of homes that are not on record. */
  fees: readonly { home_id: string; weekly_fee: number | null }[]
  /** Beds that opening questions also take when they were free before. */
  again: readonly string[]
}

/** A bed that meets every must of a question, with its score and the facts that a plan's objectives use. */
export interface Pair {
  /** The index of the question. */
  question: number
  bedId: string
  homeId: string
  score: number
  homeTenths: number | null
  schoolTenths: number | null
  weeklyPence: number | null
  inAuthority: boolean | null
  /** The number of beds that meet every must, of which only the best are returned. */
  found: number
}

/**
 * The beds that meet every must of each question: what a search for each would offer, best first, at most `most` for
 * each. Questions whose SQL is the same share one statement, with their values as rows of the table `asked`.
 */
export async function findPairs(
  tx: Tx,
  questions: readonly PairQuestion[],
  { profile, supply, most }: { profile: Profile; supply: SupposedSupply; most: number },
): Promise<Pair[]> {
  const statements = questions.map((question, index) => ({ index, ...pairStatement(question) }))
  const pairs: Pair[] = []
  for (const sameShape of groupBy(statements, ({ text, columns }) => `${columns.join()}\n${text}`).values()) {
    const [first] = sameShape
    if (!first) continue
    const isCommon = first.values.map((value, position) =>
      sameShape.every(({ values }) => values[position] === value),
    )
    const rows = sameShape.map(({ index, values }) => ({
      question: index,
      ...Object.fromEntries(
        values.flatMap((value, position) => (isCommon[position] ? [] : [[`v${position}`, value]])),
      ),
    }))
    const result = await tx.client.query<Pair>(statement(first, isCommon, profile), [
      JSON.stringify(rows),
      JSON.stringify(supply.beds),
      JSON.stringify(supply.fees),
      supply.again,
      most,
      ...first.values.filter((_, position) => isCommon[position]),
    ])
    for (const pair of result.rows) pairs.push(pair)
  }
  return pairs
}

interface PairStatement {
  text: string
  columns: string[]
  values: unknown[]
  opening: boolean
}

/** The SQL of the beds offered for a question. Its values are columns of `asked`; the first of them is the first night. */
function pairStatement({ need, places, opening }: PairQuestion): PairStatement {
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

/** A statement for questions of the same SQL. Values that all share are parameters from $6 on; the others rows of `asked`. */
function statement(
  { text: beds, columns, opening }: PairStatement,
  isCommon: boolean[],
  profile: Profile,
): string {
  let last = 5
  const common = columns.map((type, position) =>
    isCommon[position] ? `, $${++last}::${type} as v${position}` : '',
  )
  const own = columns.map((type, position) => (isCommon[position] ? '' : `, v${position} ${type}`))
  return `
with asked as materialized (
  select asked.*${common.join('')} from jsonb_to_recordset($1::jsonb) as asked (question integer${own.join('')})),
visible_bed_free as materialized (
  select * from public.visible_bed_free
   where (bed_id, free_from) not in (
     select (bed ->> 'bed_id')::uuid, (bed ->> 'replaces')::date
       from jsonb_array_elements($2::jsonb) bed where bed ->> 'replaces' is not null)
     and free_from <= (select max(v0) from asked) and free_to > (select min(v0) from asked)
     ${opening ? 'and (free_from in (select v0 from asked) or bed_id = any($4::uuid[]))' : ''}
  union all
  select * from jsonb_populate_recordset(null::public.visible_bed_free, $2::jsonb)),
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
