import type { MustId } from '../../domain/matching/criteria.ts'
import { certainAges } from '../../domain/matching/ages.ts'
import { bedKindsFor } from '../../domain/matching/must/bed-for-the-stay.ts'
import { offeredTypes, typesClosedTo } from '../../domain/matching/offered-types.ts'
import type { Need } from '../../domain/matching/types.ts'
import type { Parameters } from './parameters.ts'

type Condition = (need: Need, p: Parameters) => string | null

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
  'type-not-ruled-out': ({ types }, p) => `f.placement_type = any(${p(offeredTypes(types), 'text[]')})`,
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
