import type { livingWith, suitabilities } from '../referral.ts'

export type LivingWith = keyof typeof livingWith
export type Suitability = keyof typeof suitabilities

/** A postcode, sector or district, and the miles around it. */
export interface PlaceToAvoid {
  place: string
  miles: number
}

/** One fact: a later word stands in place of an earlier. Null where it is not known. */
const fact = <Code, Kind extends 'code' | 'flag'>(kind: Kind) => ({ kind, empty: null as Code | null })
/** A list: what is said later is added. Empty where nothing is known. */
const list = <Entry, Kind extends 'codes' | 'places'>(kind: Kind) => ({ kind, empty: [] as Entry[] })

/**
 * Every need of a child: what is known of it that decides which home fits. The same fields stand on the child's record
 * (a column each of `child_needs`), in a search, and by their own names in part in a referral.
 */
export const needFields = {
  /** With whom the child can live. */
  livingWith: fact<LivingWith, 'code'>('code'),
  /** Needs that the home must be able to meet. */
  capabilities: list<string, 'codes'>('codes'),
  /** Needs that it had better meet. */
  preferredCapabilities: list<string, 'codes'>('codes'),
  /** How each family of care suits. */
  fostering: fact<Suitability, 'code'>('code'),
  residential: fact<Suitability, 'code'>('code'),
  supported: fact<Suitability, 'code'>('code'),
  placesToAvoid: list<PlaceToAvoid, 'places'>('places'),
  /** Where the child must be often. */
  placesThatMatter: list<string, 'codes'>('codes'),
  faith: fact<string, 'code'>('code'),
  /** To be spoken at home. */
  languages: list<string, 'codes'>('codes'),
  /** The background that carers had better share. */
  culture: fact<string, 'code'>('code'),
  /** Whether the plan is for the child to stay until grown up. */
  longTerm: fact<boolean, 'flag'>('flag'),
}

export type NeedField = keyof typeof needFields
export type KnownNeeds = { [Field in NeedField]: (typeof needFields)[Field]['empty'] }
/** What a search or a referral says of them. */
export type SaidNeeds = { [Field in NeedField]?: KnownNeeds[Field] | null | undefined }

export const needFieldNames = Object.keys(needFields) as NeedField[]

/** Where nothing is recorded. */
export const nothingKnown: KnownNeeds = mapNeeds((field) => needFields[field].empty)

/** The needs that a search, or a referral, says of a child with those on record. */
export function needsTogether(words: SaidNeeds, record: KnownNeeds): KnownNeeds {
  return mapNeeds((field) => {
    const [later, earlier] = [words[field], record[field]]
    return Array.isArray(earlier) && Array.isArray(later) ? [...earlier, ...later] : (later ?? earlier)
  })
}

function mapNeeds(value: (field: NeedField) => unknown): KnownNeeds {
  return Object.fromEntries(needFieldNames.map((field) => [field, value(field)])) as KnownNeeds
}
