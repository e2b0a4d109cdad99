import { readCell, yearOfPeriod } from './published-cell.ts'
import {
  neighbourCount,
  publishedFiles,
  type PublishedKind,
  type PublishedSeries,
} from './published-files.ts'

export type PublishedRow = Readonly<Record<string, string>>

/** The outcomes of reading a row of a published file. */
export const publishedRowOutcomes = {
  used: { used: true, words: 'Used.' },
  'used-by-old-code': {
    used: true,
    words: 'Used; the authority has another code today, and was found by its old three-digit code.',
  },
  'symbol-kept': { used: true, words: 'Used; a symbol stands in place of the figure, and is kept as it is.' },
  'no-measure': { used: false, words: 'Not used: no indicator is declared for such a row.' },
  'other-level': { used: false, words: 'Not used: neither national, regional nor of a local authority.' },
  'other-period': { used: false, words: 'Not used: the period is not a reporting year.' },
  'no-such-authority': { used: false, words: 'Not used: there is no such authority today.' },
  'codes-disagree': { used: false, words: 'Not used: its two codes are of different authorities.' },
  'no-such-region': { used: false, words: 'Not used: it gives no code of England or of a region.' },
  'empty-cell': { used: false, words: 'Not used: the cell of the figure is empty.' },
  'unreadable-cell': {
    used: false,
    words: 'Not used: the cell of the figure is neither a number nor a symbol.',
  },
  repeated: { used: false, words: 'Not used: an earlier row says the same or otherwise of the same figure.' },
  'no-such-neighbour': {
    used: false,
    words: 'Not used: it does not name ten different authorities of today.',
  },
} as const
export type PublishedRowOutcome = keyof typeof publishedRowOutcomes

/** What a published figure is of. */
export const areaLevels = ['national', 'region', 'authority'] as const

/** A published figure as stored. */
export interface PublishedValue {
  series: string
  year: number
  areaCode: string
  level: (typeof areaLevels)[number]
  value: number | null
  symbol: string | null
  count: number | null
  countSymbol: string | null
}

export interface ReadRow {
  outcome: PublishedRowOutcome
  /** One for each indicator that reads the row. */
  values: PublishedValue[]
}

/** Looks up current authorities by GSS code and by old three-digit code. */
export interface AuthorityCodes {
  has(code: string): boolean
  byOldCode(oldCode: string): string | undefined
}

type Area = { code: string; level: PublishedValue['level']; old: boolean }

/** The authority of a row, by its GSS code or its old code. Codes change over time, so either may be out of date. */
function authorityOf(row: PublishedRow, authorities: AuthorityCodes): Area | PublishedRowOutcome {
  const newCode = row.new_la_code ?? ''
  const current = authorities.has(newCode) ? newCode : undefined
  const byOld = authorities.byOldCode(row.old_la_code ?? '')
  if (current !== undefined && byOld !== undefined && current !== byOld) return 'codes-disagree'
  const code = current ?? byOld
  return code === undefined ? 'no-such-authority' : { code, level: 'authority', old: current === undefined }
}

function areaOf(row: PublishedRow, authorities: AuthorityCodes): Area | PublishedRowOutcome {
  const areaWithCode = (code: string | undefined, level: Area['level']): Area | PublishedRowOutcome =>
    code !== undefined && /^E\d{8}$/.test(code) ? { code, level, old: false } : 'no-such-region'
  switch (row.geographic_level) {
    case 'National':
      return areaWithCode(row.country_code, 'national')
    case 'Regional':
      return areaWithCode(row.region_code, 'region')
    case 'Local authority':
      return authorityOf(row, authorities)
    default:
      return 'other-level'
  }
}

/** A reader for the rows of one published file, to be called in the file's order: it rejects repeated figures. */
export function rowReader(kind: PublishedKind, authorities: AuthorityCodes): (row: PublishedRow) => ReadRow {
  const allSeries: readonly PublishedSeries[] = publishedFiles[kind].series
  const seen = new Set<string>()
  const not = (outcome: PublishedRowOutcome): ReadRow => ({ outcome, values: [] })

  return (row) => {
    const series = allSeries.filter(({ rows }) =>
      Object.entries(rows).every(([column, text]) => row[column]?.trim() === text),
    )
    if (series.length === 0) return not('no-measure')
    const area = areaOf(row, authorities)
    if (typeof area === 'string') return not(area)
    const year = yearOfPeriod(row.time_period ?? '')
    if (year === null) return not('other-period')

    const values: PublishedValue[] = []
    for (const { id, value, count } of series) {
      const cell = readCell(row[value] ?? '')
      if (cell === 'empty') return not('empty-cell')
      if (cell === 'unreadable') return not('unreadable-cell')
      const key = `${id} ${year} ${area.code}`
      if (seen.has(key)) return not('repeated')
      seen.add(key)
      const countCell = count === null ? 'empty' : readCell(row[count] ?? '')
      values.push({
        series: id,
        year,
        areaCode: area.code,
        level: area.level,
        value: 'value' in cell ? cell.value : null,
        symbol: 'symbol' in cell ? cell.symbol : null,
        count: typeof countCell === 'object' && 'value' in countCell ? countCell.value : null,
        countSymbol: typeof countCell === 'object' && 'symbol' in countCell ? countCell.symbol : null,
      })
    }
    const asSymbol = values.some(({ symbol }) => symbol !== null)
    return { outcome: asSymbol ? 'symbol-kept' : area.old ? 'used-by-old-code' : 'used', values }
  }
}

/** An authority's statistical neighbours, closest first. */
export interface Neighbours {
  areaCode: string
  neighbours: { rank: number; code: string; closeness: string }[]
}

/** Reads a row of the file of statistical neighbours, which uses old three-digit codes. */
export function readNeighbours(
  row: PublishedRow,
  authorities: AuthorityCodes,
): Neighbours | PublishedRowOutcome {
  const areaCode = authorities.byOldCode(row.old_la_code?.trim() ?? '')
  if (areaCode === undefined) return 'no-such-authority'
  const neighbours = Array.from({ length: neighbourCount }, (_, index) => ({
    rank: index + 1,
    code: authorities.byOldCode(row[`SN_${index + 1}`]?.trim() ?? '') ?? '',
    closeness: row[`SN_${index + 1}P`]?.trim() ?? '',
  }))
  const different = new Set([areaCode, ...neighbours.map(({ code }) => code)])
  return different.has('') || different.size <= neighbourCount
    ? 'no-such-neighbour'
    : { areaCode, neighbours }
}
