import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukDate } from '../../../domain/dates.ts'
import { figureSymbols } from '../../../domain/disclosure/policy.ts'
import { readAs, type Tx } from '../../../platform/db/tenant.ts'
import { sendCsv, wantsCsv } from '../../../platform/http/csv.ts'
import { id } from '../../../platform/http/fields.ts'
import { idempotencyKey, once } from '../../../platform/http/idempotency.ts'
import { notFound, Problem } from '../../../platform/http/problem.ts'
import { OutOfTime } from '../../../platform/threads/in-thread.ts'
import { makeAnswer, normaliseQuestion, tablesAsked } from './make.ts'
import * as queries from './queries.ts'
import * as schema from './schema.ts'
import { answerRows } from './table.ts'

const tags = ['Releases']
const path = '/v1/public-answers'
const maxListed = 500

/** Routes of answers to the public: figures that are asked for, protected with all that the public was given before. */
export function registerPublicAnswers(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const closing = new AbortController()
  app.addHook('onClose', () => closing.abort(new Error('stopped')))

  app.post(
    path,
    {
      config: { scope: 'releases:write' },
      schema: {
        tags,
        summary: 'Public answer: ask',
        description:
          'Figures of children looked after on last days of months, or of those who left care and of moves in a financial year, for an answer to the public, such as one under the Freedom of Information Act. Their small counts are protected together with every release and every earlier answer, whoever asked, so that nobody works one out from all of them. Rare groups of a table are put together first, and `merges` says which. What was answered once is answered the same again; a table that can’t be protected beside what is known already is refused, and so is every later one about the same subjects of that day. Nothing is told of a year whose total its release does not show. Measures that are not answered are refused (422) with the reason in `errors`. Figures are as recorded when the year was released. It takes some seconds. The answer is kept, and everyone with the scope `releases:read` may read it.',
        headers: idempotencyKey,
        body: schema.publicQuestion,
        response: { 200: schema.answerView, 201: schema.answerView },
      },
    },
    async (request, reply) => {
      const question = normaliseQuestion(request.body)
      const tables = tablesAsked(question)
      await once({ pool, request, reply }, async (tx) => {
        await queries.lockPublished(tx)
        const earlierId = await queries.answerToQuestion(tx, question)
        const answerId =
          earlierId ??
          (await queries.addAnswer(
            tx,
            question,
            await makeAnswer(tx, question, tables, { today: ukDate(clock()), signal: closing.signal }).catch(
              sayOutOfTime,
            ),
          ))
        const status = earlierId === undefined ? 201 : 200
        return { status, headers: { location: `${path}/${answerId}` }, body: await viewOf(tx, answerId) }
      })
      return reply
    },
  )

  app.get(
    path,
    {
      config: { scope: 'releases:read' },
      schema: {
        tags,
        summary: 'List: public answers',
        description: `The questions that were answered to the public, the latest ${maxListed} first, without their tables.`,
        response: { 200: schema.answerListView },
      },
    },
    async (request) => {
      const rows = await readAs(pool, request.principal, (tx) => queries.listAnswers(tx, maxListed))
      return { items: rows.map(summaryOf) }
    },
  )

  app.get(
    `${path}/:id`,
    {
      config: { scope: 'releases:read' },
      schema: {
        tags,
        summary: 'Read: public answer',
        description:
          'An answer as it was given. As CSV with `Accept: text/csv`, in the columns of the measures’ CSV, with symbols in the place of numbers that are not shown.',
        params: z.object({ id }),
        produces: ['application/json', 'text/csv'],
        response: { 200: schema.answerView },
      },
    },
    async (request, reply) => {
      const asCsv = wantsCsv(request)
      const answer = await readAs(pool, request.principal, (tx) => viewOf(tx, request.params.id))
      return asCsv ? sendAnswer(request, reply, answer) : reply.send(answer as never)
    },
  )
}

function sayOutOfTime(error: unknown): never {
  if (!(error instanceof OutOfTime)) throw error
  throw new Problem('unavailable', 'The answer could not be protected in time; ask for fewer tables or days.')
}

function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  { tables }: Pick<queries.PublicAnswer, 'tables'>,
): FastifyReply {
  const { columns, items } = answerRows(tables)
  return sendCsv(request, reply, { items }, columns)
}

const summaryOf = ({ id: answerId, question, createdAt }: Omit<queries.PublicAnswer, 'tables'>) => ({
  id: answerId,
  answeredAt: createdAt,
  question,
  href: `${path}/${answerId}`,
})

async function viewOf(tx: Tx, answerId: string) {
  const answer = await queries.answerById(tx, answerId)
  if (answer === undefined) throw notFound('answer')
  return { ...summaryOf(answer), symbols: figureSymbols, tables: answer.tables }
}
