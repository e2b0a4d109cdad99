import { birthdayNumber, type DayNumber } from './days.ts'
import { exponential } from './exact-math.ts'
import { forecastConstants } from './constants.ts'
import { adultOn, ageBandOn, type CareHistory, type CareSpell, type TypedStay } from './history.ts'
import * as states from './states.ts'

/** What happened, and over how many days it could have: each counted for less the longer ago it is. */
export interface Evidence {
  exits: Float64Array
  exitDays: Float64Array
  moves: Float64Array
  moveDays: Float64Array
  /** Moves by type and class of age, and by type moved to. */
  destinations: Float64Array
}

const ln2 = 0.6931471805599453

/** The time in care that stands for a start of which nobody knows when it was: the longest. */
const longest = states.careBreaks.at(-1)!

/** Weights of days by their age in months: weighing each day by itself would take most of the time of a fit. */
function weightsOf({ start, end }: CareHistory): (day: DayNumber) => number {
  const months = Math.ceil((end - start) / 30) + 1
  const weights = Float64Array.from({ length: months }, (_, month) =>
    exponential((-ln2 * (month * 30 + 15)) / forecastConstants.hazardHalfLifeDays),
  )
  return (day) => weights[Math.max(0, Math.floor((end - day) / 30))]!
}

/**
 * Counts what happened in each cell, and the days on which it could have. A child who was there before the history begins counts
 * from its start on, with the time that has gone by then: those who had left by then are not there to be counted.
 */
export function evidenceOf(history: CareHistory): Evidence {
  const evidence: Evidence = {
    exits: new Float64Array(states.exitCells),
    exitDays: new Float64Array(states.exitCells),
    moves: new Float64Array(states.moveCells),
    moveDays: new Float64Array(states.moveCells),
    destinations: new Float64Array(states.typeCount * states.moveClassCount * states.typeCount),
  }
  const weigh = weightsOf(history)
  for (const spell of history.spells) {
    const end = Math.min(spell.to ?? history.end, history.end, adultOn(spell))
    for (const [index, stay] of spell.stays.entries()) {
      const stayEnd = Math.min(stay.to ?? end, end)
      const from = Math.max(stay.from, history.start)
      if (from >= stayEnd) continue
      countDays(evidence, { spell, stay, from, to: stayEnd, weigh })
      const next = spell.stays[index + 1]
      if (next && next.from <= end && next.from < adultOn(spell))
        countMove(evidence, { spell, stay, next, weight: weigh(next.from) })
      else if (spell.to === end && end < adultOn(spell) && end < history.end)
        evidence.exits[exitCellOn(spell, stay, end - 1)]! += weigh(end)
    }
  }
  return evidence
}

function countMove(
  { moves, destinations }: Evidence,
  { spell, stay, next, weight }: { spell: CareSpell; stay: TypedStay; next: TypedStay; weight: number },
): void {
  const eve = next.from - 1
  const age = ageBandOn(spell.bornOn, eve)
  const time = states.timeIndex(placementDays(stay, eve), states.placementBreaks)
  moves[states.moveCell(stay.type, time, age)]! += weight
  destinations[states.destinationRow(stay.type, age) * states.typeCount + next.type]! += weight
}

const careDays = (spell: CareSpell, day: DayNumber) => day - spell.from + (spell.beganBefore ? longest : 0)
const placementDays = (stay: TypedStay, day: DayNumber) =>
  day - stay.from + (stay.beganBefore ? states.placementBreaks.at(-1)! : 0)
const exitCellOn = (spell: CareSpell, stay: TypedStay, day: DayNumber) =>
  states.exitCell(
    ageBandOn(spell.bornOn, day),
    states.timeIndex(careDays(spell, day), states.careBreaks),
    stay.type,
    Number(spell.uasc),
  )

interface Stretch {
  spell: CareSpell
  stay: TypedStay
  from: DayNumber
  to: DayNumber
  weigh: (day: DayNumber) => number
}

/** Adds the days of a stay to the cells that it passes: cut where an age band or an interval of time begins, and each half year. */
function countDays({ exitDays, moveDays }: Evidence, { spell, stay, from, to, weigh }: Stretch): void {
  const cuts = [
    ...states.forecastAges.map((age) => birthdayNumber(spell.bornOn, age.from)),
    ...states.careBreaks.map((days) => spell.from + days),
    ...states.placementBreaks.map((days) => stay.from + days),
  ].filter((day) => day > from && day < to)
  for (let day = from + 182; day < to; day += 182) cuts.push(day)
  cuts.sort((a, b) => a - b)
  let begin = from
  for (const end of [...cuts, to]) {
    if (end === begin) continue
    const days = (end - begin) * weigh((begin + end) / 2)
    const age = ageBandOn(spell.bornOn, begin)
    exitDays[exitCellOn(spell, stay, begin)]! += days
    const time = states.timeIndex(placementDays(stay, begin), states.placementBreaks)
    moveDays[states.moveCell(stay.type, time, age)]! += days
    begin = end
  }
}
