import { forecastConstants } from './constants.ts'
import type { DayNumber } from './days.ts'
import { learnEntries, type EntryModel } from './entries.ts'
import { evidenceOf } from './evidence.ts'
import { isInCare, stayOn, type CareHistory } from './history.ts'
import { destinationPrior, exitPrior, movePrior } from './priors.ts'
import { exitDimensions, moveDimensions, ratesOf, type Rates } from './rates.ts'
import { seedOf } from './random-stream.ts'
import { careBreaks, placementBreaks } from './states.ts'

/** A child in care on the last night of a history. Days in the longest interval of time stand for unknown starts. */
export interface ChildInCare {
  /** Decides the child's chances. */
  entity: number
  bornOn: DayNumber
  uasc: number
  area: number
  need: number
  type: number
  careFrom: DayNumber
  placedOn: DayNumber
}

/** What a forecast is simulated from. */
export interface ForecastModel {
  /** The last night of which all is known. */
  asAt: DayNumber
  areaCount: number
  needCount: number
  residents: readonly ChildInCare[]
  entries: EntryModel
  exits: Rates
  moves: Rates
  /** Weights of types moved to, prior included, by type and class of age. */
  destinations: Float64Array
}

/** Children in care on a night of a history. */
export function residentsOn({ spells }: CareHistory, asAt: DayNumber): ChildInCare[] {
  return spells
    .filter((spell) => isInCare(spell, asAt))
    .map((spell) => {
      const stay = stayOn(spell, asAt)
      return {
        entity: seedOf(spell.key),
        bornOn: spell.bornOn,
        uasc: Number(spell.uasc),
        area: spell.area,
        need: spell.need,
        type: stay.type,
        careFrom: spell.from - (spell.beganBefore ? careBreaks.at(-1)! : 0),
        placedOn: stay.from - (stay.beganBefore ? placementBreaks.at(-1)! : 0),
      }
    })
}

/** Learns the model of an authority from its history, which ends with a month. */
export function modelOf(records: CareHistory): ForecastModel {
  const history = inOrder(records)
  const evidence = evidenceOf(history)
  const asAt = history.end - 1
  const prior = forecastConstants.destinationPrior
  return {
    asAt,
    areaCount: history.areas.length,
    needCount: history.needs.length,
    residents: residentsOn(history, asAt),
    entries: learnEntries(history),
    exits: ratesOf(evidence.exits, evidence.exitDays, exitDimensions, exitPrior),
    moves: ratesOf(evidence.moves, evidence.moveDays, moveDimensions, movePrior),
    destinations: evidence.destinations.map((count, index) => count + prior * destinationPrior[index]!),
  }
}

/** Sums of fractions depend on their order in the last bit, so records are taken in one order, however they came. */
function inOrder(history: CareHistory): CareHistory {
  const spells = [...history.spells].sort((a, b) =>
    a.key < b.key ? -1 : a.key > b.key ? 1 : a.from - b.from,
  )
  return { ...history, spells }
}
