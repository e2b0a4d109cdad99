import { certainAges } from '../../../domain/matching/ages.ts'
import { agesSuit } from '../../../domain/matching/company.ts'
import type { MustId } from '../../../domain/matching/criteria.ts'
import { bedKindsFor } from '../../../domain/matching/must/bed-for-the-stay.ts'
import { gradesBelow } from '../../../domain/matching/must/ofsted-gateway.ts'
import { takesKin, typesFor } from '../../../domain/matching/must/type-not-ruled-out.ts'
import { typesClosedTo } from '../../../domain/matching/offered-types.ts'
import type { LivingWith } from '../../../domain/matching/needs-of-child.ts'
import type { Need } from '../../../domain/matching/types.ts'
import type { Parameters } from './parameters.ts'
import { ageThen, isCompany, isRestricted } from './residents.ts'

type Condition = (need: Need, p: Parameters) => string | null

const soloThere = `l.living_with = 'solo'`

/**
 * That nobody of whom `condition` is true is in the home of `f` on any of the nights. The offset keeps PostgreSQL from
 * joining with the whole view: who lives in one home is asked of an index, who lives in every home of England is not.
 */
function nobody(
  among: 'living_there' | 'choosy_there',
  condition: string,
  need: Need,
  p: Parameters,
): string {
  return `not exists (select from ${among} l where ${isCompany('f.home_id', need, p)} and ${condition} offset 0)`
}

/**
 * Each must as a condition on a bed of `bed_free f` that is free on the nights, and `seen` from the child's home; null
 * where it has nothing to say. They hold exactly where the criterion of the same name does not say no.
 */
const conditions: Record<MustId, Condition> = {
  'free-every-night': ({ today }, p) =>
    `(f.awaiting_departure is null or f.awaiting_departure > ${p(today, 'date')})`,
  'enough-beds': () => null, // of the home's beds together; see options.ts
  'takes-siblings': ({ children }) => (children.length > 1 ? 'f.takes_siblings' : null),
  'bed-for-the-stay': ({ stay }, p) => {
    const ofKind = `f.bed_kind = any(${p(bedKindsFor[stay], 'text[]')})`
    return stay === 'emergency' ? `(${ofKind} and (f.takes_emergencies or f.bed_kind = 'emergency'))` : ofKind
  },
  'age-within-registration': ({ children }, p) => {
    const { youngest, oldest } = certainAges(children.map((child) => child.age))
    return `(f.age_from <= ${p(youngest, 'integer')} and f.age_to >= ${p(oldest, 'integer')})`
  },
  'legal-minimum-age': ({ children }, p) => {
    const closed = typesClosedTo(certainAges(children.map((child) => child.age)).youngest)
    return closed.length > 0 ? `f.placement_type <> all(${p(closed, 'text[]')})` : null
  },
  'sex-accepted': ({ children }, p) => {
    const none = (sex: string) => children.every((child) => child.sex !== sex)
    const accepted = ['any', ...(none('male') ? ['female'] : []), ...(none('female') ? ['male'] : [])]
    return `f.accepts = any(${p(accepted, 'text[]')})`
  },
  'capabilities-met': ({ children }, p) => {
    const needed = [...new Set(children.flatMap((child) => child.capabilities))]
    return needed.length > 0 ? `f.capabilities @> ${p(needed, 'text[]')}` : null
  },
  'must-not-live-together': ({ knownHomes: known }, p) =>
    known.apartAmongThem
      ? 'false'
      : known.apart.length > 0
        ? `f.home_id <> all(${p(known.apart, 'uuid[]')})`
        : null,
  'solo-where-required'(need, p) {
    if (!need.children.some((child) => child.livingWith === 'solo'))
      return nobody('choosy_there', soloThere, need, p)
    return need.children.length > 1 ? 'false' : nobody('living_there', 'true', need, p)
  },
  'company-suits'(need, p) {
    if (!agesSuit(need.children)) return 'false'
    const ages = need.children.map((child) => child.age.onFirstNight)
    const age = ageThen(need, p)
    const theyMind = `(l.living_with = 'only-older' and ${age} >= ${p(Math.min(...ages), 'integer')}
        or l.living_with = 'only-younger' and ${age} <= ${p(Math.max(...ages), 'integer')})`
    const bear = nobody('choosy_there', theyMind, need, p)
    const agesOf = (only: LivingWith) =>
      need.children.flatMap((child) => (child.livingWith === only ? child.age.onFirstNight : []))
    const [older, younger] = [agesOf('only-older'), agesOf('only-younger')]
    const weMind = [
      ...(older.length > 0 ? [`${age} <= ${p(Math.max(...older), 'integer')}`] : []),
      ...(younger.length > 0 ? [`${age} >= ${p(Math.min(...younger), 'integer')}`] : []),
    ]
    if (weMind.length === 0) return bear
    return `(${bear} and ${nobody('living_there', `(${weMind.join(' or ')})`, need, p)})`
  },
  'not-suspended': (need, p) =>
    `not exists (select from home_restrictions r where ${isRestricted('f.home_id', need, p)})`,
  'ofsted-gateway': ({ gateway }, p) =>
    gateway === null || gateway.exemption !== null
      ? null
      : `(f.ofsted_grade is null or f.ofsted_grade <> all(${p(gradesBelow(gateway.grade), 'text[]')}))`,
  'type-not-ruled-out'(need, p) {
    const offered = `f.placement_type = any(${p(typesFor(need), 'text[]')})`
    if (need.knownHomes.kin.length === 0 || !takesKin(need)) return offered
    return `(${offered} or f.placement_type = 'connected-carer' and f.home_id = any(${p(need.knownHomes.kin, 'uuid[]')}))`
  },
  'place-not-to-avoid': ({ avoid }) =>
    avoid.places > avoid.unplaced ? '(seen.avoid_tenths > 0) is not false' : null,
  'within-miles': ({ maxMiles }, p) =>
    maxMiles === null ? null : `seen.home_tenths <= ${p(maxMiles * 10, 'float8')}`,
  'in-authority-as-asked': ({ inAuthority }) =>
    inAuthority === null ? null : `f.located_authority_code ${inAuthority ? '=' : '<>'} current_authority()`,
}

/** Rules of where a home is: an index finds the beds that keep them. */
const rulesOfPlace: readonly MustId[] = ['within-miles', 'in-authority-as-asked']

/** The conditions that the need brings with it, by the criterion that each stands for: of where a home is, of the rest, or all. */
export function conditionsOf(need: Need, of: 'place' | 'rest' | 'all', p: Parameters): [MustId, string][] {
  return (Object.keys(conditions) as MustId[]).flatMap((id) => {
    if (of !== 'all' && rulesOfPlace.includes(id) !== (of === 'place')) return []
    const condition = conditions[id](need, p)
    return condition === null ? [] : [[id, condition]]
  })
}
