import { nothingKnown } from '../../../src/domain/matching/needs-of-child.ts'
import type { ChildNeed, Need, Option, OptionBed } from '../../../src/domain/matching/types.ts'

/** A boy aged nine on every night. */
export const aChildNeed = (fields: Partial<ChildNeed> = {}): ChildNeed => ({
  age: { onFirstNight: 9, onLastNight: { least: 9, most: 9 } },
  sex: 'male',
  ...nothingKnown,
  livingWith: 'with-others',
  ...fields,
})

/** The nights of 8 January to 4 February 2024, asked for on 1 December 2023. */
export const aNeed = (fields: Partial<Need> = {}): Need => ({
  children: [aChildNeed()],
  from: '2024-01-08',
  to: '2024-02-05',
  today: '2023-12-01',
  stay: 'placement',
  types: null,
  maxMiles: null,
  inAuthority: null,
  homesKnown: 'all',
  schoolsKnown: 'all',
  avoid: { places: 0, unplaced: 0 },
  matter: { places: 0, unplaced: 0 },
  childIds: [],
  knownHomes: { onRecord: 'all', apart: [], apartAmongThem: false, kin: [] },
  gateway: null,
  ...fields,
})

/** A bed that is free without bounds. */
export const anOptionBed = (fields: Partial<OptionBed> = {}): OptionBed => ({
  kind: 'standard',
  freeFrom: null,
  freeTo: null,
  awaitingDeparture: null,
  ...fields,
})

/** A children's home in the authority that passes every must for the need above. */
export const anOption = (fields: Partial<Option> = {}): Option => ({
  homeId: 'home',
  beds: [anOptionBed()],
  type: 'residential',
  ageFrom: 5,
  ageTo: 17,
  accepts: 'any',
  registered: true,
  places: null,
  mostThere: 0,
  capabilities: [],
  takesSiblings: true,
  takesEmergencies: false,
  takesParentAndChild: false,
  homeMiles: 5,
  schoolMiles: 5,
  approximate: false,
  inAuthority: true,
  ofstedGrade: 'good',
  weeklyCost: 4500,
  siblingsThere: false,
  kin: false,
  company: [],
  restriction: null,
  avoidMiles: null,
  matterMiles: null,
  typePreferred: null,
  preferredMet: null,
  cultureMet: null,
  longTermFit: null,
  longTerm: null,
  faiths: null,
  languages: null,
  cultures: null,
  ...fields,
})
