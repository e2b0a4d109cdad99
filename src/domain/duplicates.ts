import type { Labels } from './codes.ts'

/** Why two records look like one child's, as the database's `suspected_duplicates` finds them. */
export const duplicateSigns = {
  'same-number': 'Their references are the same number, one with zeros before it.',
  'same-upn': 'They have the same unique pupil number.',
  'same-birth-area-and-initials':
    'They have the same date of birth and home postcode district, and their references begin with the same letters.',
  'same-birth-and-care':
    'They have the same date of birth and sex, and came into care on the same day, or the care of the one is lost in the returns where that of the other is first told of: as when an identifier was changed.',
} as const satisfies Labels
export type DuplicateSign = keyof typeof duplicateSigns
