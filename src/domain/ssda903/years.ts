import type { CivilDate } from '../dates.ts'
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

const setOf = (file: string) => /(?<!\d)20\d\d(?!\d)/.exec(file.split(/[\\/]/).at(-1) ?? '')?.[0] ?? ''

/**
 * The collection year of every row: its YEAR column's; else that of its return. A return is the files that
 * carry the same year in their names (all those without one are a single return), or one XML file, and its
 * year is the one in which its last episode began. Without an episode it is the year in the files' names, and
 * without that the latest of the submission, else today's.
 */
export function withYears(rows: readonly UndatedRow[], today: CivilDate): ReceivedRow[] {
  const lastStart = new Map<string, CivilDate>()
  const returnOf = (row: UndatedRow) => (row.file.toLowerCase().includes('.xml') ? row.file : setOf(row.file))
  for (const row of rows) {
    if (row.module !== 'episodes') continue
    const start = readDate((row.cells.DECOM ?? '').trim())
    const last = lastStart.get(returnOf(row)) ?? ''
    if (start !== null && start <= today && start > last) lastStart.set(returnOf(row), start)
  }
  const years = new Map([...lastStart].map(([name, start]) => [name, collectionYear(start)]))
  const latest = years.size > 0 ? Math.max(...years.values()) : collectionYear(today)
  return rows.map((row) => {
    const named = Number(setOf(row.file))
    const ofReturn = years.get(returnOf(row)) ?? (named > 0 ? named : latest)
    return { ...row, year: readYear(row.cells.YEAR ?? '') ?? ofReturn }
  })
}
