import type { Profile } from '../../../domain/matching/profile.ts'
import type { Need } from '../../../domain/matching/types.ts'
import { optionColumns } from './facts-of-beds.ts'
import type { Parameters } from './parameters.ts'
import { scoreSql } from './score.ts'
import { visibleHome } from '../../../platform/db/visible-home.ts'

/** Stands for an unknown distance: sorts after every distance on the grid. */
const unknownTenths = 1_000_000

/** Common table expressions that add the weekly fee and the score to `option`; the last of them is `scored`. */
export function scoredOptions({ from }: Need, profile: Profile, p: Parameters): string {
  return `fee as materialized (
  select home_id, (weekly_fee * 100)::bigint as weekly_pence from fees
   where term @> ${p(from, 'date')} and home_id in (select home_id from option)),
priced as (
  select option.*, weekly_pence, coalesce(home_tenths, ${unknownTenths}) as tenths
    from option left join fee using (home_id)),
scored as (select priced.*, (${scoreSql(profile)})::bigint as score from priced)`
}

/** The select list of an option's home, without its beds, and the joins it needs, for each row of `page`. */
export const homeColumns = (need: Need, p: Parameters) => `
       jsonb_build_object(
         'id', h.id, 'name', h.name, 'kind', h.kind, 'confidential', h.confidential,
         'provider', jsonb_build_object('id', provider.id, 'name', provider.name, 'sector', provider.sector),
         'area', case when area.code is not null then jsonb_build_object('code', area.code, 'name', area.name) end,
         'postcode', case when not h.confidential then h.postcode end) as home,
       h.placement_type as type, h.age_from as "ageFrom", h.age_to as "ageTo", h.accepts, h.capabilities,
       h.takes_siblings as "takesSiblings", h.takes_emergencies as "takesEmergencies",
       h.placement_type = 'family-centre' or h.takes_parent_and_child as "takesParentAndChild",
       page.weekly_pence / 100.0 as "weeklyCost", ${optionColumns(need, p)}
  from page
  cross join lateral ${visibleHome('page.home_id')} h
  join providers provider on provider.id = h.provider_id
  left join authorities area on area.code = h.located_authority_code`
