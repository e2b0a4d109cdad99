import type { Need } from '../../domain/matching/types.ts'
import { blurred } from './distance.ts'
import type { Parameters } from './parameters.ts'
import type { Places } from './places.ts'

type Expression = (need: Need, places: Places, p: Parameters) => string

/** Facts of a bed of `bed_free f`, `seen` from the children's places, that are scored or shown; one home has one of each. */
const facts = {
  ofsted_grade: () => 'f.ofsted_grade',
  home_tenths: () => 'seen.home_tenths',
  school_tenths: () => 'seen.school_tenths',
  in_authority: () => 'f.located_authority_code = current_authority()',
  approximate: () => blurred,
  siblings_there: (_need, { siblingHomes }, p) => `f.home_id = any(${p(siblingHomes, 'uuid[]')})`,
} as const satisfies Record<string, Expression>

export type FactName = keyof typeof facts
export const factNames = Object.keys(facts) as FactName[]

/** Each fact's name and its expression for this need. */
export function factsOf(need: Need, places: Places, p: Parameters): [FactName, string][] {
  return factNames.map((name) => [name, facts[name](need, places, p)])
}

/** The facts of a `page` of options, as an option has them. */
export const shown = `page.home_tenths / 10.0 as "homeMiles", page.school_tenths / 10.0 as "schoolMiles", page.approximate,
       page.in_authority as "inAuthority", page.ofsted_grade as "ofstedGrade", page.siblings_there as "siblingsThere"`
