import type { ChildNeed } from '../../domain/matching/types.ts'
import type { NeedsOnRecord } from './queries/facts.ts'

/** Where nothing is recorded. */
export const nothingKnown: NeedsOnRecord = {
  livingWith: null,
  capabilities: [],
  preferredCapabilities: [],
  fostering: null,
  residential: null,
  supported: null,
  placesToAvoid: [],
  placesThatMatter: [],
  faith: null,
  languages: [],
  culture: null,
  longTerm: null,
}

type Told = { [Need in keyof NeedsOnRecord]?: NeedsOnRecord[Need] | null | undefined }

/** The needs that a search, or a referral, tells of a child with those on record: lists together, the rest in place of it. */
export function needsTogether(told: Told, record: NeedsOnRecord | null): NeedsOnRecord {
  const known = record ?? nothingKnown
  return {
    livingWith: told.livingWith ?? known.livingWith,
    capabilities: [...known.capabilities, ...(told.capabilities ?? [])],
    preferredCapabilities: [...known.preferredCapabilities, ...(told.preferredCapabilities ?? [])],
    fostering: told.fostering ?? known.fostering,
    residential: told.residential ?? known.residential,
    supported: told.supported ?? known.supported,
    placesToAvoid: [...known.placesToAvoid, ...(told.placesToAvoid ?? [])],
    placesThatMatter: [...known.placesThatMatter, ...(told.placesThatMatter ?? [])],
    faith: told.faith ?? known.faith,
    languages: [...known.languages, ...(told.languages ?? [])],
    culture: told.culture ?? known.culture,
    longTerm: told.longTerm ?? known.longTerm,
  }
}

/** What the criteria ask of it. */
export function needed(needs: NeedsOnRecord): Omit<ChildNeed, 'age' | 'sex'> {
  const { livingWith, capabilities, preferredCapabilities, faith, languages, culture, longTerm } = needs
  const { fostering, residential, supported } = needs
  return {
    livingWith,
    capabilities,
    preferredCapabilities,
    faith,
    languages,
    culture,
    longTerm,
    suitability: { fostering, residential, supported },
  }
}
