import type { FeedColumn } from './set.ts'

export const childKeyColumn: FeedColumn = {
  type: 'text',
  refers: 'children',
  words:
    'The child: 32 characters that are always the same for one child of the authority, and say nothing else.',
}
export const homeColumn: FeedColumn = {
  type: 'id',
  refers: 'homes',
  words: 'The home: `homeId` of the set `homes`. Empty where none is recorded.',
}
export const monthColumn: FeedColumn = { type: 'date', refers: 'dates', words: 'The first day of the month.' }
export const placementTypeColumn: FeedColumn = {
  type: 'text',
  words: 'Type of placement.',
  codes: 'placementType',
}
export const locationColumn: FeedColumn = {
  type: 'text',
  words: 'In or out of the authority, or unknown.',
  codes: 'location',
}
export const distanceMilesColumn: FeedColumn = {
  type: 'decimal',
  words: 'Miles from home, in a straight line. Empty: unknown.',
}
export const receivingAuthorityColumn: FeedColumn = {
  type: 'text',
  refers: 'authorities',
  words: 'GSS code of the authority in which the placement lies, or `outside-england`. Empty: unknown.',
}
export const providerSectorColumn: FeedColumn = {
  type: 'text',
  words: 'Sector of the provider.',
  codes: 'providerSector',
}
export const bedColumn: FeedColumn = { type: 'id', refers: 'beds', words: 'The bed.' }
export const placementColumn: FeedColumn = { type: 'id', refers: 'placements', words: 'The placement.' }
export const legalStatusColumn: FeedColumn = {
  type: 'text',
  words: 'Legal status. Empty: unknown.',
  codes: 'legalStatus',
}
export const sexColumn: FeedColumn = { type: 'text', words: 'Sex.', codes: 'sex' }
export const ethnicityColumn: FeedColumn = { type: 'text', words: 'Ethnicity.', codes: 'ethnicity' }
export const asAtColumn: FeedColumn = {
  type: 'date',
  words: 'The last day of the month; of the present month, today.',
}

/** What held of a child in care on the night that a row is about. */
export const columnsOfCare = {
  age: { type: 'integer', words: 'Age in years.' },
  sex: sexColumn,
  ethnicity: ethnicityColumn,
  legalStatus: legalStatusColumn,
  placementType: placementTypeColumn,
  providerSector: providerSectorColumn,
  homeId: homeColumn,
  location: locationColumn,
} as const satisfies Record<string, FeedColumn>
