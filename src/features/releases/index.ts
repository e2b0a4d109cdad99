import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukDate, type CivilDate } from '../../domain/dates.ts'
import { figureSymbols } from '../../domain/disclosure/policy.ts'
import { financialYearOf, type FinancialYear } from '../../domain/disclosure/year.ts'
import * as queries from '../../engines/released/queries.ts'
import { releaseSummary, URL } from '../../engines/released/summary.ts'
import { readAnywhere } from '../../platform/db/replicas.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { sendCsv, wantsCsv } from '../../platform/http/csv.ts'
import { id } from '../../platform/http/fields.ts'
import { idempotencyKey, once } from '../../platform/http/idempotency.ts'
import { notFound, Problem } from '../../platform/http/problem.ts'
import { OutOfTime } from '../../platform/threads/in-thread.ts'
import { registerPublicAnswers } from './answers/index.ts'
import { releaseRows } from './contents.ts'
import { makeRelease, type ReleaseContents } from './make.ts'
import * as schema from './schema.ts'
import { registerReleasedScorecard } from './scorecard/index.ts'

export { registerReleasePages } from './page.ts'

const tags = ['Releases']
const reading = { scope: 'releases:read' } as const
const writing = { scope: 'releases:write' } as const
const snapshot = { ofOneMoment: true }
const inBody = { problem: 'rule-broken', pointer: '#/financialYear' } as const
const inQuery = { problem: 'invalid-request', pointer: '#/query/financialYear' } as const
type YearField = typeof inBody | typeof inQuery
const contents =
  'Children looked after on 31 March by age, sex, ethnicity, need, legal status and placement, for every 10,000 people aged 0 to 17, and at the end of each month; where they are placed, how stable that is, who left care and who moved; no sums of money or miles.'

