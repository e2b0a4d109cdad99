import type { Day, Facts, Journey, Raw } from './by-hand.ts'

/** Facts of fostering households on their journeys, computed from the words of the definitions. */

const stages = [
  ['enquiry', 'enquired_on'],
  ['application', 'applied_on'],
  ['assessment', 'assessment_started_on'],
  ['panel', 'panel_on'],
  ['approved', 'approved_on'],
] as const

const factsOf = (journey: Journey): Facts => ({
  carerType: journey.carer_type,
  carerDistrict: journey.district ?? 'unknown',
  transferredFrom: journey.transferred_from ?? 'none',
})

/** The stage that each household is in on a day: the last begun, for journeys that have not ended. */
export function carersOn(raw: Raw, day: Day): Facts[] {
  return raw.journeys.flatMap((journey) => {
    if (journey.closed_on !== null && journey.closed_on <= day) return []
    const stagesBegun = stages.filter(
      ([, column]) => journey[column] !== null && String(journey[column]) <= day,
    )
    const stage = stagesBegun.at(-1)?.[0]
    return stage === undefined ? [] : [{ ...factsOf(journey), carerStage: stage }]
  })
}

/** The events of journeys that happened on a day. */
export function journeysToldOn(raw: Raw, day: Day): Facts[] {
  return raw.journeys.flatMap((journey) => {
    const { enquired_on: enquiredOn, approved_on: approvedOn } = journey
    const furthest = stages.findLast(([name, column]) => name !== 'approved' && journey[column] !== null)?.[0]
    const days =
      enquiredOn === null || approvedOn === null
        ? null
        : (Date.parse(approvedOn) - Date.parse(enquiredOn)) / 86_400_000
    const band =
      days === null
        ? 'unknown'
        : days <= 120
          ? 'up-to-120'
          : days <= 180
            ? '121-180'
            : days <= 240
              ? '181-240'
              : 'over-240'
    const events: Facts[] = []
    for (const [name, column] of stages) {
      if (journey[column] !== day) continue
      const approval = name === 'approved'
      events.push({
        carerEvent: approval ? 'approval' : name,
        stageReached: approval ? (furthest ?? 'unknown') : name,
        days: approval ? days : null,
        timeToApproval: approval ? band : 'unknown',
      })
    }
    if (journey.closed_on === day)
      events.push({
        carerEvent: journey.outcome,
        stageReached: furthest ?? 'unknown',
        days: null,
        timeToApproval: 'unknown',
      })
    return events.map((event) => ({ ...factsOf(journey), places: journey.places, ...event }))
  })
}
