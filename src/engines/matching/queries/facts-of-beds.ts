import { cultureAsked } from '../../../domain/matching/prefer/culture-faith-language.ts'
import { preferredNeeds } from '../../../domain/matching/prefer/other-needs-met.ts'
import { preferredTypes } from '../../../domain/matching/suitable-types.ts'
import type { Need } from '../../../domain/matching/types.ts'
import { isBlurred } from './distance.ts'
import type { Parameters } from './parameters.ts'
import type { Places } from './places.ts'
import { mostLivingThere, nightsOf, restrictionOf, whoLivesThere } from './residents.ts'

type Expression = (need: Need, places: Places, p: Parameters) => string

/** SQL of the facts of a bed `f` of `bed_free` that are scored or shown. All beds of a home have the same. */
const facts = {
  registered: (need, _places, p) => `f.registered @> ${nightsOf(need, p)}`,
  ofsted_grade: () => 'f.ofsted_grade',
  home_tenths: () => 'seen.home_tenths',
  school_tenths: () => 'seen.school_tenths',
  avoid_tenths: () => 'seen.avoid_tenths',
  matter_tenths: () => 'seen.matter_tenths',
  in_authority: () => 'f.located_authority_code = current_authority()',
  approximate: () => isBlurred,
  siblings_there: (_need, { siblingHomes }, p) => `f.home_id = any(${p(siblingHomes, 'uuid[]')})`,
  kin: ({ knownHomes }, _places, p) => `f.home_id = any(${p(knownHomes.kin, 'uuid[]')})`,
  type_preferred({ children }, _places, p) {
    const types = preferredTypes(children)
    return types === null ? 'null::boolean' : `f.placement_type = any(${p(types, 'text[]')})`
  },
  preferred_met(need, _places, p) {
    const needs = preferredNeeds(need)
    return needs.length === 0 ? 'null::integer' : hundredths([['f.capabilities', needs]], p)
  },
  long_term_fit: ({ children }) =>
    children.some((child) => child.longTerm)
      ? '(select h.long_term from visible_homes h where h.id = f.home_id)'
      : 'null::boolean',
  culture_met(need, _places, p) {
    const valuesByColumn = Object.entries(cultureAsked(need)).filter(([, values]) => values.length > 0)
    if (valuesByColumn.length === 0) return 'null::integer'
    return `(select ${hundredths(
      valuesByColumn.map(([column, values]) => [`h.${column}`, values]),
      p,
    )} from visible_homes h where h.id = f.home_id)`
  },
} as const satisfies Record<string, Expression>

/** SQL of the percentage of the values, over all columns, that the column's array holds. */
function hundredths(
  valuesByColumn: readonly [column: string, values: readonly string[]][],
  p: Parameters,
): string {
  const overlaps = valuesByColumn.map(
    ([column, values]) =>
      `cardinality(array(select unnest(${column}) intersect select unnest(${p(values, 'text[]')})))`,
  )
  const count = valuesByColumn.reduce((sum, [, values]) => sum + values.length, 0)
  return `100 * (${overlaps.join(' + ')}) / ${p(count, 'integer')}`
}

export type FactName = keyof typeof facts
export const factNames = Object.keys(facts) as FactName[]

/** The name of each fact and its SQL for this need. */
export function factsOf(need: Need, places: Places, p: Parameters): [FactName, string][] {
  return factNames.map((name) => [name, facts[name](need, places, p)])
}

/** SQL select list of the facts of an option, from `page` and its home `h`. */
export const optionColumns = (need: Need, p: Parameters) => `h.id as "homeId",
       page.home_tenths / 10.0 as "homeMiles", page.school_tenths / 10.0 as "schoolMiles", page.approximate,
       page.avoid_tenths / 10.0 as "avoidMiles", page.matter_tenths / 10.0 as "matterMiles",
       page.in_authority as "inAuthority", page.ofsted_grade as "ofstedGrade", page.siblings_there as "siblingsThere",
       page.kin, page.type_preferred as "typePreferred", page.preferred_met as "preferredMet",
       page.culture_met as "cultureMet", page.long_term_fit as "longTermFit",
       page.registered, registered_places_of(h.id) as places, ${mostLivingThere('h.id', need, p)} as "mostThere",
       h.long_term as "longTerm", h.faiths, h.languages, h.cultures,
       ${whoLivesThere('h.id', need, p)} as company,
       ${restrictionOf('h.id', need, p)} as restriction`
