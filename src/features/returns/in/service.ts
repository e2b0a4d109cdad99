import type { Pool } from 'pg'
import type { Principal } from '../../../domain/access.ts'
import {
  moduleOf,
  summarise,
  withHeaderSpellings,
  withoutChildren,
  yearName,
  type Finding,
  type ReceivedRow,
  type Statement,
  type Submission,
} from '../../../domain/ssda903/index.ts'
import { setReason } from '../../../platform/db/history.ts'
import { readAs, writeAs, type Tx } from '../../../platform/db/tenant.ts'
import { JobQueue, type Job } from '../../../platform/jobs/queue.ts'
import { endJob, failAbandonedJobs, type JobEnd } from '../../../platform/jobs/rows.ts'
import { applyPossible, withLaterMoves, withoutLiveRemovals, type ApplyResult } from './apply.ts'
import { checkRows } from './check.ts'
import { askQuestions, questionsAbout, type Questions } from './questions/ask.ts'
import { contradictionsIn } from './questions/contradictions.ts'
import { keepReturns } from './kept-imports.ts'
import { notesOfApplied } from './notes.ts'
import type { ImportOptions } from './options.ts'
import {
  addImport,
  findingsAfter,
  importById,
  importJobs,
  leaveFactsToEnd,
  liftTimeouts,
  type FindingRow,
  type ImportRow,
  type ImportStatus,
} from './queries/imports.ts'
import { childrenInTransaction, storeImportChildren, type ImportChild } from './queries/children.ts'
import { storeFindings, storeReceivedRows, storeStatements, type ReceivedOutcome } from './queries/rows.ts'
import { waitForTurnOfReturns } from './queries/turns.ts'
import { nameOfRow, type ChildrenRead } from './readings.ts'
import { ownRows, rowsOfMerged } from './whose.ts'
import { readFiles, type ReadFiles } from './ssda903/read-files.ts'

/**
 * Records a new import, with status `queued`. With `keep`, all that another process needs to begin it anew is kept with it.
 * @throws {DatabaseError} of constraint one_import_at_a_time while another import of the authority is at work
 */
export async function submit(tx: Tx, options: ImportOptions, { keep = false } = {}): Promise<ImportRow> {
  await failAbandonedJobs(tx, importJobs)
  const row = await addImport(tx, { ...options, files: options.files.map(({ name }) => name) })
  if (keep) await keepReturns(tx, row.id, tx.principal, options)
  return row
}

/**
 * The job of an import: reads its files and, unless it is refused, applies them. The job ends in the transaction that applies
 * them, so nothing is applied after a crash, or if the job was marked as abandoned while it ran.
 */
export const importJob = (pool: Pool, principal: Principal, id: string, options: ImportOptions): Job => ({
  id,
  principal,
  run: ({ report }) =>
    writeAs(pool, principal, async (tx) => {
      await liftTimeouts(tx)
      await waitForTurnOfReturns(tx)
      await leaveFactsToEnd(tx)
      await setReason(tx, 'SSDA903 import')
      const { files, maxBytes, today, year, progress } = options
      const onRead = (count: number) => {
        report({ filesRead: count })
        progress?.at(count, files.length)
      }
      const read = await readFiles(files, { maxBytes, today, year: year ?? null, onRead })
      const own = await ownRows(tx, read.rows)
      const spellings = withHeaderSpellings(own.rows)
      const survivors = await rowsOfMerged(tx, spellings.rows)
      read.rows = survivors.rows
      read.notes.push(...own.notes, ...spellings.notes, ...survivors.notes)
      const end = await process(tx, id, { ...read, asReceived: own.rows }, options)
      if (!(await endJob(tx, importJobs, id, end))) throw new Error('the import has ended already')
      return end.status
    }),
})

/**
 * Carries out a submitted import in this process, at once.
 * @throws any unexpected error, after recording the import as failed
 */
export async function carryOut(
  pool: Pool,
  principal: Principal,
  id: string,
  options: ImportOptions,
): Promise<ImportRow> {
  const queue = new JobQueue(pool, { info() {}, error() {} }, importJobs, { atOnce: 1 })
  try {
    await queue.add(importJob(pool, principal, id, options))
  } finally {
    await queue.close()
  }
  const row = await readAs(pool, principal, (tx) => importById(tx, id))
  if (!row) throw new Error('the import has gone')
  return row
}

