import { addDays, type CivilDate } from '../dates.ts'
import { groupBy } from '../group.ts'
import { readDate } from '../written-dates.ts'
import { childOfCells, textOf } from './cells.ts'
import { yearName } from './code-lists.ts'
import { moduleOf, type ModuleName } from './modules.ts'
import type { Finding, ReceivedRow } from './rows.ts'
import { readYear, yearInPath, type StatedYear } from './stated-year.ts'

/** The collection year of a day, named by the calendar year of its 31 March. */
export function collectionYear(day: CivilDate): number {
  return Number(day.slice(0, 4)) + (day.slice(5) >= '04-01' ? 1 : 0)
}

/** A row before its collection year is known. */
export interface UndatedRow extends Omit<ReceivedRow, 'year'> {
  /** The file as it was sent: a workbook or archive holds several. */
  upload?: string
}

/** A return of a submission: the files of one collection year, and what says that it is of that year. */
export interface ReturnRead {
  year: number
  because: string
  files: string[]
}

export interface Dated {
  rows: ReceivedRow[]
  returns: ReturnRead[]
  /** Of each file whose year is in doubt; its rows are left out. */
  doubts: Finding[]
  /** Of each file whose YEAR column says what is no year; it is not used. */
  notes: Finding[]
}

/** Nights that a row is about, as the years of the first and the last; an open end may be in any later year. */
interface Span {
  first: number
  last: number | null
}

/** The columns that date the rows of a module within the year of its return: the start, and the end if it has one. */
const datedBy: Partial<Record<ModuleName, readonly [string, string?]>> = {
  episodes: ['DECOM', 'DEC'],
  missing: ['MIS_START', 'MIS_END'],
  reviews: ['REVIEW', 'REVIEW'],
  swEpisodes: ['SW_DECOM', 'SW_DEC'],
  dolo: ['DOLO_START', 'DOLO_END'],
}

function spanOf({ module, cells }: UndatedRow, today: CivilDate): Span | null {
  const [startColumn, endColumn] = datedBy[module] ?? []
  if (startColumn === undefined) return null
  const dayIn = (column: string) => readDate(textOf(cells[column]).value)?.value ?? null
  const start = dayIn(startColumn)
  const end = endColumn === undefined ? null : dayIn(endColumn)
  if (start === null || start > today || (end !== null && end > today)) return null
  const lastNight = end === null || end === start ? end : addDays(end, -1)
  return { first: collectionYear(start), last: lastNight === null ? null : collectionYear(lastNight) }
}

/** The spans of a return's episodes or, without any, of its other dated rows. */
function spansOf(rows: readonly UndatedRow[], today: CivilDate): Span[] {
  const ofEpisodes = rows.filter(({ module }) => module === 'episodes')
  return (ofEpisodes.length > 0 ? ofEpisodes : rows).flatMap((row) => spanOf(row, today) ?? [])
}

const fits = ({ first, last }: Span, year: number) => first <= year && (last ?? year) >= year
const happensIn = ({ first, last }: Span, year: number) => first === year || last === year

/** How the dates of a return suit a year: the rows that can be of it, and those that begin or end in it. */
function evidenceFor(spans: readonly Span[], year: number) {
  const fitting = spans.filter((span) => fits(span, year)).length
  const happening = spans.filter((span) => happensIn(span, year)).length
  return { fitting, happening, weight: fitting + happening }
}

/** The candidate that suits the dates best; of several, the first. */
function bestYear(spans: readonly Span[], candidates: readonly number[]): number | null {
  const candidateYears = candidates.map((year) => ({ year, weight: evidenceFor(spans, year).weight }))
  return candidateYears.sort((a, b) => b.weight - a.weight)[0]?.year ?? null
}

/** The year that suits the dates of a return best; of several, the latest. */
function yearOfDates(spans: readonly Span[]): number | null {
  const candidates = new Set(spans.flatMap(({ first, last }) => [first, last ?? first]))
  return bestYear(
    spans,
    [...candidates].sort((a, b) => b - a),
  )
}

