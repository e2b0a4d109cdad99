import { factSets } from './fact-sets.ts'
import { omit } from './looked-after.ts'
import type { Measure } from './measure.ts'

const ofEvents = factSets.carerEvents.dimensions
const ofNights = factSets.carerNights.dimensions
const regulations = 'Fostering Services (England) Regulations 2011, regs 26 to 28'
const ofstedReturn = `As in Ofsted's annual return of fostering services; ${regulations}.`
const leaving = ['resigned', 'deregistered', 'transferred', 'ended-otherwise'] as const

const households = {
  unit: 'households',
  version: 1,
  source: ofstedReturn,
  denominator: null,
  unknown: null,
} as const satisfies Partial<Measure>
const events = { ...households, of: 'carerEvents', over: 'period' } as const
const ofOneKind = omit(ofEvents, 'carerEvent', 'stageReached', 'timeToApproval')

/** Measures of fostering households: recruitment from enquiry to approval, and approvals compared with departures. */
export const carerMeasures = {
  'approved-carers': {
    ...households,
    title: 'Approved fostering households',
    definition: 'Fostering households that are approved on the day.',
    polarity: 'high',
    of: 'carerNights',
    numerator: { words: 'Households approved on the day', where: { carerStage: { in: ['approved'] } } },
    dimensions: omit(ofNights, 'carerStage'),
  },
  'carers-in-pipeline': {
    ...households,
    title: 'Fostering households in the pipeline',
    definition:
      'Households on their way to approval on the day, not yet approved, withdrawn or refused. By `carerStage`: each is at the last stage that it has begun.',
    polarity: 'high',
    of: 'carerNights',
    numerator: { words: 'Households not yet approved', where: { carerStage: { notIn: ['approved'] } } },
    dimensions: ofNights,
  },
  'carer-enquiries': {
    ...events,
    title: 'Fostering enquiries',
    definition: 'Households whose enquiry about fostering is of a day in the period.',
    polarity: 'high',
    numerator: { words: 'Enquiries', where: { carerEvent: { in: ['enquiry'] } } },
    dimensions: ofOneKind,
  },
  'carer-applications': {
    ...events,
    title: 'Fostering applications',
    definition: 'Households whose application to foster was received in the period.',
    polarity: 'high',
    numerator: { words: 'Applications', where: { carerEvent: { in: ['application'] } } },
    dimensions: ofOneKind,
  },
  'carer-approvals': {
    ...events,
    title: 'Fostering approvals',
    definition:
      'Households approved in the period, those that come from another service among them (`transferredFrom`).',
    polarity: 'high',
    numerator: { words: 'Approvals', where: { carerEvent: { in: ['approval'] } } },
    dimensions: omit(ofEvents, 'carerEvent', 'stageReached'),
  },
  'carers-left': {
    ...events,
    title: 'Fostering households that left',
    definition:
      'Approved households that ceased to be so in the period: they resigned or retired, their approval was ended by the service, or they went on to foster for another. By `carerEvent`.',
    polarity: 'low',
    numerator: { words: 'Households that left', where: { carerEvent: { in: leaving } } },
    dimensions: omit(ofEvents, 'stageReached', 'timeToApproval'),
  },
  'carers-net-change': {
    ...events,
    title: 'Net change of fostering households',
    definition:
      'Households approved in the period less approved households that left in it. Below 0 where more left. It is the change of `approved-carers` over the period.',
    polarity: 'high',
    numerator: {
      words: 'Approvals less households that left',
      where: { carerEvent: { in: ['approval', ...leaving] } },
      sum: 'householdsGained',
    },
    dimensions: ofOneKind,
  },
  'carer-places-net-change': {
    ...events,
    title: 'Net change of fostering places',
    definition:
      'Places of households approved in the period less those of approved households that left in it. Each household counts with the places recorded of its journey: a variation of its approval in between is in `open-beds`, not here.',
    source: `Own definition; ${regulations}.`,
    unit: 'beds',
    polarity: 'high',
    numerator: {
      words: 'Places gained less places lost',
      where: { carerEvent: { in: ['approval', ...leaving] } },
      sum: 'placesGained',
    },
    dimensions: ofOneKind,
  },
  'carer-applications-per-enquiry': {
    ...events,
    title: 'Fostering applications to enquiries',
    definition:
      'Applications received in the period as a share of the enquiries received in it. They are not the same households: an enquiry of one year may be an application of the next, and family and friends often apply without one.',
    unit: 'percent',
    polarity: 'high',
    denominator: {
      words: 'Enquiries',
      where: { carerEvent: { in: ['enquiry', 'application'] } },
      sum: 'enquired',
    },
    numerator: { words: 'Applications', where: {}, sum: 'applied' },
    dimensions: ofOneKind,
  },
  'carer-conversion': {
    ...events,
    title: 'Journeys to fostering that ended in approval',
    definition:
      'Of the journeys towards approval that came to their end in the period, by approval, withdrawal or refusal, the share that ended in approval. From the application on: the cohort of `stageReached` application, assessment and panel.',
    source: `Own definition; ${regulations}.`,
    unit: 'percent',
    polarity: 'high',
    denominator: {
      words: 'Journeys approved, withdrawn or refused',
      where: { carerEvent: { in: ['approval', 'withdrawn', 'not-approved'] } },
    },
    numerator: { words: 'Approved', where: { carerEvent: { in: ['approval'] } } },
    dimensions: omit(ofEvents, 'carerEvent', 'timeToApproval'),
  },
  'days-enquiry-to-approval': {
    ...events,
    title: 'Days from enquiry to approval',
    definition:
      'Mean days from the enquiry to the approval of the households approved in the period. How they are spread: `carer-approvals` by `timeToApproval`.',
    source: `Own definition; ${regulations}.`,
    unit: 'days',
    polarity: 'low',
    denominator: { words: 'Households approved', where: { carerEvent: { in: ['approval'] } } },
    numerator: { words: 'Sum of their days', where: {}, sum: 'daysToApproval' },
    unknown: { words: 'Approvals of households whose enquiry is not recorded', facts: ['daysToApproval'] },
    dimensions: ofOneKind,
  },
} as const satisfies Record<string, Measure>
