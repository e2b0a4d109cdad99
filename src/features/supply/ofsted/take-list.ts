import { plain, readSupplyCell } from '../../../domain/supply/cells.ts'
import {
  isClosed,
  sectorOfList,
  subjectOfList,
  type ListSubject,
} from '../../../domain/supply/ofsted-lists.ts'
import { sheetOf, type SheetTitle } from '../../../domain/supply/sheets.ts'
import type { AnyRow } from '../../../engines/intake/take-record.ts'
import type { FileNote, SheetRow } from '../read-sheets.ts'
import { textOfReference } from '../references.ts'
import type { SupplyRegister } from '../register.ts'
import type { ListRow } from './read-lists.ts'

/** Which homes of the lists are recorded that the authority has none of: none, those in its area, or all. */
export const creations = ['none', 'own-area', 'all'] as const

export interface ListOptions {
  create: (typeof creations)[number]
  /** Whether a list's name of an authority is that of the caller. */
  isOwnArea: (authority: string) => boolean
}

type Cells = Partial<Record<string, string>>

/** A row of a sheet that says what a row of a list does. */
function sheetRow({ file, line }: ListRow, title: SheetTitle, cells: Cells): SheetRow {
  const entries = sheetOf(title).columns.flatMap((column) => {
    const cell = cells[column.heading]
    return cell ? [[column.heading, cell] as const] : []
  })
  return { file, sheet: title, line, cells: new Map(entries) }
}

/** What the rows of Ofsted's lists say, as rows of the sheets of supply, for the records of this authority. */
export async function rowsOfLists(
  register: SupplyRegister,
  list: readonly ListRow[],
  options: ListOptions,
): Promise<{ rows: SheetRow[]; notes: FileNote[] }> {
  const [rows, notes]: [SheetRow[], FileNote[]] = [[], []]
  const providers = new Set<string>()
  const note = ({ file, sheet, line }: ListRow, reason: string) =>
    notes.push({ file, sheet, reason: `row ${line}: ${reason}` })
  for (const row of oneByNumber(list)) {
    const { urn, type, subtype, name } = row.cells
    const subject = subjectOfList(type, subtype)
    if (!subject) {
      note(
        row,
        `${type || 'a provider of no type'} is no kind of home or agency that is recorded: passed over`,
      )
      continue
    }
    const matches = (await register.of(subject.about === 'home' ? 'homes' : 'providers')).find(
      ['ofstedUrn'],
      {
        ofstedUrn: urn,
      },
    )
    const isCreated =
      options.create === 'all' || (options.create === 'own-area' && options.isOwnArea(row.cells.authority))
    if (matches.length === 0 && !isCreated) continue
    for (const match of matches.length > 0 ? matches : [undefined]) {
      if (!match && subject.about === 'home') addProvider(rows, providers, row, options)
      rows.push(registrationRow(row, subject, match, options))
      const judgement = await judgementRow(register, row, subject, match)
      if (judgement) rows.push(judgement)
      if (match && isClosed(row.cells.status))
        note(row, `${urn} (${name}) is closed: ${closureOf(row, subject)}; nothing of it is removed`)
    }
  }
  return { rows, notes: [...notes, ...(await absences(register, list))] }
}

/** One row of each number: that which says that it is closed, else the first. */
function oneByNumber(list: readonly ListRow[]): ListRow[] {
  const rows = new Map<string, ListRow>()
  for (const row of list)
    if (!rows.has(row.cells.urn) || isClosed(row.cells.status)) rows.set(row.cells.urn, row)
  return [...rows.values()]
}

/** The provider of a home that is new, once. */
function addProvider(rows: SheetRow[], providers: Set<string>, row: ListRow, options: ListOptions): void {
  const name = ownerOf(row)
  if (providers.has(plain(name))) return
  providers.add(plain(name))
  rows.push(sheetRow(row, 'Providers', { Provider: name, Sector: sectorOf(row, options) }))
}

