import { factSets } from './fact-sets.ts'
import { lookedAfter, omit, untilEighteen } from './looked-after.ts'
import type { Measure } from './measure.ts'

const lastOccasion =
  'A child who ceased to be looked after more than once in the period counts once, at the last time. Quarters do not add up to the year.'
const firstOccasion =
  'A child who started to be looked after more than once in the period counts once, at the first time. Quarters do not add up to the year.'

const shareOfCareEnds = {
  unit: 'percent',
  polarity: 'none',
  version: 3,
  changes: [untilEighteen, lastOccasion],
  of: 'careEnds',
  over: 'period',
  denominator: { words: 'Children who ceased to be looked after in the period', where: lookedAfter },
  unknown: null,
  dimensions: omit(factSets.careEnds.dimensions, 'careEndReason'),
} as const satisfies Partial<Measure>

const stayedPut = (mark: string, when: string) =>
  ({
    title: `Staying Put ${when}`,
    definition: `Of the young people who were looked after until their 18th birthday, in a foster placement at the end, and had been looked after for 13 weeks or more since the age of 14, the share who were Staying Put with their former foster carer ${when}, a day in the period.`,
    source:
      'DfE, Children looked after in England including adoptions: Staying Put. Duty: Children Act 1989 s23CZA.',
    unit: 'percent',
    polarity: 'high',
    version: 2,
    changes: [untilEighteen],
    of: 'fosterLeavers',
    over: 'period',
    denominator: { words: 'Young people who left so', where: { leaverMark: { in: [mark] } } },
    numerator: { words: 'Staying Put', where: { stayedPut: { in: ['yes'] } } },
    unknown: null,
    dimensions: omit(factSets.fosterLeavers.dimensions, 'leaverMark', 'stayedPut'),
  }) as const satisfies Measure

/** Measures of children who start to be looked after, who cease to be, and who then stay put. */
export const leavingMeasures = {
  'started-care': {
    title: 'Came into care',
    definition:
      'Children who started to be looked after in the period, short breaks not counted. One who started more than once in it counts once, at the first time. Care that is known only to have begun before a first day on record, which is in the period, is not a start on that day: it is not known whether it began in the period.',
    source:
      'DfE, Children looked after in England including adoptions: only the first occasion in the year is counted; SSDA903 guide: DECOM of an episode with RNE S.',
    unit: 'children',
    polarity: 'none',
    version: 4,
    changes: [
      untilEighteen,
      firstOccasion,
      'Care that began before the first day on record did not start on it: it is not known when.',
    ],
    of: 'careStarts',
    over: 'period',
    denominator: null,
    numerator: { words: 'Children who started to be looked after', where: lookedAfter },
    unknown: {
      words: 'Children in care since before their first day on record, which is in the period',
      facts: ['careStart'],
    },
    dimensions: omit(factSets.careStarts.dimensions, 'careStart'),
  },
  'ceased-care': {
    ...shareOfCareEnds,
    title: 'Left care',
    definition:
      'Children who ceased to be looked after in the period, short breaks not counted. One who ceased more than once in it counts once, at the last time. Care that is recorded as open beyond the 18th birthday, or as ended later, ended on it.',
    source:
      'DfE, Children looked after in England including adoptions: only the last occasion in the year is counted; SSDA903 guide: REC.',
    unit: 'children',
    denominator: null,
    numerator: { words: 'Children who ceased to be looked after', where: lookedAfter },
    dimensions: factSets.careEnds.dimensions,
  },
  'ceased-by-adoption': {
    ...shareOfCareEnds,
    title: 'Left care by adoption',
    definition:
      'Share of the children who ceased to be looked after in the period, as in `ceased-care`, who were adopted.',
    source: 'DfE, SSDA903 guide: REC E11 and E12.',
    polarity: 'high',
    numerator: { words: 'Ended by adoption', where: { careEndReason: { in: ['E11', 'E12'] } } },
  },
  'ceased-by-sgo': {
    ...shareOfCareEnds,
    title: 'Left care by special guardianship',
    definition:
      'Share of the children who ceased to be looked after in the period, as in `ceased-care`, who did by a special guardianship order.',
    source: 'DfE, SSDA903 guide: REC E45 to E48, before 2018/19 E43 and E44.',
    polarity: 'high',
    numerator: {
      words: 'Ended by a special guardianship order',
      where: { careEndReason: { in: ['E43', 'E44', 'E45', 'E46', 'E47', 'E48'] } },
    },
  },
  'staying-put-18': stayedPut('18', 'three months after the 18th birthday'),
  'staying-put-19': stayedPut('19', 'on the 19th birthday'),
  'staying-put-20': stayedPut('20', 'on the 20th birthday'),
} as const satisfies Record<string, Measure>
