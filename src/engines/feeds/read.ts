import { addMonths, type CivilDate } from '../../domain/dates.ts'
import { isPeriodic, type FeedName, type PeriodicSet } from '../../domain/feeds/sets.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { firstDayOfSet } from './queries/first-days.ts'
import { keyWithinMonth, readSetRows, setToday, type FeedRow } from './queries/set-rows.ts'

export type { FeedRow } from './queries/set-rows.ts'

/** Rows that one statement reads at most. */
const BATCH = 5000

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

/** Runs work in a transaction of its own that reads. */
export type Read = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

/** Gives the rows of a set in the order of its key, a batch at a time. No transaction is open between batches. */
export async function* feedBatches(question: FeedQuestion, read: Read): AsyncGenerator<FeedRow[]> {
  const { name, after: key } = question
  if (!isPeriodic(name)) {
    yield* rowsBehind(question, read, undefined, key)
    return
  }
  const span = await monthsAsked(name, question, read)
  if (span === null) return
  const [resumeMonth, ...resumeKey] = key ?? []
  for (let month = span.first; month <= span.last; month = addMonths(month, 1))
    yield* rowsBehind(question, read, month, month === resumeMonth ? resumeKey : undefined)
}

/** The rows behind a key: of a month, or of the whole set. */
async function* rowsBehind(
  { name, columns, today }: FeedQuestion,
  read: Read,
  month: CivilDate | undefined,
  key: readonly string[] | undefined,
): AsyncGenerator<FeedRow[]> {
  const keyColumns = keyWithinMonth(name)
  for (let position = key; ;) {
    const rows = await read(async (tx) => {
      await setToday(tx, today)
      return readSetRows(tx, name, { columns, month, after: position, limit: BATCH })
    })
    yield rows
    const last = rows.at(-1)
    if (rows.length < BATCH || last === undefined) return
    position = keyColumns.map((column) => String(last[column]))
  }
}

const monthOf = (day: CivilDate): CivilDate => `${day.slice(0, 7)}-01`
const later = (a: CivilDate, b: CivilDate) => (a > b ? a : b)

/** The first and last month that are asked for, as far as there is anything to tell. */
async function monthsAsked(
  name: PeriodicSet,
  { from = '', to, after: [resumeMonth = ''] = [], today }: FeedQuestion,
  read: Read,
): Promise<{ first: CivilDate; last: CivilDate } | null> {
  const day = await read((tx) => firstDayOfSet(tx, name))
  if (day === null) return null
  const [end, last] = [to === undefined ? '9999' : addMonths(to, -1), monthOf(today)]
  return { first: later(monthOf(day), later(from, resumeMonth)), last: end < last ? end : last }
}
