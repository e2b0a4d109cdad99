import type { Need, Option } from '../../../domain/matching/types.ts'
import type { PlacementType } from '../../../domain/placement-types.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { seenFrom } from './distance.ts'
import { parameters } from './parameters.ts'
import type { Places } from './places.ts'
import { mostLivingThere, restrictionOf, whoLivesThere } from './residents.ts'

/** What no must of a child asks about: beds, distances from home and school, points. */
const unusedFacts = {
  beds: [],
  homeMiles: null,
  schoolMiles: null,
  inAuthority: null,
  weeklyCost: null,
  siblingsThere: false,
  matterMiles: null,
  typePreferred: null,
  preferredMet: null,
  cultureMet: null,
  longTermFit: null,
  longTerm: null,
  faiths: null,
  languages: null,
  cultures: null,
} as const

type HomeFacts = Omit<Option, keyof typeof unusedFacts>

/**
 * One home as the search's musts judge it, whether or not it would be offered; undefined where the authority sees no
 * such home. Of the facts that only rank options it has none.
 */
export async function homeAsOption(
  tx: Tx,
  need: Need,
  places: Places,
  homeId: string,
): Promise<Option | undefined> {
  const p = parameters()
  const { rows } = await tx.client.query<HomeFacts>(
    `select f.home_id as "homeId", f.placement_type as type, f.age_from as "ageFrom", f.age_to as "ageTo", f.accepts,
            f.capabilities, is_registered(f.home_id, ${p(need.from, 'date')}) as registered,
            registered_places_of(f.home_id) as places, ${mostLivingThere('f.home_id', need, p)} as "mostThere", f.takes_siblings as "takesSiblings", f.takes_emergencies as "takesEmergencies",
            f.placement_type = 'family-centre' or f.takes_parent_and_child as "takesParentAndChild",
            f.confidential and f.authority_code <> current_authority() as approximate,
            seen.avoid_tenths / 10.0 as "avoidMiles",
            coalesce((select j.grade from judgements j
                       where j.home_id = f.home_id and j.judged_on <= ${p(need.today, 'date')} and on_scale_of(j.grade, f.kind)
                       order by j.judged_on desc limit 1),
                     (select j.grade from judgements j
                       where j.provider_id = f.provider_id and j.judged_on <= ${p(need.today, 'date')} and on_scale_of(j.grade, f.kind)
                       order by j.judged_on desc limit 1)) as "ofstedGrade",
            ${whoLivesThere('f.home_id', need, p)} as company, ${restrictionOf('f.home_id', need, p)} as restriction
       from (select id as home_id, * from visible_homes where id = ${p(homeId, 'uuid')}) f
       cross join lateral (${seenFrom(places, p)}) seen`,
    p.values,
  )
  const home = rows[0]
  return home && { ...unusedFacts, ...home, kin: need.knownHomes.kin.includes(homeId) }
}

/** A place that is no recorded home, such as with parents: its type is all that can be judged. */
export function placeAsOption(type: PlacementType): Option {
  return {
    ...unusedFacts,
    homeId: '',
    type,
    ageFrom: 0,
    ageTo: 25,
    accepts: 'any',
    registered: true,
    places: null,
    mostThere: 0,
    capabilities: [],
    takesSiblings: true,
    takesEmergencies: true,
    takesParentAndChild: true,
    approximate: false,
    avoidMiles: null,
    ofstedGrade: null,
    company: [],
    restriction: null,
    kin: false,
  }
}