/** The first `most` findings of a kind. */
export function firstFindings(
  pool: Pool,
  principal: Principal,
  id: string,
  { kind, most }: { kind: Finding['kind']; most: number },
): Promise<FindingRow[]> {
  return readAs(pool, principal, (tx) => findingsAfter(tx, id, { kind, lastId: 0, limit: most }))
}

/** Checks what was read and, unless it is refused, applies it. Returns the end of the import's job. */
async function process(
  tx: Tx,
  id: string,
  read: ReadFiles & { asReceived: readonly ReceivedRow[] },
  options: ImportOptions,
): Promise<JobEnd & { status: ImportStatus }> {
  const { today, progress } = options
  progress?.step('checking')
  if (options.dryRun) await tx.client.query('savepoint nothing_done')
  const { submission: everything, childrenRead } = await checkRows(tx, read, today)
  everything.children = await withLaterMoves(tx, everything.children, today)
  const { changes, standing } = await withoutLiveRemovals(tx, everything.children)
  everything.children = changes
  const contradictions = await contradictionsIn(tx, changes, today)
  const questions = await questionsAbout(tx, everything, contradictions, options)
  const anyRejected = read.faults.length > 0 || everything.outcomes.includes('rejected')
  const usable = withoutChildren(everything, read.rows, questions.reasons)
  progress?.step('storing')
  const { submission, result } = await apply(tx, usable, read, { ...options, anyRejected })
  const isRefused = result === null
  const findings = [
    ...read.faults,
    ...read.notes,
    ...summarise(submission.findings),
    ...standing.map(standingNote),
  ]
  let children: ImportChild[] = []
  if (result) {
    await storeStatements(tx, id, newStatements(submission, read.rows), submission.withdrawn)
    await childrenRead.remember(tx, submission, today)
    await askQuestions(tx, id, submission, questions)
    addUnchanged(result.records, childrenRead.counts())
    for (const note of await notesOfApplied(tx, submission, result.unmatched, options)) findings.push(note)
    children = await childrenInTransaction(tx)
  }
  if (options.dryRun) await tx.client.query('set constraints all immediate; rollback to nothing_done')
  await storeImportChildren(tx, id, children)
  await storeReceivedRows(
    tx,
    id,
    rowsToKeep(read.asReceived, submission, findings, { ...options, childrenRead }),
  )
  await storeFindings(tx, id, findings.sort(byRow))
  return {
    status: isRefused ? 'rejected' : 'succeeded',
    detail: isRefused ? refusal(read, submission) : successDetail(id, questions, options),
    columns: {
      files: read.files,
      counts: {
        ...countsOf(read.rows, submission),
        returns: read.returns.map(({ year, ...rest }) => ({ year: yearName(year), ...rest })),
        records: result?.records ?? null,
      },
    },
  }
}

/** The statements that are not stored yet, or otherwise. */
function newStatements({ statements, outcomes }: Submission, rows: readonly ReceivedRow[]): Statement[] {
  const unchangedRows = new Set(rows.filter((_, index) => outcomes[index] === 'unchanged'))
  return statements.filter(({ from }) => from === null || !unchangedRows.has(from))
}

/** Applies what can be; a null result where the import is refused. Children with impossible dates are left out. */
async function apply(
  tx: Tx,
  submission: Submission,
  read: ReadFiles,
  options: ImportOptions & { anyRejected: boolean },
): Promise<{ submission: Submission; result: ApplyResult | null }> {
  const { anyRejected, acceptPartial } = options
  if (read.rows.length === 0 || (anyRejected && !acceptPartial)) return { submission, result: null }
  const attempt = await applyPossible(tx, submission.children, options.today)
  if ('result' in attempt) return { submission, result: attempt.result }
  const others = withoutChildren(submission, read.rows, attempt.impossible)
  return apply(tx, others, read, { ...options, anyRejected: true })
}

function addUnchanged(
  records: ApplyResult['records'],
  counts: Record<keyof ApplyResult['records'], number>,
): void {
  for (const [kind, count] of Object.entries(counts)) records[kind as keyof typeof counts].unchanged += count
}

