import { addDays, type CivilDate } from '../dates.ts'
import { groupBy } from '../group.ts'
import { readDate } from './check-row.ts'
import type { ReceivedRow } from './rows.ts'

/** The collection year that a day falls in, named by the calendar year of its 31 March. */
export function collectionYear(day: CivilDate): number {
  return Number(day.slice(0, 4)) + (day.slice(5) >= '04-01' ? 1 : 0)
}

/** `2018`, `2017/18`, `2017-18` and `2017-2018` all end in 2018; null when it is none of these. */
export function readYear(text: string): number | null {
  const [, first, second] = /^\s*((?:19|20)\d\d)(?:\s*[/_-]\s*((?:19|20)?\d\d))?\s*$/.exec(text) ?? []
  if (!first) return null
  return second ? Number(first.slice(0, 4 - second.length) + second) : Number(first)
}

/** A row before its collection year is known. */
export type UndatedRow = Omit<ReceivedRow, 'year'>

/** The year in a file's name or, failing that, its folder's; empty when there is none. */
const yearInName = (file: string) => file.match(/(?<!\d)20\d\d(?!\d)/g)?.at(-1) ?? ''

/** The last night that an episode tells of; null while its dates can't be read or have yet to come. */
function lastNight({ cells }: UndatedRow, today: CivilDate): CivilDate | null {
  const start = readDate((cells.DECOM ?? '').trim())
  const end = readDate((cells.DEC ?? '').trim())
  const nights = [start, end && addDays(end, -1)].filter((night) => night !== null && night <= today)
  return nights.sort().at(-1) ?? null
}

/**
 * The collection year of every row: its YEAR column's; else that of its return. A return is a file of several
 * modules (the XML form), or the files that carry the same year in their names (all those without one are a
 * single return), and its year is that of the last night that its episodes tell of. Without an episode it is the
 * year in the files' names, and without that the latest of the submission, else today's.
 */
export function withYears(rows: readonly UndatedRow[], today: CivilDate): ReceivedRow[] {
  const modules = groupBy(rows, ({ file }) => file)
  const whole = new Set(
    [...modules].filter(([, of]) => of.some(({ module }) => module !== of[0]?.module)).map(([file]) => file),
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
    const named = Number(yearInName(row.file))
    const ofReturn = years.get(returnOf(row)) ?? (named > 0 ? named : latest)
    return { ...row, year: readYear(row.cells.YEAR ?? '') ?? ofReturn }
  })
}
