import { placementType } from '../placement-types.ts'
import {
  readingsOf,
  stabilityIndicators,
  stepDownIndicators,
  type Indicator,
  type IndicatorReading,
} from './indicators.ts'
import type { Journey } from './journey.ts'

/** A list that panels work from: its indicators, who is on it, and its order. */
export interface Watch {
  indicators: readonly Indicator[]
  includes: (journey: Journey, spoken: number) => boolean
  /** Orders children with the same number of speaking indicators: lower values first. */
  tieBreak: (journey: Journey) => number
}

/** Whether the child is in foster care, with family or placed for adoption, or has an agreed placement with parents. */
function isInFamily({ current, record: { next } }: Journey): boolean {
  const family = current === null ? null : placementType(current.type).careFamily
  return (
    family === 'fostering' || family === 'family' || family === 'adoption' || next?.type === 'with-parents'
  )
}

/** Every child who is not in a family and not going home to one. Longest with the carer first. */
export const stepDownWatch: Watch = {
  indicators: stepDownIndicators,
  includes: (journey) => !isInFamily(journey),
  tieBreak: ({ monthsInPlacement }) => -(monthsInPlacement ?? 0),
}

/** Every child with at least one speaking indicator. Newest with the carer first. */
export const stabilityWatch: Watch = {
  indicators: stabilityIndicators,
  includes: (_, speakingCount) => speakingCount > 0,
  tieBreak: ({ monthsInPlacement }) => monthsInPlacement ?? 0,
}

export interface WatchEntry {
  journey: Journey
  readings: IndicatorReading[]
  /** The number of indicators that speak. */
  speakingCount: number
  /** The sort key: minus the number of speaking indicators, the tie-break, the child's id. */
  key: [number, number, string]
}

/** The children on a list, in its order. */
export function watchList(watch: Watch, journeys: readonly Journey[]): WatchEntry[] {
  return journeys
    .map((journey): WatchEntry => {
      const readings = readingsOf(watch.indicators, journey)
      const speakingCount = readings.filter(({ speaks }) => speaks).length
      return {
        journey,
        readings: readings,
        speakingCount: speakingCount,
        key: [-speakingCount, watch.tieBreak(journey), journey.record.childId],
      }
    })
    .filter(({ journey, speakingCount }) => watch.includes(journey, speakingCount))
    .sort((a, b) => compareKeys(a.key, b.key))
}

/** Negative where key `a` comes before `b`, positive after, 0 the same. */
export function compareKeys(a: WatchEntry['key'], b: WatchEntry['key']): number {
  return a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0)
}
