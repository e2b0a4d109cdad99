import { monthEnd, type DayNumber } from './days.ts'
import { adultOn, isInCare, stayOn, type CareHistory } from './history.ts'
import { judgedCell, judgedCells } from './levels.ts'
import { categoryOfType, forecastAges, typeCount } from './states.ts'

/**
 * A first-order chain (`markov`): in each month a share of the children of a type and age band leaves or changes type, however long
 * they have been there; ages are counted in months, and at 216 care ends. Shares and comers are those of the last 24 months.
 */
const windowMonths = 24
const adultMonths = 216
/** Months of the window that a share counts beside its own: nobody leaves a cell of three children with certainty. */
const priorMonths = 6

const bandOfMonth = Array.from({ length: adultMonths }, (_, month) =>
  forecastAges.findLastIndex(({ from }) => month >= from * 12),
)
const ageMonths = (bornOn: DayNumber, day: DayNumber) =>
  Math.min(Math.floor((day - bornOn) / 30.4375), adultMonths - 1)

/** Mean numbers by judged cell at the end of each month after the history, which ends with one. */
export function markovPath(history: CareHistory, months: number): Float64Array[] {
  const shares = new Float64Array(forecastAges.length * typeCount * (typeCount + 1))
  const comers = new Float64Array(adultMonths * typeCount)
  const width = typeCount + 1
  const row = (age: number, type: number) => (age * typeCount + type) * width
  for (let back = 0; back < windowMonths; back++) {
    const [from, to] = [monthEnd(history.end - 1, -back - 1), monthEnd(history.end - 1, -back)]
    if (from < history.start) break
    for (const spell of history.spells) {
      const [was, is] = [isInCare(spell, from), isInCare(spell, to)]
      const toType = is ? stayOn(spell, to).type : typeCount
      if (was && (is || adultOn(spell) > to))
        shares[row(bandOfMonth[ageMonths(spell.bornOn, from)]!, stayOn(spell, from).type) + toType]! += 1
      if (!was && is) comers[ageMonths(spell.bornOn, to) * typeCount + toType]! += 1 / windowMonths
    }
  }
  for (let age = 0; age < forecastAges.length; age++)
    for (let type = 0; type < typeCount; type++) {
      shares[row(age, type) + type]! += priorMonths
      const own = shares.subarray(row(age, type), row(age, type) + width)
      const total = own.reduce((sum, share) => sum + share, 0)
      for (const index of own.keys()) own[index]! /= total
    }
  let people = new Float64Array(adultMonths * typeCount)
  for (const spell of history.spells)
    if (isInCare(spell, history.end - 1))
      people[ageMonths(spell.bornOn, history.end - 1) * typeCount + stayOn(spell, history.end - 1).type]! += 1
  return Array.from({ length: months }, () => {
    const next = comers.slice()
    for (let age = 0; age < adultMonths - 1; age++)
      for (let type = 0; type < typeCount; type++) {
        const count = people[age * typeCount + type]!
        if (count === 0) continue
        for (let to = 0; to < typeCount; to++)
          next[(age + 1) * typeCount + to]! += count * shares[row(bandOfMonth[age]!, type) + to]!
      }
    people = next
    return byJudgedCell(people)
  })
}

function byJudgedCell(people: Float64Array): Float64Array {
  const cells = new Float64Array(judgedCells)
  for (const [index, count] of people.entries())
    cells[judgedCell(bandOfMonth[Math.floor(index / typeCount)]!, categoryOfType[index % typeCount]!)]! +=
      count
  return cells
}
