import { placementType } from '../placement-types.ts'
import {
  shownFor,
  stabilityIndicators,
  stepDownIndicators,
  type Indicator,
  type Shown,
} from './indicators.ts'
import type { Journey } from './journey.ts'

/** A list that panels work from: who is on it, what is shown, and what comes first. */
export interface Watch {
  indicators: readonly Indicator[]
  includes: (journey: Journey, spoken: number) => boolean
  /** Breaks ties between children of whom as many indicators speak; the lower comes first. */
  tieBreak: (journey: Journey) => number
}

/** Going home or into a family, or in one: not for this list. */
function isInFamily({ current, record: { next } }: Journey): boolean {
  const family = current === null ? null : placementType(current.type).careFamily
  return (
    family === 'fostering' || family === 'family' || family === 'adoption' || next?.type === 'with-parents'
  )
}

/** Every child who is not in foster care, with family or for adoption, and is not going home; longest in the placement first. */
export const stepDownWatch: Watch = {
  indicators: stepDownIndicators,
  includes: (journey) => !isInFamily(journey),
  tieBreak: ({ monthsInPlacement }) => -(monthsInPlacement ?? 0),
}

/** Every child of whose placement an indicator speaks; newest in the placement first. */
export const stabilityWatch: Watch = {
  indicators: stabilityIndicators,
  includes: (_, spoken) => spoken > 0,
  tieBreak: ({ monthsInPlacement }) => monthsInPlacement ?? 0,
}

export interface Watched {
  journey: Journey
  shown: Shown[]
  /** How many indicators speak. */
  spoken: number
  /** What the list is ordered by: indicators that speak (most first), the tie-break, the child's id. */
  key: [number, number, string]
}

/** Those on a list, in its order. */
export function watched(watch: Watch, journeys: readonly Journey[]): Watched[] {
  return journeys
    .map((journey): Watched => {
      const shown = shownFor(watch.indicators, journey)
      const spoken = shown.filter(({ speaks }) => speaks).length
      return { journey, shown, spoken, key: [-spoken, watch.tieBreak(journey), journey.record.childId] }
    })
    .filter(({ journey, spoken }) => watch.includes(journey, spoken))
    .sort((a, b) => compareKeys(a.key, b.key))
}

/** The order of two keys. */
export function compareKeys(a: Watched['key'], b: Watched['key']): number {
  return a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0)
}
