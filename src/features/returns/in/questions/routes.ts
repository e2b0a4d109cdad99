import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukDate, type CivilDate } from '../../../../domain/dates.ts'
import { yearName } from '../../../../domain/ssda903/index.ts'
import { conflictOf } from '../../../../platform/db/conflicts.ts'
import { setReason } from '../../../../platform/db/history.ts'
import { readAs, writeAs, type Tx } from '../../../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../../../platform/http/access-log.ts'
import { atVersion } from '../../../../platform/http/action.ts'
import { cutPage, decodeCursor, pageOf } from '../../../../platform/http/cursor.ts'
import { etagOf, ifMatch, versionOf } from '../../../../platform/http/etag.ts'
import { id } from '../../../../platform/http/fields.ts'
import { notFound, Problem } from '../../../../platform/http/problem.ts'
import { importById } from '../queries/imports.ts'
import {
  questionById,
  questionsAfter,
  questionsOpen,
  type QuestionFilters,
  type QuestionRow,
} from '../queries/questions.ts'
import { takeTurnOfReturns } from '../queries/turns.ts'
import { answerQuestion, type GivenAnswer } from './answer.ts'
import {
  allQuestionsQuery,
  answerForm,
  answersForm,
  answersView,
  mostAnswers,
  questionQuery,
  importQuestionView,
} from './schema.ts'

const tags = ['Imports']
const read = { scope: 'imports:read' } as const
const write = { scope: 'imports:write' } as const
const params = z.object({ id })
const NAME = 'question of an import'
const changedSince =
  'What it is about has changed since it was asked: it now asks about what is recorded now. Read it again, and answer that.'

const pathOf = (recordType: string) =>
  recordType.replace('_', '-') as 'care-periods' | 'legal-statuses' | 'placements'

function viewOf(question: QuestionRow) {
  const { reference, statements, ...row } = question
  return {
    ...row,
    childReference: reference,
    recorded: question.recorded.map(({ recordType, id: recordId, ...days }) => {
      const record = pathOf(recordType)
      return { record, ...days, href: `/v1/${record}/${recordId ?? ''}` }
    }),
    returned: question.returned.map(({ recordType, startedOn, endedOn, what }) => {
      return { record: pathOf(recordType), startedOn, endedOn, what }
    }),
    years: [...new Set(statements.map(({ year }) => yearName(year)))].sort(),
  }
}

async function listQuestions(
  tx: Tx,
  request: FastifyRequest,
  { limit, cursor, ...filters }: QuestionFilters & { limit: number; cursor?: string | undefined },
) {
  const lastId = decodeCursor(cursor, z.tuple([id]))?.[0]
  const rows = await questionsAfter(tx, filters, lastId, limit + 1)
  const { items, nextCursor } = cutPage(rows, limit, (row) => [row.id])
  await logChildAccess(
    tx,
    request,
    items.map(({ childId }) => childId),
  )
  return { items: items.map(viewOf), nextCursor }
}

/** Answers questions one after another; one that cannot be answered leaves the others as they are answered. */
async function answerAll(tx: Tx, ids: readonly string[], answer: GivenAnswer, today: CivilDate) {
  const answers: string[] = []
  const refusals: { questionId: string; code: string; detail: string }[] = []
  for (const questionId of ids) {
    await tx.client.query('savepoint one_question')
    try {
      const question = atVersion(await questionById(tx, questionId, true), null, NAME)
      if (await answerQuestion(tx, question, answer, today)) answers.push(questionId)
      else refusals.push({ questionId, code: 'conflict', detail: changedSince })
    } catch (error) {
      const { type, detail } = refusalOf(error)
      await tx.client.query('rollback to one_question')
      refusals.push({ questionId, code: type, detail })
    }
    await tx.client.query('release one_question')
  }
  return { answers, refusals }
}

/** Why a question cannot be answered. */
function refusalOf(error: unknown): { type: string; detail: string } {
  if (error instanceof Problem) return { type: error.type, detail: error.message }
  const conflict = conflictOf(error)
  if (conflict) return conflict
  throw error
}

