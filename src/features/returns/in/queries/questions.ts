import type { Statement } from '../../../../domain/ssda903/index.ts'
import type { Tx } from '../../../../platform/db/tenant.ts'
import type { Versions } from '../questions/contradictions.ts'

export const questionStatuses = ['open', 'answered', 'superseded'] as const
export const questionAnswers = ['return', 'record'] as const
export type QuestionAnswer = (typeof questionAnswers)[number]

/** A statement as it is kept with a question. */
export type KeptStatement = Omit<Statement, 'from'>

/** What a question is about. */
export interface QuestionContent extends Versions {
  /** What the return says of the child, to be stored if it is right. */
  statements: KeptStatement[]
}

export interface QuestionRow extends QuestionContent {
  id: string
  version: number
  importId: string
  childId: string
  reference: string
  status: (typeof questionStatuses)[number]
  answer: QuestionAnswer | null
  reason: string | null
  answeredAt: string | null
  answeredBy: string | null
  notes: string[]
  createdAt: string
}

const columns = `q.id, q.version, q.import_id as "importId", q.child_id as "childId", c.reference, q.recorded, q.returned,
  q.statements, q.status, q.answer, q.reason, q.answered_at as "answeredAt", q.answered_by as "answeredBy", q.notes,
  q.created_at as "createdAt"`
const source = 'import_questions q join children c on c.id = q.child_id'

export interface QuestionFilters {
  importId?: string | undefined
  childId?: string | undefined
  status?: string | undefined
  ids?: readonly string[] | undefined
}

/** At most `limit` questions after an id, in order of id. */
export async function questionsAfter(
  tx: Tx,
  { importId, childId, status, ids }: QuestionFilters,
  lastId: string | undefined,
  limit: number,
): Promise<QuestionRow[]> {
  const { rows } = await tx.client.query<QuestionRow>(
    `select ${columns} from ${source}
      where ($1::uuid is null or q.import_id = $1) and ($2::uuid is null or q.child_id = $2)
        and ($3::text is null or q.status = $3) and ($4::uuid[] is null or q.id = any($4))
        and ($5::uuid is null or q.id > $5)
      order by q.id limit $6`,
    [importId ?? null, childId ?? null, status ?? null, ids ?? null, lastId ?? null, limit],
  )
  return rows
}

/** How many questions of an import are open. */
export async function questionsOpen(tx: Tx, importId: string): Promise<number> {
  const { rows } = await tx.client.query<{ open: number }>(
    `select count(*)::int as open from import_questions where import_id = $1 and status = 'open'`,
    [importId],
  )
  return rows[0]?.open ?? 0
}

/** A question, whose row is locked until the end of the transaction if it is to be changed. */
export async function questionById(tx: Tx, id: string, lock = false): Promise<QuestionRow | undefined> {
  const { rows } = await tx.client.query<QuestionRow>(
    `select ${columns} from ${source} where q.id = $1 ${lock ? 'for no key update of q' : ''}`,
    [id],
  )
  return rows[0]
}

/** The questions of these children that are open, or to which the record was said to be right; the latest last. */
export async function standingQuestions(tx: Tx, references: readonly string[]): Promise<QuestionRow[]> {
  const { rows } = await tx.client.query<QuestionRow>(
    `select ${columns} from ${source}
      where c.reference = any($1) and (q.status = 'open' or q.answer = 'record')
      order by q.answered_at nulls last`,
    [references],
  )
  return rows
}

/** Asks a question about each of these children; the one that is open already is about this then. */
export async function ask(
  tx: Tx,
  importId: string,
  questions: readonly (QuestionContent & { reference: string })[],
): Promise<void> {
  if (questions.length === 0) return
  await tx.client.query(
    `insert into import_questions (authority_code, import_id, child_id, recorded, returned, statements)
     select current_authority(), $2, c.id, r.recorded, r.returned, r.statements
       from jsonb_to_recordset($1) r (reference text, recorded jsonb, returned jsonb, statements jsonb)
       join children c on c.reference = r.reference
     on conflict (child_id) where status = 'open' do update
       set import_id = excluded.import_id, recorded = excluded.recorded, returned = excluded.returned,
           statements = excluded.statements`,
    [JSON.stringify(questions), importId],
  )
}

/** Changes what an open question is about. */
export async function changeQuestion(tx: Tx, id: string, content: QuestionContent): Promise<void> {
  await tx.client.query(
    'update import_questions set recorded = $2, returned = $3, statements = $4 where id = $1',
    [id, ...[content.recorded, content.returned, content.statements].map((part) => JSON.stringify(part))],
  )
}

/** Closes an open question that an import has settled. */
export async function supersedeQuestion(tx: Tx, id: string): Promise<void> {
  await tx.client.query(`update import_questions set status = 'superseded' where id = $1`, [id])
}

/** Stores the answer to an open question, and what could not be done as the return has it. */
export async function storeAnswer(
  tx: Tx,
  id: string,
  { answer, reason, notes }: { answer: QuestionAnswer; reason: string; notes: readonly string[] },
): Promise<void> {
  await tx.client.query(
    `update import_questions
        set status = 'answered', answer = $2, reason = $3, notes = $4, answered_at = now(), answered_by = $5
      where id = $1`,
    [id, answer, reason, notes, tx.principal.subject],
  )
}
