import { addDays, type CivilDate } from '../dates.ts'
import { groupBy } from '../group.ts'
import { readDate } from './check-row.ts'
import type { ReceivedRow } from './rows.ts'

/** The collection year of a day, named by the calendar year of its 31 March. */
export function collectionYear(day: CivilDate): number {
  return Number(day.slice(0, 4)) + (day.slice(5) >= '04-01' ? 1 : 0)
}

/** Reads a collection year: `2018`, `2017/18`, `2017-18` and `2017-2018` are all 2018. Null for other text. */
export function readYear(text: string): number | null {
  const [, first, second] = /^\s*((?:19|20)\d\d)(?:\s*[/_-]\s*((?:19|20)?\d\d))?\s*$/.exec(text) ?? []
  if (!first) return null
  return second ? Number(first.slice(0, 4 - second.length) + second) : Number(first)
}

/** A row before its collection year is known. */
export type UndatedRow = Omit<ReceivedRow, 'year'>

/** The last year in a file's path (its name before its folder); empty where there is none. */
const yearInName = (file: string) => file.match(/(?<!\d)20\d\d(?!\d)/g)?.at(-1) ?? ''

/** The last known night of an episode; null where its dates cannot be read or are in the future. */
function lastNight({ cells }: UndatedRow, today: CivilDate): CivilDate | null {
  const start = readDate((cells.DECOM ?? '').trim())
  const end = readDate((cells.DEC ?? '').trim())
  const nights = [start, end && addDays(end, -1)].filter((night) => night !== null && night <= today)
  return nights.sort().at(-1) ?? null
}

/**
 * Sets the collection year of every row: from its YEAR column, else that of its return. A return is either one file with
 * several modules (the XML form) or all files with the same year in their names (files without one form one return). Its
 * year is that of the last night in its episodes; without episodes, the year in the files' names; without that, the latest
 * year of the submission, else today's.
 */
export function withYears(rows: readonly UndatedRow[], today: CivilDate): ReceivedRow[] {
  const modules = groupBy(rows, ({ file }) => file)
  const whole = new Set(
    [...modules]
      .filter(([, group]) => group.some(({ module }) => module !== group[0]?.module))
      .map(([file]) => file),
  )
  const returnOf = ({ file }: UndatedRow) => (whole.has(file) ? file : yearInName(file))

  const last = new Map<string, CivilDate>()
  for (const row of rows) {
    const night = row.module === 'episodes' ? lastNight(row, today) : null
    if (night !== null && night > (last.get(returnOf(row)) ?? '')) last.set(returnOf(row), night)
  }
  const years = new Map([...last].map(([name, night]) => [name, collectionYear(night)]))
  const latest = years.size > 0 ? Math.max(...years.values()) : collectionYear(today)
  return rows.map((row) => {
    const yearFromName = Number(yearInName(row.file))
    const ofReturn = years.get(returnOf(row)) ?? (yearFromName > 0 ? yearFromName : latest)
    return { ...row, year: readYear(row.cells.YEAR ?? '') ?? ofReturn }
  })
}
