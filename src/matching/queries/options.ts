import type { homeKinds, sectors } from '../../domain/codes.ts'
import type { Profile } from '../../domain/matching/profile.ts'
import type { Need, Option } from '../../domain/matching/types.ts'
import type { Tx } from '../../db/tenant.ts'
import { conditionsOf } from './conditions.ts'
import { factNames, factsOf } from './facts-of-beds.ts'
import { freeBeds, whereAskedFor } from './free-beds.ts'
import { homeShown, scored } from './page.ts'
import type { Places } from './places.ts'
import { parameters, statement, type Parameters } from './parameters.ts'

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

/** The beds that every must allows, of some beds or of all, with the facts that are scored. */
export function offeredBeds(
  need: Need,
  places: Places,
  among: readonly string[] | null,
  p: Parameters,
): string {
  const where = [
    ...(among === null ? whereAskedFor(need, places, p) : [`f.bed_id = any(${p(among, 'uuid[]')})`]),
    ...conditionsOf(need, among === null ? 'rest' : 'all', p).map(([, condition]) => condition),
  ]
  const facts = factsOf(need, places, p).map(([name, expression]) => `${expression} as ${name}`)
  return `
  select f.bed_id, f.home_id, f.awaiting_departure, ${facts.join(',\n         ')}
    from ${freeBeds(need, places, where, p)}`
}

/** The first `count` beds of each home that has as many; beds that no departure is awaited for come first. */
function bedsTogether(count: number): string {
  const order = 'order by awaiting_departure nulls first, bed_id'
  return `
  select (array_agg(bed_id ${order}))[1:${count}] as bed_ids, home_id, ${factNames.join(', ')}
    from bed group by home_id, ${factNames.join(', ')}
  having count(*) >= ${count}`
}

const bedsApart = 'select array[bed_id] as bed_ids, bed.* from bed'

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
  const from = p(need.from, 'date')
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
                 'freeFrom', nullif(f.free_from, '-infinity'), 'freeTo', nullif(f.free_to, 'infinity'),
                 'awaitingDeparture', f.awaiting_departure) order by n)
          from unnest(page.bed_ids) with ordinality as chosen (id, n)
          join beds b on b.id = chosen.id
          join bed_free f on f.bed_id = chosen.id and f.free_from <= ${from}
           and f.free_to >= ${need.to === null ? "'infinity'" : p(need.to, 'date')}) as beds,
       ${homeShown(need, p)}
 order by -page.score, page.tenths, page.bed_ids[1]`
  const { rows } = await tx.client.query<FoundOption>(statement(need, text, p))
  return rows
}
