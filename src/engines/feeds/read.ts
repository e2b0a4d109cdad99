import { addMonths, type CivilDate } from '../../domain/dates.ts'
import type { FeedName } from '../../domain/feeds/sets.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { calendarRows, monthEnd, monthOf } from './calendar.ts'
import { codeRows } from './code-rows.ts'
import { bedMonths, bedsAfter, firstBedNight } from './queries/bed-months.ts'
import { childMonth, firstNightInCare } from './queries/child-months.ts'
import { homeRows, placementRows, RECORDS } from './queries/records.ts'
import type { FeedRow } from './queries/selection.ts'

export type { FeedRow } from './queries/selection.ts'

/** What of a set is asked for. */
export interface FeedQuestion {
  name: FeedName
  /** The columns to give. The key is read with them, whether it is given or not. */
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
export function feedBatches(question: FeedQuestion, read: Read): AsyncGenerator<FeedRow[]> {
  return readers[question.name](question, read)
}

type Reader = (question: FeedQuestion, read: Read) => AsyncGenerator<FeedRow[]>

/** The first and last month that are asked for, as far as there is anything to tell. */
async function monthsAsked(
  { from, to, today }: FeedQuestion,
  read: Read,
  firstDay: (tx: Tx) => Promise<CivilDate | null>,
): Promise<{ first: CivilDate; last: CivilDate } | null> {
  const day = await read(firstDay)
  if (day === null) return null
  const [first, last] = [monthOf(day), monthOf(today)]
  const end = to === undefined ? last : addMonths(to, -1)
  return { first: from !== undefined && from > first ? from : first, last: end < last ? end : last }
}

const earlier = (a: CivilDate, b: CivilDate) => (a < b ? a : b)

async function* childMonths(question: FeedQuestion, read: Read): AsyncGenerator<FeedRow[]> {
  const span = await monthsAsked(question, read, firstNightInCare)
  if (span === null) return
  const [resumeMonth, resumeKey] = question.after ?? []
  const start = resumeMonth !== undefined && resumeMonth > span.first ? resumeMonth : span.first
  for (let month = start; month <= span.last; month = addMonths(month, 1)) {
    const days = { first: month, last: earlier(monthEnd(month), question.today) }
    const key = month === resumeMonth ? resumeKey : undefined
    yield await read((tx) => childMonth(tx, { ...days, after: key }, question.columns))
  }
}

async function* monthsOfBeds(question: FeedQuestion, read: Read): AsyncGenerator<FeedRow[]> {
  const span = await monthsAsked(question, read, firstBedNight)
  if (span === null || span.first > span.last) return
  const [resumeBed, resumeMonth] = question.after ?? []
  const days = { first: span.first, last: earlier(monthEnd(span.last), question.today) }
  if (resumeBed !== undefined && resumeMonth !== undefined) {
    const next = addMonths(resumeMonth, 1)
    const rest = { ...days, first: next > days.first ? next : days.first }
    yield await read((tx) => bedMonths(tx, [resumeBed], rest, question.columns))
  }
  let position = resumeBed
  for (;;) {
    const rows = await read(async (tx) => {
      const beds = await bedsAfter(tx, position)
      position = beds.at(-1)
      return beds.length === 0 ? null : bedMonths(tx, beds, days, question.columns)
    })
    if (rows === null) return
    yield rows
  }
}

/** A set of records, in order of id. */
const recordReader = (
  rowsAfter: (tx: Tx, after: string | undefined, columns: readonly string[]) => Promise<FeedRow[]>,
  id: string,
): Reader =>
  async function* (question, read) {
    let [position] = question.after ?? []
    for (;;) {
      const rows = await read((tx) => rowsAfter(tx, position, question.columns))
      yield rows
      if (rows.length < RECORDS) return
      position = String(rows.at(-1)?.[id])
    }
  }

/** A set that is short and made without the database. */
const smallReader = (rowsOf: (today: CivilDate) => FeedRow[], keyOf: (row: FeedRow) => string): Reader =>
  async function* ({ today, after: key }) {
    const start = key?.join()
    yield rowsOf(today).filter((row) => start === undefined || keyOf(row) > start)
  }

const readers: Record<FeedName, Reader> = {
  'child-months': childMonths,
  'bed-months': monthsOfBeds,
  placements: recordReader(placementRows, 'placementId'),
  homes: recordReader(homeRows, 'homeId'),
  dates: smallReader(calendarRows, ({ date }) => String(date)),
  codes: smallReader(codeRows, ({ list, code }) => `${list},${code}`),
}