/** Routes of releases: the publishable tables of a financial year, protected when made and never changed afterwards. */
export function registerReleases(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  registerReleasedScorecard(instance, { pool })
  registerPublicAnswers(instance, { pool, clock })
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const closing = new AbortController()
  app.addHook('onClose', () => closing.abort(new Error('stopped')))
  let atWork = false

  /** Makes the tables of a year. One at a time in this process, since each keeps a processor busy for seconds. */
  async function makeAlone(tx: Tx, year: FinancialYear, today: CivilDate): Promise<ReleaseContents> {
    if (atWork) throw new Problem('unavailable', 'Another release is being made; try again shortly.')
    atWork = true
    try {
      return await makeRelease(tx, year, today, closing.signal)
    } catch (error) {
      if (!(error instanceof OutOfTime) && !closing.signal.aborted) throw error
      throw new Problem(
        'unavailable',
        'The tables could not be protected in time; try again when less is going on.',
      )
    } finally {
      atWork = false
    }
  }

  app.post(
    URL,
    {
      config: writing,
      schema: {
        tags,
        summary: 'Release: make one',
        description: `Publishes the tables of a financial year that is over, from what is recorded now. ${contents} It takes some seconds. A year is released once, after those before it, and never changed: what is corrected later shows in the next release alone, so that no two answers about a year differ by a child. See first what would be published: \`GET /v1/releases/preview\`.`,
        headers: idempotencyKey,
        body: schema.releaseBody,
        response: { 201: schema.releaseView },
      },
    },
    async (request, reply) => {
      await once(
        { pool, request, reply },
        async (tx) => {
          const today = ukDate(clock())
          const year = await yearOf(tx, request.body.financialYear, today, inBody)
          if (await queries.releaseOf(tx, year.to)) throw new Problem('already-exists', alreadyReleased)
          const { tables, tally } = await makeAlone(tx, year, today)
          const id = await queries.addRelease(tx, year.to, tables, tally)
          return {
            status: 201,
            headers: { location: `${URL}/${id}` },
            body: viewOf(await findRelease(tx, id)),
          }
        },
        snapshot,
      )
      return reply
    },
  )

  app.get(
    `${URL}/preview`,
    {
      config: writing,
      schema: {
        tags,
        summary: 'Release: see what would be published',
        description:
          'The tables of a year as they would be released from what is recorded now, and how many counts would not be shown. Nothing is kept. It takes some seconds. As CSV with `Accept: text/csv`.',
        produces: ['application/json', 'text/csv'],
        querystring: schema.previewQuery,
        response: { 200: schema.previewView },
      },
    },
    async (request, reply) => {
      const asCsv = wantsCsv(request)
      const today = ukDate(clock())
      const preview = await readAnywhere(
        pool,
        request.principal,
        async (tx) => {
          const year = await yearOf(tx, request.query.financialYear, today, inQuery)
          if (await queries.releaseOf(tx, year.to))
            throw refusal(inQuery, alreadyReleased, 'already-released')
          const { id, from, to } = year
          return {
            financialYear: id,
            from,
            to,
            symbols: figureSymbols,
            ...(await makeAlone(tx, year, today)),
          }
        },
        { isHeavy: true },
      )
      return asCsv ? sendTables(request, reply, preview.tables) : reply.send(preview as never)
    },
  )

  app.get(
    URL,
    {
      config: reading,
      schema: {
        tags,
        summary: 'List: releases',
        description: 'The years that have been released, the latest first, without their tables.',
        response: { 200: schema.releaseListView },
      },
    },
    async (request) => {
      const rows = await readAnywhere(pool, request.principal, queries.listReleases)
      return { items: rows.map(releaseSummary) }
    },
  )

  app.get(
    `${URL}/:id`,
    {
      config: reading,
      schema: {
        tags,
        summary: 'Read: release',
        description: `The tables of a year, in which no count of 1 to 5 can be read or worked out. ${contents} As CSV with \`Accept: text/csv\`: a line for each figure.`,
        params: z.object({ id }),
        querystring: schema.measureFilter,
        produces: ['application/json', 'text/csv'],
        response: { 200: schema.releaseView },
      },
    },
    async (request, reply) => {
      const asCsv = wantsCsv(request)
      const release = await readAnywhere(pool, request.principal, (tx) => findRelease(tx, request.params.id))
      const { measure: measureId } = request.query
      const tables = release.tables.filter(
        ({ measure }) => measureId === undefined || measure.id === measureId,
      )
      return asCsv ? sendTables(request, reply, tables) : reply.send(viewOf({ ...release, tables }) as never)
    },
  )
}

function sendTables(
  request: FastifyRequest,
  reply: FastifyReply,
  tables: queries.Release['tables'],
): FastifyReply {
  const { columns, items } = releaseRows(tables)
  return sendCsv(request, reply, { items }, columns)
}

const alreadyReleased = 'The year is released already, and a release is not changed.'

function refusal({ problem, pointer }: YearField, detail: string, code: string): Problem {
  return new Problem(problem, detail, [{ pointer, detail, code }])
}

/** The financial year in `text`. Throws where it is not one, is not over, or nobody is recorded in care when it began. */
async function yearOf(tx: Tx, text: string, today: CivilDate, where: YearField): Promise<FinancialYear> {
  const year = financialYearOf(text)
  if (year === null)
    throw refusal(where, 'There is no such year: the second follows the first, as in 2022/23.', 'no-year')
  if (year.to >= today) throw refusal(where, `The year is over after ${year.to}.`, 'not-over')
  if (!(await queries.isRecorded(tx, year.from)))
    throw refusal(where, 'Nobody is recorded as in care when the year began.', 'not-recorded')
  return year
}

async function findRelease(tx: Tx, id: string): Promise<queries.Release> {
  const release = await queries.releaseById(tx, id)
  if (release === undefined) throw notFound('release')
  return release
}

const viewOf = (release: queries.Release) => ({
  ...releaseSummary(release),
  symbols: figureSymbols,
  tables: release.tables,
})
