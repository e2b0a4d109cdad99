import { duplicateSigns, type DuplicateSign } from '../../../domain/duplicates.ts'
import { displayPostcode } from '../../../domain/postcodes.ts'
import { groupBy, type Finding, type ModuleName, type Submission } from '../../../domain/ssda903/index.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import type { UnmatchedPlacement } from './beds.ts'
import { hasDirectory, lookalikes, postcodesUnknown } from './queries/unknown.ts'

/*
 * What is told of an import that is applied: rows that are used as they stand, although what they should lead to is not
 * found, or although they look like what is on record already.
 */

type Statements = Submission['statements']
interface Place {
  module: ModuleName
  child: string
  key: string
}

const nameOf = ({ module, child, key }: Place) => JSON.stringify([module, child, key])

/** Notes, at the rows that statements came from. */
function notesAt(statements: Statements) {
  const rows = new Map(
    statements.flatMap((statement) => (statement.from ? [[nameOf(statement), statement.from]] : [])),
  )
  return (place: Place, what: Pick<Finding, 'column' | 'value' | 'reason'>): Finding => {
    const row = rows.get(nameOf(place))
    return {
      kind: 'noted',
      file: row?.file ?? '',
      module: place.module,
      row: row?.row ?? null,
      rule: null,
      ...what,
    }
  }
}

const andMore = (others: readonly unknown[], what: string) =>
  others.length > 0 ? `; so it is for ${others.length} more ${what}` : ''

/** Placements without a home or bed. Those of one number are told together, at the first. */
function unmatchedNotes(
  failures: readonly UnmatchedPlacement[],
  note: ReturnType<typeof notesAt>,
): Finding[] {
  const alike = groupBy(failures, ({ urn, reason, isOfNumber, reference, startedOn }) =>
    JSON.stringify(isOfNumber ? [urn, reason] : [urn, reason, reference, startedOn]),
  )
  return [...alike.values()].flatMap(([first, ...others]) =>
    first
      ? note(
          { module: 'episodes', child: first.reference, key: first.startedOn },
          { column: 'URN', value: first.urn, reason: first.reason + andMore(others, 'placements') },
        )
      : [],
  )
}

/** Postcodes that the directory does not have: no distance or area is known of them. Each is told once. */
async function postcodeNotes(
  tx: Tx,
  statements: Statements,
  note: ReturnType<typeof notesAt>,
): Promise<Finding[]> {
  const uses = ['HOME_POST', 'PL_POST'].flatMap((column) =>
    statements.flatMap((statement) => {
      const postcode = statement.from && statement.cells[column]
      return postcode ? [{ column, postcode, statement }] : []
    }),
  )
  const byPostcode = groupBy(uses, ({ postcode }) => postcode)
  const [use] = uses
  if (use && !(await hasDirectory(tx))) {
    const reason = 'no directory of postcodes is loaded, so that no place and no distance is known'
    return [note(use.statement, { column: use.column, value: displayPostcode(use.postcode), reason })]
  }
  const unknown = await postcodesUnknown(tx, [...byPostcode.keys()])
  return [...unknown].flatMap((postcode) => {
    const [first, ...others] = byPostcode.get(postcode) ?? []
    if (!first) return []
    const reason = `no directory of postcodes has it, so that where it is stays unknown${andMore(others, 'cells')}`
    return note(first.statement, { column: first.column, value: displayPostcode(postcode), reason })
  })
}

/** Children whose records look like those of others: as when an identifier was changed, or lost the zeros before it. */
async function lookalikeNotes(
  tx: Tx,
  statements: Statements,
  note: ReturnType<typeof notesAt>,
  dryRun: boolean,
): Promise<Finding[]> {
  const references = new Set(statements.flatMap(({ child, from }) => (from ? child : [])))
  const pairs = await lookalikes(tx, [...references])
  const alike = groupBy(pairs, ({ reference, because }) => JSON.stringify([reference, because]))
  return [...alike.values()].flatMap(([pair, ...others]) => {
    if (!pair) return []
    const { reference, childId, otherChildId, because } = pair
    const signs = because.map((sign) => duplicateSigns[sign as DuplicateSign]).join(' ')
    // Records that a dry run makes are gone with it.
    const how = dryRun
      ? 'GET /v1/suspected-duplicates lists them once they are imported'
      : `POST /v1/children/${otherChildId}/merge with otherId ${childId}`
    const reason = `another record may be of the same child. ${signs} If it is, merge them (${how}); if not, say so (/v1/child-distinctions)${andMore(others, 'records')}`
    return note(
      { module: 'header', child: reference, key: '' },
      { column: 'CHILD', value: reference, reason },
    )
  })
}

/** All notes of an import that is applied. */
export async function notesOfApplied(
  tx: Tx,
  { statements }: Submission,
  failures: readonly UnmatchedPlacement[],
  { dryRun }: { dryRun: boolean },
): Promise<Finding[]> {
  const note = notesAt(statements)
  return [
    ...unmatchedNotes(failures, note),
    ...(await postcodeNotes(tx, statements, note)),
    ...(await lookalikeNotes(tx, statements, note, dryRun)),
  ]
}
