import { certainAges } from '../../../domain/matching/ages.ts'
import { agesSuit } from '../../../domain/matching/company.ts'
import type { MustId } from '../../../domain/matching/criteria.ts'
import { bedKindsFor } from '../../../domain/matching/must/bed-for-the-stay.ts'
import { gradesBelow } from '../../../domain/matching/must/ofsted-gateway.ts'
import { takesKin, typesFor } from '../../../domain/matching/must/type-not-ruled-out.ts'
import { typesClosedTo } from '../../../domain/matching/offered-types.ts'
import type { LivingWith } from '../../../domain/matching/needs-of-child.ts'
import { heads, isParentAndChild } from '../../../domain/matching/parent-and-child.ts'
import type { Need } from '../../../domain/matching/types.ts'
import type { Parameters } from './parameters.ts'
import { isCompany, isRestricted, mostLivingThere, nightsOf, oldestAge, youngestAge } from './residents.ts'

type Condition = (need: Need, p: Parameters) => string | null

const soloThere = `l.living_with = 'solo'`

/**
 * SQL condition: no resident `l` who meets `condition` is in the home of `f` on any of the nights. `offset 0` stops
 * PostgreSQL from turning this into a join with the whole view, so that it looks up one home by its index.
 */
function noResident(
  view: 'living_there' | 'choosy_there',
  condition: string,
  need: Need,
  p: Parameters,
): string {
  return `not exists (select from ${view} l where ${isCompany('f.home_id', need, p)} and ${condition} offset 0)`
}

/**
 * Each must as an SQL condition on a bed of `bed_free f` that is free on the nights, with its distances in `seen`; null
 * where it rules nothing out. It is false exactly where the criterion with the same id is judged as not met.
 */
const conditions: Record<MustId, Condition> = {
  'free-every-night': ({ today }, p) =>
    `(f.awaiting_departure is null or f.awaiting_departure > ${p(today, 'date')})`,
  'enough-beds': () => null, // about all beds of a home together: see options.ts
  'takes-siblings': ({ children }) => (heads(children).length > 1 ? 'f.takes_siblings' : null),
  'takes-parent-and-child': ({ children }) =>
    isParentAndChild(children)
      ? `coalesce(f.placement_type = 'family-centre' or (select h.takes_parent_and_child from visible_homes h where h.id = f.home_id), false)`
      : null,
  'bed-for-the-stay': ({ stay }, p) => {
    const ofKind = `f.bed_kind = any(${p(bedKindsFor[stay], 'text[]')})`
    return stay === 'emergency' ? `(${ofKind} and (f.takes_emergencies or f.bed_kind = 'emergency'))` : ofKind
  },
  registered: (need, p) => `f.registered @> ${nightsOf(need, p)}`,
  'places-within-registration': (need, p) =>
    `(f.places is null or f.places >= ${p(need.children.length, 'integer')} + ${mostLivingThere('f.home_id', need, p)})`,
  'age-within-registration': ({ children }, p) => {
    const { youngest, oldest } = certainAges(heads(children).map((child) => child.age))
    return `(f.age_from <= ${p(youngest, 'integer')} and f.age_to >= ${p(oldest, 'integer')})`
  },
  'legal-minimum-age': ({ children }, p) => {
    const closedTypes = typesClosedTo(certainAges(children.map((child) => child.age)).youngest)
    return closedTypes.length > 0 ? `f.placement_type <> all(${p(closedTypes, 'text[]')})` : null
  },
  'sex-accepted': ({ children }, p) => {
    const none = (sex: string) => heads(children).every((child) => child.sex !== sex)
    const acceptedSexes = ['any', ...(none('male') ? ['female'] : []), ...(none('female') ? ['male'] : [])]
    return `f.accepts = any(${p(acceptedSexes, 'text[]')})`
  },
  'capabilities-met': ({ children }, p) => {
    const capabilities = [...new Set(children.flatMap((child) => child.capabilities))]
    return capabilities.length > 0 ? `f.capabilities @> ${p(capabilities, 'text[]')}` : null
  },
  'must-not-live-together': ({ knownHomes }, p) =>
    knownHomes.apartAmongThem
      ? 'false'
      : knownHomes.apart.length > 0
        ? `f.home_id <> all(${p(knownHomes.apart, 'uuid[]')})`
        : null,
  'solo-where-required'(need, p) {
    if (!need.children.some((child) => child.livingWith === 'solo'))
      return noResident('choosy_there', soloThere, need, p)
    return heads(need.children).length > 1 ? 'false' : noResident('living_there', 'true', need, p)
  },
  'company-suits'(need, p) {
    if (!agesSuit(need.children)) return 'false'
    const ages = need.children.map((child) => child.age.onFirstNight)
    const [youngest, oldest] = [youngestAge(need, p), oldestAge(need, p)]
    const theyMind = `(l.living_with = 'only-older' and ${youngest} >= ${p(Math.min(...ages), 'integer')}
        or l.living_with = 'only-younger' and ${oldest} <= ${p(Math.max(...ages), 'integer')})`
    const bear = noResident('choosy_there', theyMind, need, p)
    const agesOf = (only: LivingWith) =>
      need.children.flatMap((child) => (child.livingWith === only ? child.age.onFirstNight : []))
    const [older, younger] = [agesOf('only-older'), agesOf('only-younger')]
    const weMind = [
      ...(older.length > 0 ? [`${oldest} <= ${p(Math.max(...older), 'integer')}`] : []),
      ...(younger.length > 0 ? [`${youngest} >= ${p(Math.min(...younger), 'integer')}`] : []),
    ]
    if (weMind.length === 0) return bear
    return `(${bear} and ${noResident('living_there', `(${weMind.join(' or ')})`, need, p)})`
  },
  'not-suspended': (need, p) =>
    `not exists (select from home_restrictions r where ${isRestricted('f.home_id', need, p)})`,
  'ofsted-gateway': ({ gateway }, p) =>
    gateway === null || gateway.exemption !== null
      ? null
      : `(f.ofsted_grade is null or f.ofsted_grade <> all(${p(gradesBelow(gateway.grade), 'text[]')}))`,
  'type-not-ruled-out'(need, p) {
    const typeOffered = `f.placement_type = any(${p(typesFor(need), 'text[]')})`
    if (need.knownHomes.kin.length === 0 || !takesKin(need)) return typeOffered
    return `(${typeOffered} or f.placement_type = 'connected-carer' and f.home_id = any(${p(need.knownHomes.kin, 'uuid[]')}))`
  },
  'place-not-to-avoid': ({ avoid }) =>
    avoid.places > avoid.unplaced ? '(seen.avoid_tenths > 0) is not false' : null,
  'within-miles': ({ maxMiles }, p) =>
    maxMiles === null ? null : `seen.home_tenths <= ${p(maxMiles * 10, 'float8')}`,
  'in-authority-as-asked': ({ inAuthority }) =>
    inAuthority === null ? null : `f.located_authority_code ${inAuthority ? '=' : '<>'} current_authority()`,
}

/** The rules about where a home is, which an index can answer. */
const rulesOfPlace: readonly MustId[] = ['within-miles', 'in-authority-as-asked']

/** The conditions that a need has, with the id of each rule. `part` picks the rules of place, the rest, or all. */
export function conditionsOf(need: Need, part: 'place' | 'rest' | 'all', p: Parameters): [MustId, string][] {
  return (Object.keys(conditions) as MustId[]).flatMap((id) => {
    if (part !== 'all' && rulesOfPlace.includes(id) !== (part === 'place')) return []
    const condition = conditions[id](need, p)
    return condition === null ? [] : [[id, condition]]
  })
}
