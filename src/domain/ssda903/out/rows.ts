import type { ChildRecord } from '../child.ts'
import type { ModuleName } from '../modules.ts'
import { episodeRows } from './episodes.ts'
import { presentCells } from './present-cells.ts'

/** A row of a return that is made from records: ISO dates, compact postcodes, and blank cells absent. */
export interface MadeRow {
  module: ModuleName
  cells: Record<string, string>
}

/** What the return says of a child and the records here do not keep: whether she is a mother, and of whom. */
export interface Motherhood {
  /** MOTHER, `0` or `1`; null where nobody has said. */
  isMother: string | null
  /** MC_DOB, the child's date of birth. */
  childBornOn: string | null
}

/** The codes of SEX: numbers up to 2023/24, letters since. */
const sexCodes = {
  female: ['2', 'F'],
  male: ['1', 'M'],
  unknown: [null, 'U'],
} as const
const lettersFrom = 2025

function sexIn(year: number, sex: ChildRecord['sex']): string | null {
  const [number, letter] = sexCodes[sex]
  return year < lettersFrom ? number : letter
}

/**
 * The rows that a child's record gives for the return of a collection year: Header, Episodes and, for a child who was
 * unaccompanied (UASC) on a day of the year, UASC. None for a child who was not in care in the year.
 *
 * @param isListed whether another module of the return has the child, as OC3 a care leaver: in Header without an episode
 */
export function rowsOfChild(
  record: ChildRecord,
  year: number,
  { motherhood, isListed }: { motherhood: Motherhood; isListed: boolean },
): MadeRow[] {
  const episodes = episodeRows(record, year)
  if (episodes.length === 0 && !isListed) return []
  const { reference: CHILD, dateOfBirth: DOB, uascCeasedOn } = record
  const SEX = sexIn(year, record.sex)
  const header = {
    ...{ CHILD, SEX, DOB, ETHNIC: record.ethnicity, UPN: record.upn },
    // The collection does not ask it of care leavers who were not in care in the year.
    ...(episodes.length > 0 && { MOTHER: motherhood.isMother, MC_DOB: motherhood.childBornOn }),
  }
  const wasUnaccompanied = record.uasc && (uascCeasedOn === null || uascCeasedOn >= `${year - 1}-04-01`)
  const isCeased = uascCeasedOn !== null && uascCeasedOn <= `${year}-03-31`
  const uasc = { CHILD, SEX, DOB, DUC: isCeased ? uascCeasedOn : null }
  return [
    { module: 'header', cells: presentCells(header) },
    ...episodes.map((cells) => ({ module: 'episodes' as const, cells: { CHILD, ...cells } })),
    ...(wasUnaccompanied && episodes.length > 0
      ? [{ module: 'uasc' as const, cells: presentCells(uasc) }]
      : []),
  ]
}
