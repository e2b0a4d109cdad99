import { factSets } from './fact-sets.ts'
import { omit, untilEighteen } from './looked-after.ts'
import type { Measure } from './measure.ts'

const stayingPut = 'DfE, Staying Put guidance. Duty: Children Act 1989 s23CZA.'
const stayingClose =
  "Own definition: the return has no code for Staying Close. DfE, Staying Close: support for those who leave children's homes and supported accommodation."

const there = {
  unit: 'young-people',
  polarity: 'none',
  version: 1,
  of: 'afterCareNights',
  denominator: null,
  unknown: null,
  dimensions: omit(factSets.afterCareNights.dimensions, 'placementType'),
} as const satisfies Partial<Measure>
const began = {
  unit: 'young-people',
  polarity: 'none',
  version: 2,
  changes: ['A young adult who began more than once in the period counts once.'],
  of: 'afterCareStarts',
  over: 'period',
  denominator: null,
  unknown: null,
  dimensions: omit(factSets.afterCareStarts.dimensions, 'placementType'),
} as const satisfies Partial<Measure>

const stayedClose = (mark: string, when: string) =>
  ({
    title: `Staying Close ${when}`,
    definition: `Of the young people who were looked after until their 18th birthday, in a children's home, supported accommodation or supported lodgings at the end, and had been looked after for 13 weeks or more since the age of 14, the share who were in Staying Close ${when}, a day in the period.`,
    source: `${stayingClose} On the pattern of DfE's figures of Staying Put.`,
    unit: 'percent',
    polarity: 'high',
    version: 2,
    changes: [untilEighteen],
    of: 'closeLeavers',
    over: 'period',
    denominator: { words: 'Young people who left so', where: { leaverMark: { in: [mark] } } },
    numerator: { words: 'Staying Close', where: { stayedClose: { in: ['yes'] } } },
    unknown: null,
    dimensions: omit(factSets.closeLeavers.dimensions, 'leaverMark', 'stayedClose'),
  }) as const satisfies Measure

/** Measures of Staying Put and Staying Close. These young adults are no longer looked after. */
export const afterCareMeasures = {
  'in-staying-put': {
    ...there,
    title: 'Young people Staying Put',
    definition:
      'Young adults, no longer looked after, who on the day live on with their former foster carers. Each takes a place in the household.',
    source: stayingPut,
    numerator: { words: 'Young people Staying Put', where: { placementType: { in: ['staying-put'] } } },
  },
  'in-staying-close': {
    ...there,
    title: 'Young people in Staying Close',
    definition:
      "Young adults, no longer looked after, who on the day are supported close to the children's home or 16+ provision that they left.",
    source: stayingClose,
    numerator: {
      words: 'Young people in Staying Close',
      where: { placementType: { in: ['staying-close'] } },
    },
  },
  'staying-put-started': {
    ...began,
    title: 'Staying Put begun',
    definition:
      'Young adults whose Staying Put began in the period, each once. One who goes on in it elsewhere the same day has not begun again.',
    source: stayingPut,
    numerator: { words: 'Young people who began', where: { placementType: { in: ['staying-put'] } } },
  },
  'staying-close-started': {
    ...began,
    title: 'Staying Close begun',
    definition:
      'Young adults whose Staying Close began in the period, each once. One who goes on in it elsewhere the same day has not begun again.',
    source: stayingClose,
    numerator: { words: 'Young people who began', where: { placementType: { in: ['staying-close'] } } },
  },
  'staying-close-18': stayedClose('18', 'three months after the 18th birthday'),
  'staying-close-19': stayedClose('19', 'on the 19th birthday'),
  'staying-close-20': stayedClose('20', 'on the 20th birthday'),
  'care-leavers-in-placements': {
    title: 'Care leavers aged 18 to 25 in placements',
    definition:
      'Young people aged 18 to 25 who live on the day in a placement that is recorded: Staying Put, Staying Close, supported accommodation or lodgings, independent living, or any other that went on after the 18th birthday or began after it. `hasBed=yes` counts those in a bed that is recorded, `contractKind` tells how the home is bought. Of the level of support the type of the placement and the category of supported accommodation are recorded; hours of support are not. Care leavers in a tenancy of their own, with family, or anywhere else that nobody places them in are not recorded here: `suitable-accommodation` tells of them at their birthdays.',
    source: `Own definition. Care leavers up to 25: Children Act 1989 s23C and s23CZB.`,
    unit: 'young-people',
    polarity: 'none',
    version: 1,
    of: 'leaverNights',
    denominator: null,
    numerator: { words: 'Care leavers in placements', where: {} },
    unknown: null,
    dimensions: factSets.leaverNights.dimensions,
  },
} as const satisfies Record<string, Measure>
