import { factSets } from './fact-sets.ts'
import { omit } from './looked-after.ts'
import type { Measure } from './measure.ts'

const careLeavers = factSets.careLeavers.dimensions
const fromSeventeen = { leaverAgeBand: { in: ['17-18', '19-21'] } } as const
/** DfE leaves out care leavers who died, and those who returned home for six months or more. */
const stillLeavers = { ...fromSeventeen, inTouch: { notIn: ['died', 'returned-home'] } } as const
const guide =
  'DfE, SSDA903 guide: OC3 IN_TOUCH, ACTIV and ACCOM; DfE, Children looked after in England: care leavers.'
const readByAge = 'Read it by `leaverAgeBand`, which is how it is published: 17 and 18, 19 to 21.'
const atBirthday = 'Care leavers with a birthday from the 17th to the 21st in the period'

const ofLeavers = {
  source: guide,
  of: 'careLeavers',
  over: 'period',
  version: 1,
} as const satisfies Partial<Measure>
const shareOfLeavers = {
  ...ofLeavers,
  unit: 'percent',
  denominator: { words: atBirthday, where: stillLeavers },
} as const satisfies Partial<Measure>

const inActivity = (title: string, words: string, activities: readonly string[], polarity: 'high' | 'low') =>
  ({
    ...shareOfLeavers,
    title: `Care leavers ${title}`,
    definition: `Share of care leavers with a birthday from the 17th to the 21st in the period who were ${words} around it. Those who died or returned home for six months or more are not counted. Those of whom it is not known, as where the authority is not in touch, are in the denominator, as DfE has them. ${readByAge}`,
    polarity,
    numerator: { words: `Those ${words}`, where: { activity: { in: activities } } },
    unknown: { words: 'Care leavers of whom it is not known', facts: ['activity'], inDenominator: true },
    dimensions: omit(careLeavers, 'activity'),
  }) as const satisfies Measure

const livingIn = (title: string, words: string, kind: string) =>
  ({
    ...ofLeavers,
    title: `Care leavers ${title}`,
    definition: `Care leavers with a birthday from the 17th to the 21st in the period who were then in ${words} (ACCOM ${kind}). The return says where they were on that day; it does not count nights.`,
    unit: 'young-people',
    polarity: 'low',
    denominator: null,
    numerator: {
      words: `Care leavers in ${words}`,
      where: { ...fromSeventeen, accommodationKind: { in: [kind] } },
    },
    unknown: null,
    dimensions: omit(careLeavers, 'accommodationKind'),
  }) as const satisfies Measure

/** Measures of care leavers at a birthday, as returned in OC3. */
export const careLeaverMeasures = {
  'suitable-accommodation': {
    title: 'Care leavers in suitable accommodation',
    definition:
      'Share of care leavers with a birthday from the 17th to the 21st in the period who were then in accommodation that their authority holds suitable. Those who died, returned home for six months or more, went abroad or were deported are not counted; those not in touch are, as not known to be. No fixed abode and custody are never suitable (ACCOM S1 and X1, which the list of the guide lacks, count as S2 and X2). In touch, but where they live not known: left out, and shown. Read it by `leaverAgeBand`, which is how it is published: 17 and 18, 19 to 21.',
    source: 'DfE, SSDA903 guide: OC3 IN_TOUCH and ACCOM; Children looked after in England: care leavers.',
    unit: 'percent',
    polarity: 'high',
    version: 2,
    changes: ['No fixed abode and custody are not suitable, whatever digit was returned with them.'],
    of: 'careLeavers',
    over: 'period',
    denominator: {
      words: 'Care leavers aged 17 to 21 at the birthday',
      where: { accommodation: { notIn: ['gone'] }, leaverAgeBand: { in: ['17-18', '19-21'] } },
    },
    numerator: { words: 'In suitable accommodation', where: { accommodation: { in: ['suitable'] } } },
    unknown: { words: 'Care leavers in touch whose accommodation is not known', facts: ['accommodation'] },
    dimensions: omit(factSets.careLeavers.dimensions, 'accommodation'),
  },
  'care-leavers': {
    ...ofLeavers,
    title: 'Care leavers',
    definition:
      'Care leavers of whom the return says how they were at a birthday from the 17th to the 21st in the period: where they live by `accommodationKind`, what they do by `activity`, whether the authority is in touch by `inTouch`.',
    unit: 'young-people',
    polarity: 'none',
    denominator: null,
    numerator: { words: atBirthday, where: fromSeventeen },
    unknown: null,
    dimensions: careLeavers,
  },
  'care-leavers-in-touch': {
    ...shareOfLeavers,
    title: 'Care leavers with whom the authority is in touch',
    definition: `Share of care leavers with a birthday from the 17th to the 21st in the period with whom the authority was in touch around it. Those who died or returned home for six months or more are not counted; those who refuse contact or no longer need the service are, as not in touch. ${readByAge}`,
    polarity: 'high',
    numerator: { words: 'Those with whom the authority is in touch', where: { inTouch: { in: ['yes'] } } },
    unknown: { words: 'Care leavers of whom it is not known', facts: ['inTouch'], inDenominator: true },
    dimensions: omit(careLeavers, 'inTouch'),
  },
  'care-leavers-in-work-or-education': inActivity(
    'in education, employment or training',
    'in education, employment or training, full time or part time',
    ['higher-education', 'other-education', 'apprenticeship', 'training-or-employment'],
    'high',
  ),
  'care-leavers-not-in-work-or-education': inActivity(
    'not in education, employment or training',
    'not in education, employment or training for whatever reason',
    ['not-for-health', 'not-for-parenting', 'not-otherwise'],
    'low',
  ),
  'care-leavers-in-higher-education': {
    ...ofLeavers,
    title: 'Care leavers in higher education',
    definition:
      'Care leavers with a birthday from the 17th to the 21st in the period who were then in higher education, full time or part time (ACTIV F1 or P1): beyond A level, as at university.',
    unit: 'young-people',
    polarity: 'high',
    denominator: null,
    numerator: {
      words: 'Care leavers in higher education',
      where: { ...fromSeventeen, activity: { in: ['higher-education'] } },
    },
    unknown: null,
    dimensions: omit(careLeavers, 'activity'),
  },
  'care-leavers-in-bed-and-breakfast': livingIn('in bed and breakfast', 'bed and breakfast', 'W'),
  'care-leavers-in-emergency-accommodation': livingIn(
    'in emergency accommodation',
    'emergency accommodation',
    'V',
  ),
} as const satisfies Record<string, Measure>
