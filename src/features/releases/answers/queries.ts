import type { AnsweredTable } from '../../../domain/disclosure/answer.ts'
import type { CivilDate } from '../../../domain/dates.ts'
import { locks } from '../../../platform/db/locks.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import type { PublicQuestion } from './schema.ts'

/** An answer that the public was given. */
export interface PublicAnswer {
  id: string
  question: PublicQuestion
  createdAt: string
  tables: AnsweredTable[]
}

const summary = 'id, question, created_at as "createdAt"'

/** Waits until no other answer or release of the authority is being made: each is protected with those before it. */
export async function lockPublished(tx: Tx): Promise<void> {
  await tx.client.query('select pg_advisory_xact_lock($1, hashtext($2))', [
    locks.release,
    tx.principal.authorityCode,
  ])
}

/** The answers given, the latest first, without their tables. */
export async function listAnswers(tx: Tx, limit: number): Promise<Omit<PublicAnswer, 'tables'>[]> {
  const { rows } = await tx.client.query<PublicAnswer>(
    `select ${summary} from public_answers order by number desc limit $1`,
    [limit],
  )
  return rows
}

/** An answer by id; undefined where the authority has none with it. */
export async function answerById(tx: Tx, id: string): Promise<PublicAnswer | undefined> {
  const { rows } = await tx.client.query<PublicAnswer>(
    `select ${summary}, tables from public_answers where id = $1`,
    [id],
  )
  return rows[0]
}

/** The id of the answer to a question that was asked before, word for word. */
export async function answerToQuestion(tx: Tx, question: PublicQuestion): Promise<string | undefined> {
  const { rows } = await tx.client.query<{ id: string }>(
    'select id from public_answers where question = $1::jsonb',
    [JSON.stringify(question)],
  )
  return rows[0]?.id
}

/** Every table that the public was given of a day in answers, in the order in which they were given. */
export async function tablesGiven(tx: Tx, day: CivilDate): Promise<AnsweredTable[]> {
  const { rows } = await tx.client.query<{ given: AnsweredTable }>(
    `select given
       from public_answers, jsonb_array_elements(tables) with ordinality given_table (given, nth)
      where given ->> 'asAt' = $1
      order by number, nth`,
    [day],
  )
  return rows.map((row) => row.given)
}

/** Keeps an answer and gives its id; a unique constraint refuses a second one to the same question. */
export async function addAnswer(
  tx: Tx,
  question: PublicQuestion,
  tables: readonly AnsweredTable[],
): Promise<string> {
  const { rows } = await tx.client.query<{ id: string }>(
    `insert into public_answers (authority_code, question, tables) values ($1, $2, $3) returning id`,
    [tx.principal.authorityCode, JSON.stringify(question), JSON.stringify(tables)],
  )
  return rows[0]?.id ?? ''
}

/** A release with the instant at which it was made, exactly as recorded. */
export interface ReleaseInstant {
  yearEnds: CivilDate
  /** ISO 8601, to the microsecond. */
  madeAt: string
}

/** When each release was made, the earliest year first. */
export async function releaseInstants(tx: Tx): Promise<ReleaseInstant[]> {
  const { rows } = await tx.client.query<ReleaseInstant>(
    `select year_ends as "yearEnds", to_json(created_at) #>> '{}' as "madeAt" from releases order by year_ends`,
  )
  return rows
}