/** What is said of a child whom no return has any more, and whose record stands all the same. */
function standingNote(reference: string): Finding {
  const reason =
    'no return has the child any more; the record stands, as more is recorded of the child than returns have said'
  const place = { file: '', module: null, row: null, rule: null }
  return { kind: 'noted', ...place, column: 'CHILD', value: reference, reason }
}

/**
 * The rows to keep as they were received, with their outcomes. Of a dry run, and of children who are passed over, whose rows an
 * earlier import has kept, those that the report is about.
 */
function rowsToKeep(
  rows: readonly ReceivedRow[],
  { outcomes }: Submission,
  findings: readonly Finding[],
  { dryRun, childrenRead }: ImportOptions & { childrenRead: ChildrenRead },
): ReceivedOutcome[] {
  const subjects = new Set(findings.map(nameOfRow))
  return rows.flatMap((row, index) =>
    !(dryRun || childrenRead.isPassedOver(row)) || subjects.has(nameOfRow(row))
      ? { row, outcome: outcomes[index] ?? 'rejected' }
      : [],
  )
}

/** What is said of an import that is not refused; undefined where there is nothing to say. */
function successDetail(
  id: string,
  { questions, reasons }: Questions,
  { dryRun }: ImportOptions,
): string | undefined {
  const [are, is] = dryRun ? ['would be', 'would be'] : ['are', 'is']
  const [children, decisions] = [reasons.size, reasons.size - questions.length]
  const path = `/v1/imports/${id}/questions`
  const sentences = [
    dryRun ? 'A dry run: nothing is applied.' : '',
    children > 0
      ? `${children} children ${are} left as they are, as what was recorded of them contradicts the return within its ` +
        `years; everything else ${is} applied.`
      : '',
    decisions > 0 ? `Of ${decisions} it was answered before that the record is right.` : '',
    questions.length > 0 && !dryRun
      ? `${questions.length} questions wait for an answer, each with both versions: GET ${path}. Answer all with ` +
        `POST ${path}/answers, or one by one.`
      : '',
  ]
  return sentences.filter(Boolean).join(' ') || undefined
}

function refusal(read: ReadFiles, { outcomes }: Submission): string {
  const rows = outcomes.filter((outcome) => outcome === 'rejected').length
  const files = read.faults.length
  const parts = [rows > 0 ? `${rows} of ${outcomes.length} rows` : '', files > 0 ? `${files} files` : '']
  if (read.rows.length === 0) return 'No row could be read. Nothing was applied; the report says why.'
  return (
    `${parts.filter(Boolean).join(' and ')} can't be used, so nothing was applied. The report says why of each: ` +
    'correct them, or send the files again with acceptPartial to apply the others.'
  )
}

export interface ImportCounts {
  read: number
  new: number
  changed: number
  unchanged: number
  rejected: number
  /** Rows used with a correction; they are also counted as new, changed or unchanged. */
  repaired: number
  /** Rows used unchanged although they break a rule; also counted as new, changed or unchanged. */
  noted: number
}

const noRows = (): ImportCounts => ({
  read: 0,
  new: 0,
  changed: 0,
  unchanged: 0,
  rejected: 0,
  repaired: 0,
  noted: 0,
})

function countsOf(rows: readonly ReceivedRow[], { outcomes, findings, withdrawn }: Submission) {
  const rowsWith = (kind: Finding['kind']) =>
    new Set(findings.filter((finding) => finding.kind === kind).map(nameOfRow))
  const [repairedRows, notedRows] = [rowsWith('repaired'), rowsWith('noted')]
  const total = noRows()
  const modules: Record<string, ImportCounts> = {}
  for (const [index, row] of rows.entries()) {
    const name = nameOfRow(row)
    const outcome = outcomes[index] ?? 'rejected'
    for (const counts of [total, (modules[moduleOf(row.module).title] ??= noRows())]) {
      counts.read += 1
      counts[outcome] += 1
      if (outcome !== 'rejected' && repairedRows.has(name)) counts.repaired += 1
      if (outcome !== 'rejected' && notedRows.has(name)) counts.noted += 1
    }
  }
  return { ...total, withdrawn: withdrawn.length, modules }
}

function byRow(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  if (a.module !== b.module) return (a.module ?? '') < (b.module ?? '') ? -1 : 1
  return (a.row ?? 0) - (b.row ?? 0)
}
