import { setImmediate } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { Principal } from '../../../domain/access.ts'
import type { CivilDate } from '../../../domain/dates.ts'
import {
  groupBy,
  moduleOf,
  readSubmission,
  withoutChildren,
  type Finding,
  type ReceivedRow,
  type Submission,
} from '../../../domain/ssda903/index.ts'
import { readAs, writeAs, type Tx } from '../../../platform/db/tenant.ts'
import { applyChanges, standingInTheWay, type Applied } from './apply.ts'
import type { Unmatched } from './beds.ts'
import {
  addImport,
  findingsAfter,
  importById,
  setImport,
  settleAbandoned,
  takeTurn,
  type FindingRow,
  type ImportRow,
} from './queries/imports.ts'
import {
  keepFindings,
  keepReceived,
  keepStatements,
  lastEpisodesYear,
  storedStatements,
} from './queries/rows.ts'
import { readFiles, type ReadFiles, type SubmittedFile } from './ssda903/read-files.ts'

export interface ImportOptions {
  files: readonly SubmittedFile[]
  /** Leave out the rows that can't be used and apply the others. Without it one such row refuses them all. */
  acceptPartial: boolean
  /** How much the files may hold together, unpacked. */
  maxBytes: number
  today: CivilDate
  progress?: Progress
}

export interface Progress {
  /** Told as the files are read, and how many there are. */
  at(read: number, files: number): void
  /** Told when the files are all read, as each later step begins. */
  step(name: 'checking' | 'storing'): void
}

/** Children checked at a time; other requests are answered between. */
const childrenAtATime = 500

/** Records that files were handed in. One import of an authority is at work at a time. */
export async function submit(pool: Pool, principal: Principal, options: ImportOptions): Promise<ImportRow> {
  return writeAs(pool, principal, async (tx) => {
    await settleAbandoned(tx)
    return addImport(
      tx,
      options.files.map(({ name }) => name),
      options.acceptPartial,
    )
  })
}

/**
 * Reads the files of an import and, unless it is refused, applies them: all in one transaction, so that a crash
 * leaves nothing half done.
 *
 * @returns the import as it ended; an unexpected error is recorded in it and thrown
 */
export async function carryOut(
  pool: Pool,
  principal: Principal,
  id: string,
  options: ImportOptions,
): Promise<ImportRow> {
  try {
    await writeAs(pool, principal, (tx) => setImport(tx, id, { status: 'running' }))
    return await writeAs(pool, principal, async (tx) => {
      await takeTurn(tx)
      const { files, maxBytes, today, progress } = options
      const read = await readFiles(files, maxBytes, today, (done) => progress?.at(done, files.length))
      await process(tx, id, read, options)
      const row = await importById(tx, id)
      if (!row) throw new Error('the import has gone')
      return row
    })
  } catch (error) {
    const detail = 'Something went wrong on our side. Nothing was applied; send it again.'
    await writeAs(pool, principal, (tx) => setImport(tx, id, { status: 'failed', problem: { detail } }))
    throw error
  }
}

/** The first rows of an import that were rejected, each with its reason. */
export function firstRejections(
  pool: Pool,
  principal: Principal,
  id: string,
  most: number,
): Promise<FindingRow[]> {
  return readAs(pool, principal, (tx) => findingsAfter(tx, id, 'rejected', 0, most))
}

async function process(tx: Tx, id: string, read: ReadFiles, options: ImportOptions): Promise<void> {
  const { today, acceptPartial, progress } = options
  progress?.step('checking')
  const submitted = await check(tx, read.rows, today)
  const inTheWay = await standingInTheWay(tx, submitted.children, today)
  const submission = withoutChildren(submitted, read.rows, inTheWay, standsInTheWay)

  const anyRejected = read.findings.length > 0 || submission.outcomes.includes('rejected')
  const refused = read.rows.length === 0 || (anyRejected && !acceptPartial)
  const findings = [...read.findings, ...submission.findings]
  let applied: Applied | null = null
  progress?.step('storing')
  if (!refused) {
    applied = await applyChanges(tx, submission.children, today)
    await keepStatements(tx, id, submission.statements, submission.withdrawn)
    findings.push(...applied.unmatched.map((stay) => unmatchedFinding(stay, submission)))
  }
  await keepReceived(tx, id, read.rows, submission.outcomes)
  await keepFindings(tx, id, findings.sort(inOrderOfRows))
  await setImport(tx, id, {
    status: refused ? 'rejected' : 'succeeded',
    files: read.files,
    counts: { ...countsOf(read.rows, submission), records: applied?.records ?? null },
    ...(refused ? { problem: { detail: refusal(read, submission) } } : {}),
  })
}

