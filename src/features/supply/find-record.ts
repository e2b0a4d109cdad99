import type { SupplySheet } from '../../domain/supply/sheets.ts'
import type { AnyRow } from '../../engines/intake/take-record.ts'
import type { SupplyRegister } from './register.ts'

type Values = Readonly<Record<string, unknown>>

/** The record that a row is of: none where it is a new one. */
export type Match = { row: AnyRow | undefined } | { field: string; fault: string }

/**
 * Finds the record of a row by its identifier, else by the fields that name one.
 * @param isElsewhere whether another row of the sheet is of a record of that name
 */
export async function findRecord(
  register: SupplyRegister,
  sheet: SupplySheet,
  { id, values }: { id: string | null; values: Values },
  isElsewhere: (name: unknown) => boolean,
): Promise<Match> {
  const kind = await register.of(sheet.records)
  if (id !== null) {
    const row = kind.get(id)
    return row
      ? matchOnSheet(sheet, row)
      : { field: 'id', fault: 'is no record of this authority: leave it blank for a new one' }
  }
  if (sheet.records === 'carer-journeys') return findJourney(kind.find(['reference'], values), values)
  for (const [position, fields] of sheet.keys.entries()) {
    // By its Ofsted number, a home that no other row names: it has a new name.
    const rows = kind.find(fields, values).filter((row) => position === 0 || !isElsewhere(row.name))
    const [row, ...others] = rows
    if (row && others.length === 0) return matchOnSheet(sheet, row)
    // Several buildings may have one number, and another be new.
    if (row && position === 0)
      return { field: fields.at(-1)!, fault: `is of ${rows.length} records: give the Identifier` }
  }
  return { row: undefined }
}

function matchOnSheet({ kinds, title }: SupplySheet, row: AnyRow): Match {
  if (!kinds || Object.hasOwn(kinds, row.kind as string)) return { row }
  const other = title === 'Homes' ? 'Households' : 'Homes'
  return { field: 'name', fault: `is on record as a home of the other sheet: write it on ${other}` }
}

const stages = ['enquiredOn', 'appliedOn', 'assessmentStartedOn', 'panelOn', 'approvedOn'] as const

const startOf = (journey: Values): string | undefined =>
  stages.map((stage) => journey[stage] as string | null | undefined).find((day) => day) ?? undefined

/** The journey of a household that a row is of: the one that began on that day, else the one under way, else its only one. */
function findJourney(journeys: readonly AnyRow[], values: Values): Match {
  const start = startOf(values)
  const sameStart = journeys.find((journey) => start !== undefined && startOf(journey) === start)
  if (sameStart) return { row: sameStart }
  const current = journeys.find((journey) => journey.closedOn === null)
  if (current) return { row: current }
  const isLater = start !== undefined && journeys.every((journey) => start >= (journey.closedOn as string))
  if (journeys.length === 0 || isLater) return { row: undefined }
  return journeys.length === 1
    ? { row: journeys[0] }
    : { field: 'reference', fault: `has ${journeys.length} journeys on record: give the Identifier` }
}
