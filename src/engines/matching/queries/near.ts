import type { MustId } from '../../../domain/matching/criteria.ts'
import { certainAges } from '../../../domain/matching/ages.ts'
import {
  fewestNights,
  mostDaysLater,
  neverCured,
  type NearBed,
  type NearOption,
} from '../../../domain/matching/near-miss.ts'
import { offeredTypes } from '../../../domain/matching/offered-types.ts'
import { heads, isParentAndChild } from '../../../domain/matching/parent-and-child.ts'
import { suits } from '../../../domain/matching/suitable-types.ts'
import type { Need } from '../../../domain/matching/types.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { conditionsOf } from './conditions.ts'
import { seenFrom } from './distance.ts'
import { factNames, factsOf } from './facts-of-beds.ts'
import { coversNights, isHeld, nearby } from './free-beds.ts'
import type { FoundBed, FoundOption, OptionQuery } from './options.ts'
import { homeColumns, scoredOptions } from './page.ts'
import { parameters, statement, type Parameters } from './parameters.ts'
import type { Places } from './places.ts'
import { isCompany, nightsOf } from './residents.ts'

/** The most near misses read for one rule and one kind of cure. */
const ofAKind = 3

export interface NearMiss extends Omit<FoundOption, 'beds'>, Omit<NearOption, 'beds' | 'home'> {
  rule: MustId
  beds: (FoundBed & NearBed)[]
}

const columns =
  'bed_id, free_from, free_to, awaiting_departure, home_id, authority_code, shared, placement_type, home_kind, bed_kind, age_from, age_to, accepts, capabilities, takes_siblings, takes_emergencies, confidential, ofsted_grade, located_authority_code, easting, northing, hectad, registered, places'
    .split(', ')
    .map((column) => `f.${column}`)
    .join(', ')

/** A select of the beds that are free on the nights or nearly so, with how they fit (see `Fit`). */
function nearlyFree(need: Need, conditions: readonly string[], p: Parameters): string {
  const [from, to] = [p(need.from, 'date'), p(need.to, 'date')]
  const later = `f.free_to >= coalesce(${to} + (f.free_from - ${from}), 'infinity')`
  const covers = `(${coversNights(need, p)})`
  const useful = `f.free_to >= ${from} + ${p(fewestNights(need), 'integer')}`
  return `
  select ${columns},
         case when ${covers} then case when held.until is null then 'free' else 'held' end
              when f.free_from > ${from} then 'later' else 'shorter' end as fit,
         held.until as held_until, null::jsonb as voids
    from visible_bed_free f
    left join lateral (
      select max(held.expires_at) as until from bed_held held
       where held.bed_id = f.bed_id and held.ended_at is null and held.expires_at > now()
         and held.nights && ${nightsOf(need, p)}) held on ${covers}
   where f.free_from <= ${from} + ${mostDaysLater} and f.free_to > ${from}
     and (${covers} or f.free_from <= ${from} and ${useful} or f.free_from > ${from} and ${later})
     ${conditions.map((condition) => `and ${condition}`).join(' ')}
  union all
  select ${columns}, 'void', null, f.voids
    from (select (void.free).*, void.voids from bed_free_but_for_voids(${nightsOf(need, p)}) void) f
   where not ${isHeld(need, p)}`
}

/** SQL of the days, soon after the first night, on which someone is to leave the home of `page`; for rules about company. */
function departures(need: Need, p: Parameters): string {
  const from = p(need.from, 'date')
  return `case when page.rule in ('solo-where-required', 'company-suits') then array(
         select distinct l.to_on::text from living_there l
          where ${isCompany('page.home_id', need, p)} and l.to_on > ${from} and l.to_on <= ${from} + ${mostDaysLater}
          order by 1) else '{}' end`
}

/** SQL of the authority's own holds that keep the bed `f` on any of the nights; none of another authority's are seen. */
function ownHolds(need: Need, p: Parameters): string {
  return `array(select h.id from hold_beds k join holds h on h.id = k.hold_id
                          where k.bed_id = f.bed_id and h.ended_at is null and h.expires_at > now()
                            and nights(h.from_on, h.to_on) && ${nightsOf(need, p)} order by 1)`
}

/** SQL of the authority's own placement that is still in the bed `f` past its planned end. */
function overdueStay({ today }: Need, p: Parameters): string {
  return `(select s.id from placements s
                 where s.bed_id = f.bed_id and s.started_on is not null and s.ended_on is null
                   and s.planned_to <= ${p(today, 'date')})`
}

/** SQL condition: the home of `f` closes before the nights are over. */
function closes({ to }: Need, p: Parameters): string {
  const end = to === null ? `'infinity'` : p(to, 'date')
  return `exists (select from visible_homes h where h.id = f.home_id and h.closes_on <= ${end} offset 0)`
}