/** How many rows a return must have for it to be strange that nothing began or ended in its year. */
const enoughRows = 20

/** Why the dates make a year doubtful; null where they do not. */
function doubtOf(spans: readonly Span[], year: number): string | null {
  const { fitting, happening } = evidenceFor(spans, year)
  const outside = spans.length - fitting
  if (outside * 2 > spans.length)
    return `${outside} of ${spans.length} dated rows are outside ${yearName(year)}`
  if (happening === 0 && spans.length >= enoughRows) return `no row begins or ends in ${yearName(year)}`
  return null
}

/** What says the year of a row, where that is, and what else speaks against it. */
type Claim = StatedYear & { where: string; contrary: string | null }

/** Rows of one return: the files in which the same year is stated, or files without a year. */
interface Group {
  claim: Claim | null
  rows: UndatedRow[]
  spans: Span[]
}

const inColumn = 'its YEAR column'

/**
 * What is said of a row's year. A YEAR column names it by its end, as the collection does, unless the name of its file says that
 * it is by its beginning; names of files may do either.
 *
 * @param isSole whether the YEAR column says the same in the whole file, so that the file's name must say so too
 */
function statedFor(row: UndatedRow, isSole: boolean): Claim | null {
  const ofRow = readYear(textOf(row.cells.YEAR).value)
  const inPath = yearInPath(row.file)
  if (!ofRow) return inPath && { ...inPath, where: 'its name', contrary: null }
  const both = ofRow.years.filter((year) => inPath?.years.includes(year))
  const isByName = both.length > 0 && inPath?.years.length === 1
  return {
    ...ofRow,
    years: isByName ? both : ofRow.years.slice(0, 1),
    where: inColumn,
    contrary: inPath && isSole && both.length === 0 ? `its name says ${inPath.text}` : null,
  }
}

const folderOf = (file: string) => file.replace(/[^/\\]*$/, '')
const episodeOf = ({ cells }: UndatedRow) => `${childOfCells(cells)} ${textOf(cells.DECOM).value}`

/**
 * The years of files that state none, by file, where their Episodes can't all be of one return: the dates of one are against
 * the latest year, or it tells of the same episodes as a file of that year. The other files of a folder are of the year of its
 * Episodes. Empty where all may be of one return.
 */
function yearsByDates(rows: readonly UndatedRow[], today: CivilDate): Map<string, number> {
  const ofEpisodes = rows.filter(({ module }) => module === 'episodes')
  const tables = [...groupBy(ofEpisodes, ({ file }) => file)].flatMap(([file, own]) => {
    const spans = spansOf(own, today)
    const year = yearOfDates(spans)
    return year === null ? [] : [{ file, spans, year, episodes: own.map(episodeOf) }]
  })
  const latest = Math.max(...tables.map(({ year }) => year))
  const restatedEpisodes = new Set(tables.flatMap(({ year, episodes }) => (year === latest ? episodes : [])))
  const isOther = ({ year, spans, episodes }: (typeof tables)[number]) =>
    year !== latest &&
    (doubtOf(spans, latest) !== null || episodes.some((episode) => restatedEpisodes.has(episode)))
  if (!tables.some(isOther)) return new Map()
  const years = new Map(tables.map((table) => [table.file, isOther(table) ? table.year : latest]))
  const ofFolder = groupBy(years, ([file]) => folderOf(file))
  for (const file of new Set(rows.map((row) => row.file))) {
    const [year, ...others] = new Set((ofFolder.get(folderOf(file)) ?? []).map(([, own]) => own))
    if (year !== undefined && others.length === 0) years.set(file, year)
  }
  return years
}

