import type { QueryConfig } from 'pg'
import type { homeKinds, sectors } from '../../domain/codes.ts'
import { musts, type MustId } from '../../domain/matching/criteria.ts'
import type { Profile } from '../../domain/matching/profile.ts'
import type { Need, Option } from '../../domain/matching/types.ts'
import type { Tx } from '../../db/tenant.ts'
import { conditionsOf } from './conditions.ts'
import { seenFrom, squaresAround } from './distance.ts'
import { factNames, factsOf, shown } from './facts-of-beds.ts'
import type { Places } from './places.ts'
import { parameters, prepared, type Parameters } from './parameters.ts'
import { scoreSql } from './score.ts'

export type { Places } from './places.ts'

/** What options are ordered by: the score, then the distance, then the bed. */
export interface Rank {
  score: number
  /** Tenths of a mile; `unknownTenths` where it is not known. */
  tenths: number
  bedId: string
}

/** Sorts after every distance on the grid. */
const unknownTenths = 1_000_000

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

/** Beds of `bed_free f` that are free on the nights and where they are asked for, `seen` from the children's homes. */
function freeBeds(need: Need, places: Places, p: Parameters): string {
  const squares = need.maxMiles === null ? null : squaresAround(places.homes, need.maxMiles, p)
  const [from, to] = [p(need.from, 'date'), p(need.to, 'date')]
  const where = [
    `f.free_from <= ${from}`,
    need.to === null ? `f.free_to = 'infinity'` : `f.free_to >= ${to}`,
    `not exists (select from bed_held held where held.bed_id = f.bed_id and held.ended_at is null
       and held.expires_at > now() and held.nights && daterange(${from}, ${to}))`,
    ...(squares === null ? [] : [squares]),
    ...conditionsOf(need, 'place', p).map(([, condition]) => condition),
  ]
  return `bed_free f
    cross join lateral (${seenFrom(places, p)}) seen
   where ${where.join('\n     and ')}`
}

/** The beds that every must allows, with the facts that are scored. */
function offeredBeds(need: Need, places: Places, p: Parameters): string {
  const facts = factsOf(need, places, p).map(([name, expression]) => `${expression} as ${name}`)
  return `
  select f.bed_id, f.home_id, f.awaiting_departure, ${facts.join(',\n         ')}
    from ${freeBeds(need, places, p)}
     and ${conditionsOf(need, 'rest', p)
       .map(([, condition]) => condition)
       .join('\n     and ')}`
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

/** Searches for one child have few texts; those for several have one for every number of children, homes and schools. */
function statement({ children }: Need, text: string, p: Parameters): QueryConfig {
  return children.length === 1 ? prepared(text, p) : { text, values: p.values }
}

/** The options after `after`, best first, at most `limit`. One statement. */
export async function findOptions(
  tx: Tx,
  need: Need,
  places: Places,
  profile: Profile,
  after: Rank | undefined,
  limit: number,
): Promise<FoundOption[]> {
  const p = parameters()
  const count = need.children.length
  const from = p(need.from, 'date')
  const beds = offeredBeds(need, places, p)
  const beyond = after
    ? `where (-score, tenths, bed_ids[1]) > (${p(-after.score, 'bigint')}, ${p(after.tenths, 'integer')}, ${p(after.bedId, 'uuid')})`
    : ''
  const text = `
with bed as materialized (${beds}),
fee as materialized (select home_id, (weekly_fee * 100)::bigint as weekly_pence from fees where term @> ${from}),
option as (${count > 1 ? bedsTogether(count) : bedsApart}),
priced as (
  select option.*, weekly_pence, coalesce(home_tenths, ${unknownTenths}) as tenths
    from option left join fee using (home_id)),
scored as (select priced.*, (${scoreSql(profile)})::bigint as score from priced),
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
       jsonb_build_object(
         'id', h.id, 'name', h.name, 'kind', h.kind, 'confidential', h.confidential,
         'provider', jsonb_build_object('id', provider.id, 'name', provider.name, 'sector', provider.sector),
         'area', case when area.code is not null then jsonb_build_object('code', area.code, 'name', area.name) end,
         'postcode', case when not h.confidential then h.postcode end) as home,
       h.placement_type as type, h.age_from as "ageFrom", h.age_to as "ageTo", h.accepts, h.capabilities,
       h.takes_siblings as "takesSiblings", h.takes_emergencies as "takesEmergencies",
       page.weekly_pence / 100.0 as "weeklyCost", ${shown}
  from page
  join homes h on h.id = page.home_id
  join providers provider on provider.id = h.provider_id
  left join authorities area on area.code = h.located_authority_code
 order by -page.score, page.tenths, page.bed_ids[1]`
  const { rows } = await tx.client.query<FoundOption>(statement(need, text, p))
  return rows
}

export interface BedsRuledOut {
  criterion: MustId
  beds: number
}

/** How many options there are, and of the beds free where they are asked for, how many each rule keeps out. */
export async function countOptions(
  tx: Tx,
  need: Need,
  places: Places,
): Promise<{ found: number; excluded: BedsRuledOut[] }> {
  const p = parameters()
  const count = need.children.length
  const beds = freeBeds(need, places, p)
  const conditions = conditionsOf(need, 'rest', p)
  const kept = conditions.map(([id, condition]) => `coalesce(${condition}, false) as "${id}"`)
  const all = conditions.map(([id]) => `"${id}"`).join(' and ')
  const ruledOut = conditions.map(([id]) => `count(*) filter (where not "${id}") as "${id}"`)
  const text = `
with bed as (select f.home_id, ${kept.join(', ')} from ${beds}),
fitting as (select count(*) as beds from bed where ${all} group by home_id)
select (select coalesce(sum(${count > 1 ? '1' : 'beds'}), 0)::bigint from fitting where beds >= ${count}) as found,
       (select coalesce(sum(beds), 0)::bigint from fitting where beds < ${count}) as "enough-beds",
       ${ruledOut.join(', ')}
  from bed`
  const { rows } = await tx.client.query<{ found: number } & Partial<Record<MustId, number>>>(
    statement(need, text, p),
  )
  const { found, ...excluded } = rows[0] ?? { found: 0 }
  return {
    found,
    excluded: musts.flatMap(({ id: criterion }) => {
      const beds = excluded[criterion] ?? 0
      return beds > 0 ? [{ criterion, beds }] : []
    }),
  }
}