/** Routes of the questions that imports ask: which is right, where what was recorded live contradicts a return. */
export function registerQuestions(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/v1/import-questions',
    {
      config: read,
      schema: {
        tags,
        summary: 'List: question of an import',
        description:
          'Which is right of a child, where what was recorded live contradicts a return within its years: one question for each child, with both versions. In order of identifier.',
        headers: purpose,
        querystring: allQuestionsQuery,
        response: { 200: pageOf(importQuestionView) },
      },
    },
    (request) => readAs(pool, request.principal, (tx) => listQuestions(tx, request, request.query)),
  )

  app.get(
    '/v1/import-questions/:id',
    {
      config: read,
      schema: {
        tags,
        summary: 'Read: question of an import',
        description: 'Both versions and, once it is answered, the answer with who gave it, when and why.',
        headers: purpose,
        params,
        response: { 200: importQuestionView },
      },
    },
    async (request, reply) => {
      const row = await readAs(pool, request.principal, async (tx) => {
        const question = atVersion(await questionById(tx, request.params.id), null, NAME)
        await logChildAccess(tx, request, [question.childId])
        return question
      })
      return reply.header('etag', etagOf(row.version)).send(viewOf(row))
    },
  )

  app.post(
    '/v1/import-questions/:id/answer',
    {
      config: write,
      schema: {
        tags,
        summary: 'Question of an import: answer',
        description:
          'Says which is right. Where what is recorded has changed since the question was asked, it is asked anew and not answered (409).',
        headers: ifMatch.extend(purpose.shape),
        params,
        body: answerForm,
        response: { 200: importQuestionView },
      },
    },
    async (request, reply) => {
      const version = versionOf(request.headers['if-match'])
      const result = await writeAs(pool, request.principal, async (tx) => {
        await takeTurnOfReturns(tx)
        const question = atVersion(await questionById(tx, request.params.id, true), version, NAME)
        await setReason(tx, request.body.reason)
        await logChildAccess(tx, request, [question.childId])
        const isAnswered = await answerQuestion(tx, question, request.body, ukDate(clock()))
        return isAnswered ? questionById(tx, question.id) : null
      })
      if (!result) throw new Problem('conflict', changedSince)
      return reply.header('etag', etagOf(result.version)).send(viewOf(result))
    },
  )

  app.get(
    '/v1/imports/:id/questions',
    {
      config: read,
      schema: {
        tags,
        summary: 'List: questions of one import',
        description:
          'What this import asks: of each child of whom it contradicts what was recorded live, which is right. Everything else of the import is applied.',
        headers: purpose,
        params,
        querystring: questionQuery,
        response: { 200: pageOf(importQuestionView) },
      },
    },
    (request) =>
      readAs(pool, request.principal, async (tx) => {
        const { id: importId } = request.params
        if ((await importById(tx, importId)) === undefined) throw notFound('import')
        return listQuestions(tx, request, { ...request.query, importId })
      }),
  )

  app.post(
    '/v1/imports/:id/questions/answers',
    {
      config: write,
      schema: {
        tags,
        summary: 'Questions of an import: answer several',
        description:
          'Answers the open questions of an import, or those named, alike. Each by itself: one that cannot be answered is told, and the others are answered.',
        headers: purpose,
        params,
        body: answersForm,
        response: { 200: answersView },
      },
    },
    async (request) => {
      const { questions: choice, ...answer } = request.body
      const { id: importId } = request.params
      return writeAs(pool, request.principal, async (tx) => {
        if ((await importById(tx, importId)) === undefined) throw notFound('import')
        await takeTurnOfReturns(tx)
        await setReason(tx, answer.reason)
        const questions = await questionsAfter(
          tx,
          { importId, ids: choice, status: choice ? undefined : 'open' },
          undefined,
          mostAnswers,
        )
        const ids = choice ?? questions.map((question) => question.id)
        const own = new Set(questions.map((question) => question.id))
        const strangers = ids.filter((questionId) => !own.has(questionId))
        await logChildAccess(
          tx,
          request,
          questions.map(({ childId }) => childId),
        )
        const { answers, refusals } = await answerAll(
          tx,
          ids.filter((questionId) => own.has(questionId)),
          answer,
          ukDate(clock()),
        )
        const absent = strangers.map((questionId) => ({
          questionId,
          code: 'not-found',
          detail: 'This import has no such question.',
        }))
        const rows = await questionsAfter(tx, { ids: answers }, undefined, mostAnswers)
        return {
          answered: rows.map(viewOf),
          refused: [...refusals, ...absent],
          open: await questionsOpen(tx, importId),
        }
      })
    },
  )
}
