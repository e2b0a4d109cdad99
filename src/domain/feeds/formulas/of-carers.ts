import { sameNamed, type FeedFormula } from './formula.ts'

const inPeriod = (day: string) => `${day} between :from and :to`
const hasLeft = `${inPeriod('closedOn')} and outcome in ('resigned', 'deregistered', 'transferred', 'ended-otherwise')`

const journeys: FeedFormula = {
  from: '"carer-journeys"',
  where: 'true',
  numerator: 'count(*)',
  denominator: null,
  divisions: sameNamed('carerType', 'transferredFrom'),
}
const eventsOn = (day: string): FeedFormula => ({ ...journeys, where: inPeriod(day) })
const goesOn = '(closedOn is null or closedOn > :to)'

/** Formulas of the measures of fostering households. */
export const formulasOfCarers = {
  'approved-carers': { ...journeys, where: `approvedOn <= :to and ${goesOn}` },
  'carers-in-pipeline': {
    ...journeys,
    where: `least(enquiredOn, appliedOn, assessmentStartedOn, panelOn) <= :to and ${goesOn}
        and (approvedOn is null or approvedOn > :to)`,
  },
  'carer-enquiries': eventsOn('enquiredOn'),
  'carer-applications': eventsOn('appliedOn'),
  'carer-approvals': eventsOn('approvedOn'),
  'carers-left': { ...journeys, where: hasLeft },
  'carers-net-change': {
    ...journeys,
    numerator: `count(*) filter (where ${inPeriod('approvedOn')})
       - count(*) filter (where ${hasLeft} and approvedOn is not null)`,
  },
  'carer-places-net-change': {
    ...journeys,
    numerator: `coalesce(sum(places) filter (where ${inPeriod('approvedOn')}), 0)
       - coalesce(sum(places) filter (where ${hasLeft} and approvedOn is not null), 0)`,
  },
  'carer-applications-per-enquiry': {
    ...journeys,
    numerator: `count(*) filter (where ${inPeriod('appliedOn')})`,
    denominator: `count(*) filter (where ${inPeriod('enquiredOn')})`,
  },
  'carer-conversion': {
    ...journeys,
    numerator: `count(*) filter (where ${inPeriod('approvedOn')})`,
    denominator: `count(*) filter (where ${inPeriod('approvedOn')})
       + count(*) filter (where ${inPeriod('closedOn')} and outcome in ('withdrawn', 'not-approved'))`,
  },
  'days-enquiry-to-approval': {
    ...journeys,
    where: `${inPeriod('approvedOn')} and enquiredOn is not null`,
    numerator: 'sum(approvedOn - enquiredOn)',
    denominator: 'count(*)',
  },
} as const satisfies Record<string, FeedFormula>