function groupsOf(rows: readonly UndatedRow[], today: CivilDate): Group[] {
  const modulesOf = new Map<string, Set<ModuleName>>()
  for (const { upload = '', module } of rows) {
    modulesOf.set(upload, (modulesOf.get(upload) ?? new Set()).add(module))
  }
  const yearsIn = new Map<string, Set<string | undefined>>()
  for (const { file, cells } of rows)
    yearsIn.set(file, (yearsIn.get(file) ?? new Set<string | undefined>()).add(cells.YEAR))
  const statedBy = new Map<string, Claim | null>()
  const statement = (row: UndatedRow) => {
    const source = JSON.stringify([row.file, row.cells.YEAR])
    if (!statedBy.has(source)) statedBy.set(source, statedFor(row, yearsIn.get(row.file)?.size === 1))
    return statedBy.get(source) ?? null
  }
  const claims = new Map(rows.map((row) => [row, statement(row)]))
  // A file with several modules, such as the XML form, is a return of its own.
  const isWhole = ({ upload = '' }: UndatedRow) => (modulesOf.get(upload)?.size ?? 0) > 1
  const unstatedRows = rows.filter((row) => claims.get(row) === null)
  const byDates = yearsByDates(unstatedRows, today)
  const nameOf = (row: UndatedRow) => {
    const [claim, yearByDates] = [claims.get(row), byDates.get(row.file)]
    if (claim) return [claim.years.join(), claim.contrary].join(' ').trim()
    if (yearByDates !== undefined) return `dates ${yearByDates}`
    return isWhole(row) && row.upload !== undefined ? `file ${row.upload}` : ''
  }
  return [...groupBy(rows, nameOf).values()].map((group) => {
    const spans = spansOf(group, today)
    return { claim: (group[0] && claims.get(group[0])) ?? null, rows: group, spans }
  })
}

/**
 * Whether a single calendar year names the collection year by its end (0) or its beginning (1), by the dates of all
 * returns that are named so: a submission names them in one way. Null where no dates say.
 */
function wayOfNaming(groups: readonly Group[]): 0 | 1 | null {
  const singles = groups.filter(({ claim, spans }) => claim?.years.length === 2 && spans.length > 0)
  if (singles.length === 0) return null
  const weightOf = (index: 0 | 1) =>
    singles
      .map(({ claim, spans }) => evidenceFor(spans, claim?.years[index] ?? 0).weight)
      .reduce((sum, weight) => sum + weight, 0)
  return weightOf(1) > weightOf(0) ? 1 : 0
}

interface Verdict {
  year: number | null
  because: string
}

const sayIt = 'say the year that it is of, in the field year (--year)'

function verdictOf({ claim, spans, rows }: Group, way: 0 | 1 | null, others: readonly number[]): Verdict {
  const check = (year: number, because: string): Verdict => {
    const doubt = claim?.contrary ?? doubtOf(spans, year)
    if (doubt === null) return { year, because }
    return {
      year: null,
      because: `${because}, but ${doubt}: ${sayIt}, and with confirmYear if it is so all the same`,
    }
  }
  if (claim?.years.length === 1) return check(claim.years[0] ?? 0, `${claim.where} says ${claim.text}`)
  const neighbours = others.filter((year) => !claim || claim.years.includes(year))
  if (spans.length === 0 && neighbours.length === 1)
    return { year: neighbours[0] ?? 0, because: 'it came with the files of that year' }
  if (claim && way !== null) {
    return check(claim.years[way] ?? 0, `${claim.where} says ${claim.text}, and so do dates`)
  }
  if (claim) {
    const either = claim.years.map(yearName).join(' or ')
    return { year: null, because: `${claim.where} says ${claim.text}, which may be ${either}: ${sayIt}` }
  }
  const year = yearOfDates(spans)
  if (year !== null) return check(year, 'its dates say so')
  const titles = [...new Set(rows.map(({ module }) => moduleOf(module).title))].join(', ')
  return { year: null, because: `nothing in it says its year (${titles} has no dates that do): ${sayIt}` }
}