const ownerOf = ({ cells }: ListRow): string => cells.owner || cells.name
const sectorOf = ({ cells }: ListRow, { isOwnArea }: ListOptions) =>
  sectorOfList(cells.sector, isOwnArea(cells.authority))

/** What becomes of a closure on record. */
function closureOf({ cells }: ListRow, subject: ListSubject): string {
  if (subject.about === 'agency') return 'record the end of its homes'
  return cells.endedOn === '' ? 'record the day, which the list does not say' : 'its registration has ended'
}

/** A registration as Ofsted has it. Of what is on record its names stay: the authority may call it otherwise. */
function registrationRow(
  row: ListRow,
  subject: ListSubject,
  match: AnyRow | undefined,
  options: ListOptions,
): SheetRow {
  const { cells } = row
  const lastDay = isClosed(cells.status) ? cells.endedOn : ''
  if (subject.about !== 'home') {
    const isAccommodation = subject.about === 'accommodation'
    return sheetRow(row, 'Providers', {
      ...(match ? { Identifier: match.id } : { Provider: cells.name, Sector: sectorOf(row, options) }),
      URN: cells.urn,
      ...(isAccommodation && { 'Supported from': cells.registeredOn, 'Supported until': lastDay }),
    })
  }
  const registration: Cells = {
    Places: cells.places,
    Registered: subject.kind === 'family-centre' ? '' : cells.registeredOn,
    'Registration ended': subject.kind === 'family-centre' ? '' : lastDay,
  }
  if (match) return sheetRow(row, 'Homes', { Identifier: match.id, ...registration })
  const address = [cells.line1, cells.line2, cells.town].filter(Boolean).join(', ')
  return sheetRow(row, 'Homes', {
    ...registration,
    Provider: ownerOf(row),
    Home: cells.name,
    Kind: subject.kind,
    URN: cells.urn,
    Address: address,
    Postcode: cells.postcode,
    Opens: cells.registeredOn,
    Closes: lastDay,
  })
}

/** Ofsted's latest judgement of it, where the list has its day and one of the grades. */
async function judgementRow(
  register: SupplyRegister,
  row: ListRow,
  subject: ListSubject,
  match: AnyRow | undefined,
): Promise<SheetRow | null> {
  const { judgedOn, grade, name, urn } = row.cells
  const sheet = sheetOf('Judgements')
  const columnOf = (heading: string) => sheet.columns.find((column) => column.heading === heading)!
  const isKnown =
    'value' in readSupplyCell(columnOf('Grade').holds, grade) &&
    'value' in readSupplyCell(columnOf('Judged').holds, judgedOn)
  if (!isKnown) return null
  const heading = subject.about === 'home' ? 'Home' : 'Provider'
  const text = match
    ? await textOfReference(register, columnOf(heading), match.id)
    : heading === 'Home'
      ? urn
      : name
  return sheetRow(row, 'Judgements', { [heading]: text ?? urn, Judged: judgedOn, Grade: grade })
}

/** Homes on record with a number that is not on the lists: closed, or of another list. */
async function absences(register: SupplyRegister, list: readonly ListRow[]): Promise<FileNote[]> {
  const urns = new Set(list.map(({ cells }) => cells.urn))
  const kinds = new Set<unknown>(
    list.flatMap(({ cells }) => {
      const subject = subjectOfList(cells.type, cells.subtype)
      return subject?.about === 'home' ? [subject.kind] : []
    }),
  )
  return (await register.of('homes')).rows
    .filter(
      ({ kind, ofstedUrn, registrationEndedOn }) =>
        kinds.has(kind) &&
        ofstedUrn !== null &&
        registrationEndedOn === null &&
        !urns.has(ofstedUrn as string),
    )
    .map(({ name, ofstedUrn }) => ({
      file: list[0]?.file ?? '',
      sheet: null,
      reason: `${String(ofstedUrn)} (${String(name)}) is on record and on none of these lists: look whether it has closed`,
    }))
}
