import { fosterCareTypes } from '../placement-types.ts'
import { factSets } from './fact-sets.ts'
import { lookedAfter, omit, untilEighteen } from './looked-after.ts'
import type { Measure } from './measure.ts'

const careNights = factSets.careNights.dimensions
const ofMoves = ['placementsInYear', 'movesInYear', 'placementsInTwoYears'] as const

/** The share with so many placements in the year, or more; `count` is of those of whom that is known. */
const placementsOrMore = (
  number: 'Five' | 'Ten',
  { count, most }: { count: 'placementsInYearToFive' | 'placementsInYearToTen'; most: number },
) =>
  ({
    title: `${number} or more placements in the year`,
    definition: `Share of children looked after on the day who had ${number.toLowerCase()} placements or more in the year that ends on it, counted as in \`placements-3-plus\`, temporary stays left out. Where care began before the first day on record, and the year is not wholly after that day, the child is not known, unless as many placements are on record.`,
    source:
      'Own definition, as requests for information ask for it; a placement: DfE, Children looked after in England including adoptions: placement stability.',
    unit: 'percent',
    polarity: 'low',
    version: 1,
    of: 'careNights',
    denominator: { words: 'Children looked after on the day', where: lookedAfter },
    numerator: {
      words: `With ${number.toLowerCase()} placements or more in the year`,
      where: { [count]: { over: most } },
    },
    unknown: {
      words: 'Children whose placement, or part of whose year, is not recorded',
      facts: ['placementType', count],
    },
    dimensions: omit(careNights, ...ofMoves),
  }) as const satisfies Measure

const notNew =
  'What began before the first day on record is not known, unless what is on record answers already; before, it was taken to have begun on that day.'

/** Measures of how settled children are. */
export const stabilityMeasures = {
  'placements-3-plus': {
    title: 'Three or more placements in the year',
    definition:
      "Share of children looked after on the day who had three placements or more in the year that ends on it, those open on its first day counted. A placement counts if it took in at least one night (DfE: 24 hours) of being looked after other than for short breaks. Placements one after the other with the same carer (RNE T or U), or in the same home, are one; so is adoption by the foster carers with whom the child already is (PLACE A3 or A5). Where care began before the first day on record, and the year is not wholly after that day, the child is not known, unless three placements are on record. DfE's figure is that of 31 March.",
    source:
      'DfE, Children looked after in England including adoptions: placement stability. How temporary placements count is not said there: own choice.',
    unit: 'percent',
    polarity: 'low',
    version: 3,
    changes: [untilEighteen, notNew],
    of: 'careNights',
    denominator: { words: 'Children looked after on the day', where: lookedAfter },
    numerator: { words: 'With three placements or more in the year', where: {} },
    unknown: {
      words: 'Children whose placement, or part of whose year, is not recorded',
      facts: ['placementType', 'placementsInYear'],
    },
    switches: {
      temporaryStays: {
        'not-counted': { label: 'Not counted', numerator: { placementsInYear: { in: ['3+'] } } },
        counted: {
          label: 'Counted',
          numerator: { placementsInYearWithTemporary: { over: 2 } },
          unknown: ['placementType', 'placementsInYearWithTemporary'],
        },
      },
    },
    dimensions: omit(careNights, ...ofMoves),
  },
  'placements-5-plus': placementsOrMore('Five', { count: 'placementsInYearToFive', most: 4 }),
  'placements-10-plus': placementsOrMore('Ten', { count: 'placementsInYearToTen', most: 9 }),
  'placements-3-plus-in-two-years': {
    title: 'Three or more placements in two years',
    definition:
      "Of the children looked after on the day and on the same day of the year before, the share who had three placements or more in the two years that end on the day, counted as in `placements-3-plus`. Temporary stays are not counted. DfE's figure is that of 31 March.",
    source:
      "DfE, Children looked after in England including adoptions: placement stability, 'CLA 2 years on 31 March'. That those are the children looked after on both days is read from its numbers, which are too many for two years without a break.",
    unit: 'percent',
    polarity: 'low',
    version: 1,
    of: 'careNights',
    denominator: {
      words: 'Children looked after on the day and on the same day of the year before',
      where: { ...lookedAfter, lookedAfterYearBefore: { notIn: ['no'] } },
    },
    numerator: {
      words: 'With three placements or more in the two years',
      where: { placementsInTwoYears: { in: ['3+'] } },
    },
    unknown: {
      words:
        'Children whose placement, or part of whose two years, is not recorded, or of whom it is not known whether they were looked after the year before',
      facts: ['placementType', 'placementsInTwoYears', 'lookedAfterYearBefore'],
    },
    dimensions: omit(careNights, ...ofMoves, 'lookedAfterYearBefore'),
  },
  'long-term-matched': {
    title: 'Matched with foster carers for the long term',
    definition:
      'Share of children looked after in foster placements who are in long-term fostering: PLACE U1, with a relative or friend, or U4, with another foster carer. Foster carers who are also approved adopters (U2, U5) and all others (U3, U6) are in the denominator alone. A placement for adoption is no foster placement. Where a foster placement has no code of the return, it is not known.',
    source:
      'Own definition, as requests for information ask for it. Codes: DfE, SSDA903 guide: PLACE. Long-term foster placements: Care Planning, Placement and Case Review (England) Regulations 2010.',
    unit: 'percent',
    polarity: 'high',
    version: 1,
    of: 'careNights',
    denominator: {
      words: 'Children looked after in foster placements on the day',
      where: { ...lookedAfter, placementType: { in: fosterCareTypes } },
    },
    numerator: { words: 'In long-term fostering', where: { longTermMatch: { in: ['long-term'] } } },
    unknown: {
      words: 'Children in foster placements whose code is not recorded',
      facts: ['longTermMatch'],
    },
    dimensions: omit(careNights, 'placeCode', 'longTermMatch'),
  },
  'long-term-stability': {
    title: 'Long-term stability of placements',
    definition:
      'Of children under 16 who have been looked after for two and a half years or more without a break, other than for short breaks, the share who have been in the same placement for two years or more; or who are placed for adoption, and were for two years or more in that placement and the one before it together. Placements with the same carer are one, as in `placements-3-plus`. Time is by the calendar: a placement of 31 March 2022 is two years old on 31 March 2024. Where care or the placement began before the first day on record, the time since that day answers where it is long enough; else it is not known.',
    source: 'DfE, Children looked after in England including adoptions: placement stability; formerly NI 63.',
    unit: 'percent',
    polarity: 'high',
    version: 3,
    changes: [untilEighteen, notNew],
    of: 'careNights',
    denominator: {
      words: 'Children under 16 looked after for two and a half years or more',
      where: { ...lookedAfter, age: { under: 16 }, timeInCare: { notIn: ['under-2.5-years'] } },
    },
    numerator: {
      words: 'In the same placement for two years or more',
      where: { timeInPlacement: { in: ['2-years+'] } },
    },
    unknown: {
      words:
        'Children whose placement is not recorded, or whose care or placement began before the first day on record',
      facts: ['timeInCare', 'timeInPlacement'],
    },
    dimensions: omit(careNights, 'timeInCare', 'timeInPlacement'),
  },
} as const satisfies Record<string, Measure>
