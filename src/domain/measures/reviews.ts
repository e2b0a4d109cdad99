import { factSets } from './fact-sets.ts'
import { lookedAfter, omit } from './looked-after.ts'
import type { Measure } from './measure.ts'

const intervals =
  'The first review is due within 20 working days of coming into care (Monday to Friday; bank holidays are not known), the second within three months of the first, each further one within six months of the last. A review counts on the day it was held, or where it was not held in time on the last day that it was due. None is due after care has ended, for short breaks, or of a child placed for adoption, who is reviewed under other regulations.'
const firstInReturn =
  'Of a child who came into care before the first return with reviews, the first review in it is unknown, unless it came more than six months after the beginning of the return and so was late.'

const ofReviews = {
  source:
    'CPPCR 2010 reg. 33 for what is due; DfE, SSDA903 guide: Reviews. The share of children is on the pattern of the former NI 66.',
  unit: 'percent',
  polarity: 'high',
  version: 1,
  over: 'period',
} as const satisfies Partial<Measure>

/** Measures of the reviews of children's cases, as returned in Reviews. */
export const reviewMeasures = {
  'reviews-in-time': {
    ...ofReviews,
    title: 'Reviews held in time',
    definition: `Share of the reviews that fell due in the period that were held in time. ${intervals} ${firstInReturn}`,
    of: 'reviewsDue',
    denominator: { words: 'Reviews due', where: lookedAfter },
    numerator: { words: 'Reviews held in time', where: { reviewInTime: { in: ['yes'] } } },
    unknown: { words: 'Reviews of which it is not known when they were due', facts: ['reviewInTime'] },
    dimensions: omit(factSets.reviewsDue.dimensions, 'reviewInTime'),
  },
  'children-reviewed-in-time': {
    ...ofReviews,
    title: 'Children with all reviews in time',
    definition: `Share of the children looked after on the last day of the period of whom a review fell due in it, all of whose reviews that fell due in it were held in time. ${intervals} ${firstInReturn}`,
    of: 'reviewedChildren',
    denominator: { words: 'Children looked after of whom a review fell due', where: lookedAfter },
    numerator: { words: 'Those with all reviews in time', where: { reviewInTime: { in: ['yes'] } } },
    unknown: {
      words: 'Children of whom it is not known when a review was due',
      facts: ['reviewInTime'],
    },
    dimensions: omit(factSets.reviewedChildren.dimensions, 'reviewInTime'),
  },
  'took-part-in-reviews': {
    ...ofReviews,
    title: 'Took part in their review',
    definition:
      'Share of the reviews held in the period of children aged 4 or over in which the child took part: was there and spoke, or had the views put by an advocate or in another way, there or not (PN1, PN2, PN3, PN5, PN6). Who was there and said nothing, or was not and had nothing put (PN4, PN7), took no part.',
    source: 'DfE, SSDA903 guide: Reviews, participation code; on the pattern of the former PAF C63.',
    of: 'reviewsHeld',
    denominator: {
      words: 'Reviews held of children aged 4 or over',
      where: { ...lookedAfter, participation: { notIn: ['under-4'] } },
    },
    numerator: {
      words: 'Those in which the child took part',
      where: { participation: { in: ['took-part'] } },
    },
    unknown: { words: 'Reviews of which it is not known', facts: ['participation'] },
    dimensions: omit(factSets.reviewsHeld.dimensions, 'participation'),
  },
} as const satisfies Record<string, Measure>