/** The rows against what the returns said before, some children at a time. */
async function check(tx: Tx, rows: readonly ReceivedRow[], today: CivilDate): Promise<Submission> {
  const lastYear = rows.reduce(
    (latest, { module, year }) => (module === 'episodes' ? Math.max(latest, year) : latest),
    await lastEpisodesYear(tx),
  )
  const whole: Submission = { outcomes: [], findings: [], statements: [], withdrawn: [], children: [] }
  for (const batch of batchesOfChildren(rows)) {
    const stored = await storedStatements(tx, batch.children)
    const part = readSubmission(
      batch.rows.map(({ row }) => row),
      stored,
      lastYear,
      today,
    )
    for (const [at, { index }] of batch.rows.entries())
      whole.outcomes[index] = part.outcomes[at] ?? 'rejected'
    for (const found of part.findings) whole.findings.push(found)
    for (const statement of part.statements) whole.statements.push(statement)
    for (const statement of part.withdrawn) whole.withdrawn.push(statement)
    for (const child of part.children) whole.children.push(child)
    await setImmediate()
  }
  return whole
}

function* batchesOfChildren(rows: readonly ReceivedRow[]) {
  const byChild = groupBy(
    rows.map((row, index) => ({ row, index })),
    ({ row }) => (row.cells.CHILD ?? '').trim(),
  )
  const references = [...byChild.keys()]
  for (let start = 0; start < references.length; start += childrenAtATime) {
    const children = references.slice(start, start + childrenAtATime)
    yield { children, rows: children.flatMap((child) => byChild.get(child) ?? []) }
  }
}

const standsInTheWay =
  'a period of care, legal status or placement that was not made from a return stands on some of these nights; ' +
  'end or remove it first'

function refusal(read: ReadFiles, { outcomes }: Submission): string {
  const rows = outcomes.filter((outcome) => outcome === 'rejected').length
  const files = read.findings.length
  const parts = [rows > 0 ? `${rows} of ${outcomes.length} rows` : '', files > 0 ? `${files} files` : '']
  if (read.rows.length === 0) return 'No row could be read. Nothing was applied; the report says why.'
  return (
    `${parts.filter(Boolean).join(' and ')} can't be used, so nothing was applied. The report says why of each: ` +
    'correct them, or send the files again with acceptPartial to apply the others.'
  )
}

export interface Counts {
  read: number
  new: number
  changed: number
  unchanged: number
  rejected: number
  /** Rows used with a change; some of the new, changed and unchanged. */
  repaired: number
  /** Rows used as they stand that break a rule. */
  noted: number
}

const nothing = (): Counts => ({
  read: 0,
  new: 0,
  changed: 0,
  unchanged: 0,
  rejected: 0,
  repaired: 0,
  noted: 0,
})

function countsOf(rows: readonly ReceivedRow[], { outcomes, findings, withdrawn }: Submission) {
  const told = (kind: Finding['kind']) =>
    new Set(
      findings
        .filter((found) => found.kind === kind)
        .map(({ file, module, row }) => JSON.stringify([file, module, row])),
    )
  const [repaired, noted] = [told('repaired'), told('noted')]
  const total = nothing()
  const modules: Record<string, Counts> = {}
  for (const [index, { file, module, row }] of rows.entries()) {
    const name = JSON.stringify([file, module, row])
    const outcome = outcomes[index] ?? 'rejected'
    for (const counts of [total, (modules[moduleOf(module).title] ??= nothing())]) {
      counts.read += 1
      counts[outcome] += 1
      if (outcome !== 'rejected' && repaired.has(name)) counts.repaired += 1
      if (outcome !== 'rejected' && noted.has(name)) counts.noted += 1
    }
  }
  return { ...total, withdrawn: withdrawn.length, modules }
}

function inOrderOfRows(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  if (a.module !== b.module) return (a.module ?? '') < (b.module ?? '') ? -1 : 1
  return (a.row ?? 0) - (b.row ?? 0)
}

/** Told of the row of the episode that the placement starts with. */
function unmatchedFinding(
  { reference, startedOn, urn, reason }: Unmatched,
  { statements }: Submission,
): Finding {
  const row = statements.find(
    ({ module, child, key, from }) =>
      module === 'episodes' && child === reference && key === startedOn && from,
  )?.from
  return {
    kind: 'noted',
    file: row?.file ?? '',
    module: 'episodes',
    row: row?.row ?? null,
    column: 'URN',
    value: urn,
    rule: null,
    reason,
  }
}