/** A select of the nearby beds with the rules that each breaks, of types that suit the children. */
function candidates(need: Need, places: Places, p: Parameters): string {
  const area = nearby(need, places, p)
  const nights = `f.fit = 'free'`
  const conditions = conditionsOf(need, 'all', p)
  const legalAge = conditions.find(([id]) => id === 'legal-minimum-age')?.[1]
  const isMet = (id: MustId, condition: string): string => {
    if (id === 'free-every-night') return `${nights} and ${condition}`
    if (id !== 'age-within-registration' || legalAge === undefined) return condition
    // Too young in law is also too young for the registration: that is one rule to wait for, not two.
    const { oldest } = certainAges(heads(need.children).map(({ age }) => age))
    return `${condition} or not ${legalAge} and f.age_to >= ${p(oldest, 'integer')}`
  }
  const broken = conditions.map(
    ([id, condition]) => `case when (${isMet(id, condition)}) is not true then '${id}' end`,
  )
  const facts = factsOf(need, places, p).map(([name, expression]) => `${expression} as ${name}`)
  const onTime = conditions.find(([id]) => id === 'free-every-night')?.[1] ?? 'true'
  const types = [
    ...new Set([...offeredTypes(null, isParentAndChild(need.children)), ...offeredTypes(need.types)]),
  ].filter((type) => suits(need.children, type))
  return `
  select f.bed_id, f.home_id, f.free_from, f.free_to, f.awaiting_departure, f.fit, f.held_until, f.voids,
         ${facts.join(', ')},
         array_remove(array[${broken.join(', ')}]::text[], null) as broken
    from (${nearlyFree(need, area.squares, p)}) f
    cross join lateral (${seenFrom(places, p)}) seen
   where (${nights} or ${onTime}) and f.placement_type = any(${p(types, 'text[]')})
     and f.home_id not in (select home_id from concern) and not ${closes(need, p)}
     and ${area.where.join(' and ')}`
}

/**
 * Homes with too few beds for the children that would have enough but for one rule: counting the beds that break no rule
 * and those that break that rule alone. Best first; at most three for one rule and kind of cure. A single statement.
 */
export async function findNearMisses(
  tx: Tx,
  { need, places, profile, limit }: Pick<OptionQuery, 'need' | 'places' | 'profile' | 'limit'>,
): Promise<NearMiss[]> {
  const p = parameters()
  const count = need.children.length
  const kind = `case when broken[1] = 'free-every-night' then fit else '' end`
  const short = count - 1
  const text = `
with concern as materialized (select homes_of_concern(${nightsOf(need, p)}) as home_id),
candidate as materialized (${candidates(need, places, p)}),
near as materialized (
  select * from candidate where cardinality(broken) <= 1 and not broken && ${p(neverCured, 'text[]')}),
fitting as (
  select home_id, array_agg(distinct bed_id) as bed_ids, count(distinct bed_id) as beds
    from near where broken = '{}' group by home_id),
miss as (
  select distinct on (bed_id, rule, how) near.*, broken[1] as rule, ${kind} as how
    from near
   where broken <> '{}' and not exists (
     select from fitting where fitting.home_id = near.home_id and near.bed_id = any(fitting.bed_ids))
   order by bed_id, rule, how, free_from),
nearest as (
  select home_id, rule, how, ${factNames.join(', ')}, coalesce(fitting.bed_ids, '{}') as fitting_ids,
         (array_agg(bed_id order by free_from, free_to desc, bed_id))[1:${count} - coalesce(fitting.beds, 0)] as miss_ids
    from miss left join fitting using (home_id)
   where coalesce(fitting.beds, 0) < ${count}
   group by home_id, rule, how, ${factNames.join(', ')}, fitting.beds, fitting.bed_ids
  having coalesce(fitting.beds, 0) + count(*) >= ${count}),
option as (
  select * from nearest
  union all
  select distinct home_id, 'enough-beds', '', ${factNames.join(', ')}, bed_ids, '{}'::uuid[]
    from fitting join near using (home_id) where fitting.beds = ${short} and broken = '{}'
     and home_id not in (select home_id from nearest)),
${scoredOptions(need, profile, p)},
turn as (
  select *, coalesce(miss_ids[1], fitting_ids[1]) as first_bed,
         row_number() over (partition by rule, how order by -score, tenths, coalesce(miss_ids[1], fitting_ids[1])) as turn
    from scored),
page as (
  select * from turn where turn <= ${ofAKind} order by -score, tenths, first_bed, rule, how limit ${p(limit, 'integer')})
select page.score, page.tenths, page.first_bed as "bedId", page.rule,
       (select jsonb_agg(jsonb_build_object(
                 'id', b.id, 'label', b.label, 'kind', b.kind,
                 'freeFrom', nullif(f.free_from, '-infinity'), 'freeTo', nullif(f.free_to, 'infinity'),
                 'awaitingDeparture', f.awaiting_departure,
                 'fit', f.fit, 'heldUntil', f.held_until, 'voids', f.voids,
                 'holds', ${ownHolds(need, p)}, 'overdueStay', ${overdueStay(need, p)}) order by b.id)
          from (select distinct on (bed_id) * from near
                 where near.home_id = page.home_id
                   and (near.bed_id = any(page.fitting_ids) and broken = '{}'
                     or near.bed_id = any(page.miss_ids) and broken = array[page.rule] and ${kind} = page.how)
                 order by bed_id, free_from) f
          join beds b on b.id = f.bed_id) as beds,
       ${departures(need, p)} as departures,
       ${homeColumns(need, p)}
 order by -page.score, page.tenths, page.first_bed, page.rule, page.how`
  const { rows } = await tx.client.query<NearMiss>(statement(need, text, p))
  return rows
}
