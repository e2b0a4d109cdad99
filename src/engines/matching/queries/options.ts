import type { homeKinds, sectors } from '../../../domain/codes.ts'
import type { Profile } from '../../../domain/matching/profile.ts'
import type { Need, Option } from '../../../domain/matching/types.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { conditionsOf } from './conditions.ts'
import { factNames, factsOf } from './facts-of-beds.ts'
import { freeBeds, whereAskedFor } from './free-beds.ts'
import { homeShown, scored } from './page.ts'
import { parameters, statement, type Parameters } from './parameters.ts'
import type { Places } from './places.ts'

export type { Places } from './places.ts'

/** What options are ordered by: the score, then the distance, then the bed. */
export interface Rank {
  score: number
  /** Tenths of a mile; `unknownTenths` where it is not known. */
  tenths: number
  bedId: string
}

export interface FoundBed {
  id: string
  label: string
  kind: Option['beds'][number]['kind']
  freeFrom: string | null
  freeTo: string | null
  awaitingDeparture: string | null
}

export interface FoundOption extends Rank, Omit<Option, 'beds'> {
  beds: FoundBed[]
  home: {
    id: string
    name: string
    kind: keyof typeof homeKinds
    provider: { id: string; name: string; sector: keyof typeof sectors }
    area: { code: string; name: string } | null
    postcode: string | null
    confidential: boolean
  }
}

/** Of an array PostgreSQL expects ten, and then plans anew for the one bed that a cure asks about. */
const isAmong = (beds: readonly string[], p: Parameters) =>
  beds.length === 1 ? `f.bed_id = ${p(beds[0], 'uuid')}` : `f.bed_id = any(${p(beds, 'uuid[]')})`

/** The beds that every must allows, of some beds or of all, with the facts that are scored. */
export function offeredBeds(
  need: Need,
  places: Places,
  among: readonly string[] | null,
  p: Parameters,
): string {
  const where = [
    ...(among === null ? whereAskedFor(need, places, p) : [isAmong(among, p)]),
    ...conditionsOf(need, among === null ? 'rest' : 'all', p).map(([, condition]) => condition),
  ]
  const facts = factsOf(need, places, p).map(([name, expression]) => `${expression} as ${name}`)
  return `
  select f.bed_id, f.home_id, f.free_from, f.free_to, f.awaiting_departure, ${facts.join(',\n         ')}
    from ${freeBeds(need, places, where, p)}`
}

/** What an option has of each of its beds, in lists of one order. */
const ofBeds = ['bed_id', 'free_from', 'free_to', 'awaiting_departure']
const each = (expression: (column: string) => string) => ofBeds.map(expression).join(', ')

/** The first `count` beds of each home that has as many; beds that no departure is awaited for come first. */
function bedsTogether(count: number): string {
  const order = 'order by awaiting_departure nulls first, bed_id'
  return `
  select ${each((column) => `(array_agg(${column} ${order}))[1:${count}] as ${column}s`)}, home_id, ${factNames.join(', ')}
    from bed group by home_id, ${factNames.join(', ')}
  having count(*) >= ${count}`
}

const bedsApart = `select ${each((column) => `array[${column}] as ${column}s`)}, bed.* from bed`

/** The options after `after`, best first, at most `limit`; `among` these beds alone, where they are given. One statement. */
export async function findOptions(
  tx: Tx,
  need: Need,
  places: Places,
  profile: Profile,
  after: Rank | undefined,
  limit: number,
  among: readonly string[] | null = null,
): Promise<FoundOption[]> {
  const p = parameters()
  const count = need.children.length
  const beds = offeredBeds(need, places, among, p)
  const beyond = after
    ? `where (-score, tenths, bed_ids[1]) > (${p(-after.score, 'bigint')}, ${p(after.tenths, 'integer')}, ${p(after.bedId, 'uuid')})`
    : ''
  const text = `
with bed as materialized (${beds}),
option as (${count > 1 ? bedsTogether(count) : bedsApart}),
${scored(need, profile, p)},
page as (
  select * from scored ${beyond} order by -score, tenths, bed_ids[1] limit ${p(limit, 'integer')})
select page.score, page.tenths, page.bed_ids[1] as "bedId",
       (select jsonb_agg(jsonb_build_object(
                 'id', b.id, 'label', b.label, 'kind', b.kind,
                 'freeFrom', nullif(free_from, '-infinity'), 'freeTo', nullif(free_to, 'infinity'),
                 'awaitingDeparture', awaiting_departure) order by n)
          from unnest(${each((column) => `page.${column}s`)}) with ordinality as chosen (${ofBeds.join(', ')}, n)
          join beds b on b.id = bed_id) as beds,
       ${homeShown(need, p)}
 order by -page.score, page.tenths, page.bed_ids[1]`
  const { rows } = await tx.client.query<FoundOption>(statement(need, text, p))
  return rows
}
