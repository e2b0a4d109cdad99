import { birthdayNumber, type DayNumber } from './days.ts'
import { ageBandOn, type CareHistory } from './history.ts'
import { judgedCell, judgedCells } from './levels.ts'
import { ageCount, ageEnd, categoryOfType, forecastAges, forecastCategories } from './states.ts'

/**
 * The mean path of the open regional demand model (data-to-insight/cs-demand-model), from here on `dmr`: children in bins of age band
 * and category; each day a share of each bin moves to others, leaves or grows out of its band, and so many children come. Shares are
 * means over the days of a window of moves ÷ children the day before; one in so many days of a band grows out of it. Two differences
 * make it better than it is: children are in the band of their age on the day, not on the first day of their placement; and a day
 * with moves out of a bin in which nobody was counts for 0, not for infinity.
 */
export interface DmrRates {
  /** Children by bin on the last day. */
  stock: Float64Array
  /** Share of a bin that goes to another a day: from × (to, and at last out of care). */
  shares: Float64Array
  comers: Float64Array
}

/** Nights of a child in one bin, and where the child goes then; null where it grows into the next band or stays. */
interface BinStay {
  bin: number
  from: DayNumber
  to: DayNumber
  next: number | null
  isFirst: boolean
}

const outside = judgedCells
const width = judgedCells + 1

function binStaysOf(history: CareHistory): BinStay[] {
  const { end } = history
  return history.spells.flatMap((spell) => {
    const birthdays = [...forecastAges.keys()].map((age) => birthdayNumber(spell.bornOn, ageEnd(age)))
    const adult = birthdays.at(-1)!
    return spell.stays.flatMap((stay, index) => {
      const following = spell.stays[index + 1]
      const to = Math.min(stay.to ?? end, adult, end)
      const pieces: BinStay[] = []
      for (let from = stay.from; from < to;) {
        const age = ageBandOn(spell.bornOn, from)
        const pieceEnd = Math.min(birthdays[age]!, to)
        const category = (type: number) => judgedCell(age, categoryOfType[type]!)
        const next =
          pieceEnd < to || pieceEnd === end || pieceEnd === adult
            ? null
            : following
              ? category(following.type)
              : outside
        const isFirst = index === 0 && from === spell.from && !spell.beganBefore
        pieces.push({ bin: category(stay.type), from, to: pieceEnd, next, isFirst })
        from = pieceEnd
      }
      return pieces
    })
  })
}

/** Learns daily shares and comers from a window of days that ends with the history. */
export function dmrOf(history: CareHistory, windowDays: number): DmrRates {
  const last = history.end - 1
  const first = Math.max(last - windowDays, history.start)
  const days = last - first + 1
  const changes = new Float64Array((days + 2) * judgedCells)
  const comers = new Float64Array(judgedCells)
  const moves: { day: number; bin: number; next: number }[] = []
  for (const { bin, from, to, next, isFirst } of binStaysOf(history)) {
    // Row 0 is the day before the window, row 1 its first day.
    const enter = Math.max(from - first, -1)
    const leave = Math.min(to - first, days)
    if (leave > -1 && enter < days) {
      changes[(enter + 1) * judgedCells + bin]! += 1
      changes[(leave + 1) * judgedCells + bin]! -= 1
    }
    if (next !== null && to >= first) moves.push({ day: to - first, bin, next })
    if (isFirst && from >= first) comers[bin]! += 1 / (days - 1)
  }
  for (let index = judgedCells; index < changes.length; index++)
    changes[index]! += changes[index - judgedCells]!
  // The day before the first is taken to be as the first.
  const previous = (day: number, bin: number) => changes[Math.max(day, 1) * judgedCells + bin]!
  const shares = new Float64Array(judgedCells * width)
  for (const { day, bin, next } of moves) {
    const children = previous(day, bin)
    if (children > 0) shares[bin * width + next]! += 1 / children / days
  }
  for (let age = 0; age < ageCount; age++)
    for (const category of forecastCategories.keys()) {
      const bin = judgedCell(age, category)
      const next = age + 1 < ageCount ? judgedCell(age + 1, category) : outside
      shares[bin * width + next]! += 1 / ((ageEnd(age) - forecastAges[age]!.from) * 365)
    }
  return { stock: changes.slice(days * judgedCells, (days + 1) * judgedCells), shares, comers }
}

/** Children by bin on each day from the day after the last on, by repeated steps of a day. */
export function dmrPath({ stock, shares, comers }: DmrRates, days: number): Float64Array[] {
  const path: Float64Array[] = []
  let current = stock
  for (let day = 0; day < days; day++) {
    const next = comers.map((count, bin) => count + current[bin]!)
    for (let bin = 0; bin < judgedCells; bin++) {
      const row = shares.subarray(bin * width, (bin + 1) * width)
      const total = row.reduce((sum, share) => sum + share, 0)
      const goes = Math.min(total, 1) * current[bin]!
      next[bin]! -= goes
      for (let to = 0; to < judgedCells; to++) if (row[to]! > 0) next[to]! += (goes * row[to]!) / total
    }
    path.push(next)
    current = next
  }
  return path
}
