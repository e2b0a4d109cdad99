import type { Day } from '../days.ts'

/**
 * What will happen on which day. What happens may depend on what has been before alone, so that a history that stops a day
 * earlier is the same up to its end.
 */
export class Agenda {
  readonly #acts = new Map<Day, (() => void)[]>()
  /** The first day that is not over. */
  #first: Day

  constructor(first: Day) {
    this.#first = first
  }

  /** @throws {RangeError} when the day is over */
  at(day: Day, act: () => void): void {
    if (day < this.#first) throw new RangeError('nothing happens on a day that is over')
    this.#acts.set(day, [...(this.#acts.get(day) ?? []), act])
  }

  /** Does what is due on a day, also what that brings about on the same day. */
  run(day: Day): void {
    this.#first = day
    for (let acts; (acts = this.#acts.get(day));) {
      this.#acts.delete(day)
      for (const act of acts) act()
    }
  }
}
