import { birthdayNumber, type DayNumber } from './days.ts'
import { adultAge } from './states.ts'

/** A stay of a type with one carer or in one home: nights `[from, to)`, `to` null while the child is there. */
export interface TypedStay {
  type: number
  from: DayNumber
  to: DayNumber | null
  /** It began before `from`, and nobody knows when. */
  beganBefore: boolean
}

/** One unbroken time in care of one child, with its stays in order. */
export interface CareSpell {
  /** What tells the child from others, always the same: it decides the child's chances in a simulation. */
  key: string
  bornOn: DayNumber
  uasc: boolean
  /** The area from which the child comes, and the main need: positions in lists of the history. */
  area: number
  need: number
  from: DayNumber
  to: DayNumber | null
  beganBefore: boolean
  stays: readonly TypedStay[]
}

/** What is known of care from `start` on: every child in care on any night `[start, end)`. */
export interface CareHistory {
  start: DayNumber
  /** The first day of which nothing is known yet. */
  end: DayNumber
  areas: readonly string[]
  needs: readonly string[]
  spells: readonly CareSpell[]
}

/** A history as it would have been known before a day: what comes later is cut off. */
export function historyUpTo(history: CareHistory, end: DayNumber): CareHistory {
  const cut = (to: DayNumber | null) => (to !== null && to < end ? to : null)
  const spells = history.spells
    .filter(({ from }) => from < end)
    .map((spell) => ({
      ...spell,
      to: cut(spell.to),
      stays: spell.stays.filter(({ from }) => from < end).map((stay) => ({ ...stay, to: cut(stay.to) })),
    }))
  return { ...history, end, spells }
}

/** The 18th birthday of the child of a spell: the first day on which it is no child in care. */
export const adultOn = ({ bornOn }: { bornOn: DayNumber }): DayNumber => birthdayNumber(bornOn, adultAge)

/** Whether a spell includes the night of a day. Nobody is in care from the 18th birthday on, whatever is recorded. */
export const isInCare = (spell: CareSpell, day: DayNumber): boolean =>
  spell.from <= day && (spell.to === null || day < spell.to) && day < adultOn(spell)

/** The stay of the night of a day; the last begun, where none includes it. */
export function stayOn({ stays }: CareSpell, day: DayNumber): TypedStay {
  let current = stays[0]
  for (const stay of stays) if (stay.from <= day) current = stay
  if (current === undefined) throw new Error('a spell in care has no stay')
  return current
}

/** The age in bands of `forecastAges` on a day, by its position. */
export function ageBandOn(bornOn: DayNumber, day: DayNumber): number {
  if (day < birthdayNumber(bornOn, 1)) return 0
  if (day < birthdayNumber(bornOn, 5)) return 1
  if (day < birthdayNumber(bornOn, 10)) return 2
  return day < birthdayNumber(bornOn, 16) ? 3 : 4
}
