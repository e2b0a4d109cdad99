import { addMonths, type CivilDate } from '../../domain/dates.ts'
import { isPeriodic, type FeedName, type PeriodicSet } from '../../domain/feeds/sets.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { copiedRows } from './queries/copied-rows.ts'
import { firstDayOfSet } from './queries/first-days.ts'
import { partSql, setToday } from './queries/set-rows.ts'

/** Months that one statement reads: a few, so that the first rows come soon and no great sort is made. */
const MONTHS = 12

/** What of a set is asked for. */
export interface FeedQuestion {
  name: FeedName
  /** The columns to give. */
  columns: readonly string[]
  /** Of a set with a period: the first day of the first month, and of the month after the last. */
  from: CivilDate | undefined
  to: CivilDate | undefined
  /** The key of a row of the set: rows behind it are given. */
  after: readonly string[] | undefined
  today: CivilDate
}

/**
 * Gives the rows of a set in the order of its key, as bytes of COPY's text format, in the form in which the set gives its values
 * (`selectList`). All are of the moment that the transaction sees.
 */
export async function* copiedSet(tx: Tx, question: FeedQuestion): AsyncGenerator<Buffer> {
  const { name, columns, today, after: key } = question
  await setToday(tx, today)
  if (!isPeriodic(name)) {
    yield* copiedRows(tx, partSql(name, { columns, months: undefined, after: key }))
    return
  }
  const span = await monthsAsked(tx, name, question)
  if (span === null) return
  for (let first = span.first; first <= span.last; first = addMonths(first, MONTHS)) {
    const last = addMonths(first, MONTHS - 1)
    const months = [first, last < span.last ? last : span.last] as const
    yield* copiedRows(tx, partSql(name, { columns, months, after: key }))
  }
}

const monthOf = (day: CivilDate): CivilDate => `${day.slice(0, 7)}-01`
const later = (a: CivilDate, b: CivilDate) => (a > b ? a : b)

/** The first and last month that are asked for, as far as there is anything to tell. */
async function monthsAsked(
  tx: Tx,
  name: PeriodicSet,
  { from = '', to, after: [resumeMonth = ''] = [], today }: FeedQuestion,
): Promise<{ first: CivilDate; last: CivilDate } | null> {
  const day = await firstDayOfSet(tx, name)
  if (day === null) return null
  const [end, last] = [to === undefined ? '9999' : addMonths(to, -1), monthOf(today)]
  return { first: later(monthOf(day), later(from, resumeMonth)), last: end < last ? end : last }
}
