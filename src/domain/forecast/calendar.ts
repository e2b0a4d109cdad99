import { monthEnd, type DayNumber } from './days.ts'

/**
 * The months of a simulation. Time runs from the last known night; a night is passed at its middle, so that who comes or leaves
 * within a day is there or not by halves.
 */
export class ForecastCalendar {
  readonly months: number
  /** The instant of the last known night; then, for each month, that of its last night. */
  readonly start: number
  readonly marks: Float64Array
  readonly #monthOfDay: Uint8Array

  constructor(asAt: DayNumber, months: number) {
    this.months = months
    this.start = asAt + 0.5
    this.marks = Float64Array.from({ length: months }, (_, month) => monthEnd(asAt, month + 1) + 0.5)
    const days = Math.round((this.marks[months - 1] ?? this.start) - this.start)
    this.#monthOfDay = new Uint8Array(days + 1)
    let month = 0
    for (let day = 0; day <= days; day++) {
      while (month < months - 1 && this.start + day >= this.marks[month]!) month++
      this.#monthOfDay[day] = month
    }
  }

  get end(): number {
    return this.marks[this.months - 1] ?? this.start
  }

  /** The month within which an instant lies, from 0. The instant of a month's last night is the first of the next month. */
  monthOf(instant: number): number {
    return this.#monthOfDay[Math.floor(instant - this.start)] ?? this.months - 1
  }

  /** The instant at which a month begins. */
  beginning(month: number): number {
    return month === 0 ? this.start : this.marks[month - 1]!
  }
}

/** The time that runs for children's leaving: faster in months in which more leave. */
export class ExitClock {
  readonly #calendar: ForecastCalendar
  readonly #factors: Float64Array
  readonly #sums: Float64Array

  constructor(calendar: ForecastCalendar, factors: Float64Array) {
    this.#calendar = calendar
    this.#factors = factors
    this.#sums = new Float64Array(calendar.months + 1)
    for (let month = 0; month < calendar.months; month++)
      this.#sums[month + 1] =
        this.#sums[month]! + factors[month]! * (calendar.marks[month]! - calendar.beginning(month))
  }

  at(instant: number): number {
    const month = this.#calendar.monthOf(instant)
    return this.#sums[month]! + this.#factors[month]! * (instant - this.#calendar.beginning(month))
  }

  /** The instant at which it shows `time`, which is within the calendar. */
  instantOf(time: number, from: number): number {
    let month = this.#calendar.monthOf(from)
    while (month < this.#calendar.months - 1 && this.#sums[month + 1]! < time) month++
    return this.#calendar.beginning(month) + (time - this.#sums[month]!) / this.#factors[month]!
  }
}
