import type { livingWith, suitabilities } from '../referral.ts'

export type LivingWith = keyof typeof livingWith
export type Suitability = keyof typeof suitabilities

/** A postcode, sector or district, and the miles around it to avoid. */
export interface PlaceToAvoid {
  place: string
  miles: number
}

/** A single value: a later source replaces an earlier one. Null while not known. */
const fact = <Code, Kind extends 'code' | 'flag'>(kind: Kind) => ({ kind, empty: null as Code | null })
/** A list: a later source adds to an earlier one. Empty while nothing is known. */
const list = <Entry, Kind extends 'codes' | 'places'>(kind: Kind) => ({ kind, empty: [] as Entry[] })

/**
 * The needs of a child that decide which home fits. The same fields are in the child's record (a column each of
 * `child_needs`) and in a search; a referral has some of them.
 */
export const needFields = {
  /** Whom the child can live with. */
  livingWith: fact<LivingWith, 'code'>('code'),
  /** Needs that the home must be able to meet. */
  capabilities: list<string, 'codes'>('codes'),
  /** Needs that the home should preferably meet. */
  preferredCapabilities: list<string, 'codes'>('codes'),
  /** How suitable each care family is. */
  fostering: fact<Suitability, 'code'>('code'),
  residential: fact<Suitability, 'code'>('code'),
  supported: fact<Suitability, 'code'>('code'),
  placesToAvoid: list<PlaceToAvoid, 'places'>('places'),
  /** Places where the child often has to be. */
  placesThatMatter: list<string, 'codes'>('codes'),
  faith: fact<string, 'code'>('code'),
  /** Languages that carers should preferably speak at home. */
  languages: list<string, 'codes'>('codes'),
  /** The ethnic background that carers should preferably share. */
  culture: fact<string, 'code'>('code'),
  /** Whether the plan is for the child to stay until adulthood. */
  longTerm: fact<boolean, 'flag'>('flag'),
  /** Whether a parent who is not looked after comes with the child. */
  withParent: fact<boolean, 'flag'>('flag'),
}

export type NeedField = keyof typeof needFields
export type KnownNeeds = { [Field in NeedField]: (typeof needFields)[Field]['empty'] }
/** Needs as given in a search or a referral; absent or null where it says nothing. */
export type SaidNeeds = { [Field in NeedField]?: KnownNeeds[Field] | null | undefined }

export const needFieldNames = Object.keys(needFields) as NeedField[]

/** The needs of a child for whom none are recorded. */
export const nothingKnown: KnownNeeds = mapNeeds((field) => needFields[field].empty)

/** Merges the needs given in a search or referral into those on record: single values replace, lists are added. */
export function needsTogether(words: SaidNeeds, record: KnownNeeds): KnownNeeds {
  return mapNeeds((field) => {
    const [later, earlier] = [words[field], record[field]]
    return Array.isArray(earlier) && Array.isArray(later) ? [...earlier, ...later] : (later ?? earlier)
  })
}

function mapNeeds(value: (field: NeedField) => unknown): KnownNeeds {
  return Object.fromEntries(needFieldNames.map((field) => [field, value(field)])) as KnownNeeds
}
