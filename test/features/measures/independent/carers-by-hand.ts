import type { Day, Facts, Journey, Raw } from './by-hand.ts'

/** Fostering households on their journeys, day by day, from the words of the definitions. */

const stages = [
  ['enquiry', 'enquired_on'],
  ['application', 'applied_on'],
  ['assessment', 'assessment_started_on'],
  ['panel', 'panel_on'],
  ['approved', 'approved_on'],
] as const

const about = (journey: Journey): Facts => ({
  carerType: journey.carer_type,
  carerDistrict: journey.district ?? 'unknown',
  transferredFrom: journey.transferred_from ?? 'none',
})

/** The last stage that each has begun by a day, of those whose journey has not ended. */
export function carersOn(raw: Raw, day: Day): Facts[] {
  return raw.journeys.flatMap((journey) => {
    if (journey.closed_on !== null && journey.closed_on <= day) return []
    const begun = stages.filter(([, column]) => journey[column] !== null && String(journey[column]) <= day)
    const stage = begun.at(-1)?.[0]
    return stage === undefined ? [] : [{ ...about(journey), carerStage: stage }]
  })
}

/** What is recorded of journeys as of a day itself. */
export function journeysToldOn(raw: Raw, day: Day): Facts[] {
  return raw.journeys.flatMap((journey) => {
    const { enquired_on: asked, approved_on: approved } = journey
    const furthest = stages.findLast(([name, column]) => name !== 'approved' && journey[column] !== null)?.[0]
    const days =
      asked === null || approved === null ? null : (Date.parse(approved) - Date.parse(asked)) / 86_400_000
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
    return events.map((event) => ({ ...about(journey), places: journey.places, ...event }))
  })
}