/** What the sender says of the year. `confirmed`: it is that year although dates speak against it. */
export interface GivenYear {
  year: number
  confirmed: boolean
}

/** Reads the collection year that a sender says: `2024` and `2023-24` are both the year to 31 March 2024. */
export function givenYear(text: string, today: CivilDate): number | null {
  const year = readYear(text)?.years[0] ?? null
  return year !== null && year <= collectionYear(today) ? year : null
}

/**
 * Sets the collection year of every row: as it is said to be, else from its YEAR column, its file's or folder's name, or
 * the dates of its return. What is said is checked against the dates; rows of a file whose year is in doubt are left out,
 * and the doubt is told. A single row never decides the year.
 */
export function withYears(
  rows: readonly UndatedRow[],
  today: CivilDate,
  sender: GivenYear | null = null,
): Dated {
  const groups = sender ? groupsAsGiven(rows, today, sender) : groupsOf(rows, today)
  const way = wayOfNaming(groups)
  const verdicts = groups
    .filter(({ claim, spans }) => spans.length > 0 || claim?.years.length === 1)
    .map((group) => verdictOf(group, way, []))
  const years = [...new Set(verdicts.flatMap(({ year }) => year ?? []))]
  const result: Dated = { rows: [], returns: [], doubts: [], notes: unreadYears(rows) }
  const yearOf = new Map<UndatedRow, number>()
  for (const group of groups) {
    const verdict = verdictOf(group, way, years)
    const year = sender?.confirmed ? sender.year : verdict.year
    const files = [...new Set(group.rows.map(({ file }) => file))]
    if (year === null) result.doubts.push(...files.map((file) => doubtful(file, verdict.because)))
    else result.returns.push({ year, because: verdict.because, files })
    if (year !== null) for (const row of group.rows) yearOf.set(row, year)
  }
  for (const row of rows) {
    const year = yearOf.get(row)
    if (year !== undefined) result.rows.push({ ...faultOf(row, sender), ...row, year })
  }
  return result
}

/** A note on each file with a YEAR column that says what is no year. */
function unreadYears(rows: readonly UndatedRow[]): Finding[] {
  const isUnread = (text: string) => text !== '' && readYear(text) === null
  const unread = rows.filter(({ cells }) => isUnread(textOf(cells.YEAR).value))
  return [...groupBy(unread, ({ file }) => file).values()].flatMap(([row]) => {
    if (!row) return []
    const reason = `YEAR is no collection year as 2023/24 is, and is not used`
    return { kind: 'read', ...row, column: 'YEAR', value: textOf(row.cells.YEAR).value, rule: null, reason }
  })
}

/** All rows as one return, of the year that the sender says; those whose files' names say another apart. */
function groupsAsGiven(rows: readonly UndatedRow[], today: CivilDate, { year }: GivenYear): Group[] {
  const contraryName = (row: UndatedRow) => {
    const inPath = yearInPath(row.file)
    return inPath && !inPath.years.includes(year) ? inPath.text : ''
  }
  return [...groupBy(rows, contraryName)].map(([contrary, group]) => ({
    claim: {
      text: yearName(year),
      years: [year],
      where: 'the sender',
      contrary: contrary === '' ? null : `its name says ${contrary}`,
    },
    rows: group,
    spans: spansOf(group, today),
  }))
}

/** A row that names another year in its YEAR column than the sender does is refused. */
function faultOf({ cells }: UndatedRow, sender: GivenYear | null): { fault?: string } {
  const claim = sender && readYear(textOf(cells.YEAR).value)
  if (!claim || claim.years.includes(sender.year)) return {}
  return {
    fault: `its YEAR column says ${claim.text}, and the return is said to be of ${yearName(sender.year)}`,
  }
}

function doubtful(file: string, reason: string): Finding {
  const place = { file, module: null, row: null, column: null, value: null, rule: null }
  return { kind: 'rejected', ...place, reason: `the year of the return is in doubt: ${reason}` }
}
