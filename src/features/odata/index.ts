import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import type { Pool } from 'pg'
import { may } from '../../domain/access.ts'
import { ukDate } from '../../domain/dates.ts'
import { feedNames, feedSets, visibleColumns } from '../../domain/feeds/sets.ts'
import { entitySetName, type VisibleSet } from '../../domain/odata/entities.ts'
import type { PullPace } from '../../engines/feeds/pull-pace.ts'
import { sendProblem } from '../../platform/http/errors.ts'
import { Problem } from '../../platform/http/problem.ts'
import { membersOf, refuseOtherFormats, sendAnswer, type ODataAnswer, type ODataContext } from './answer.ts'
import { odataHeaders, sendODataError } from './errors.ts'
import { metadataDocument } from './metadata.ts'
import { registerLiveFiles } from './live-files.ts'
import { readOptions } from './options.ts'
import { isODataPath, ODATA_URL, pathOf, readResource } from './resource.ts'
import { answerCount, answerEntity, answerPage } from './rows.ts'

/** Answers with an error, in the form that the address has. */
export const sendErrorInForm: typeof sendProblem = (error, request, reply) =>
  (isODataPath(pathOf(request)) ? sendODataError : sendProblem)(error, request, reply)

/** Registers the feeds as OData 4.0, to be read only: for Power BI, Excel and whatever else speaks it. */
export function registerOData(
  app: FastifyInstance,
  {
    pool,
    clock,
    pace,
    publicUrl,
  }: { pool: Pool; clock: () => Date; pace: PullPace; publicUrl: string | undefined },
): void {
  const route: RouteShorthandOptions = {
    config: { scope: 'feeds:read' },
    schema: { hide: true },
    errorHandler: (error, request, reply) => void sendODataError(error, request, reply),
  }
  const baseUrlOf = ({ protocol, host }: FastifyRequest) => publicUrl ?? `${protocol}://${host}`
  const contextFor = (request: FastifyRequest): ODataContext => ({
    pool,
    pace,
    today: () => ukDate(clock()),
    baseUrl: baseUrlOf(request),
  })
  const answer = (request: FastifyRequest, reply: FastifyReply) =>
    answerRequest(contextFor(request), request, reply)
  app.get(ODATA_URL, route, answer)
  app.get(`${ODATA_URL}/*`, route, answer)
  app.route({
    ...route,
    method: ['POST', 'PUT', 'PATCH', 'DELETE'],
    url: `${ODATA_URL}/*`,
    // Before the body is looked at, which may be of any type.
    preParsing: async (request) => {
      const { kind } = readResource(pathOf(request))
      throw new Problem('method-not-allowed', `The ${kind} here can be read only.`, [], {
        allow: 'GET, HEAD',
      })
    },
    handler: () => undefined,
  })
  registerLiveFiles(app, baseUrlOf)
}

/** The columns of every set that the caller sees. */
const columnsFor = ({ principal }: FastifyRequest) =>
  Object.fromEntries<readonly string[]>(
    feedNames.map((set) => [set, visibleColumns(set, (scope) => may(principal, scope))]),
  ) as VisibleSet['columns']

async function answerRequest(
  context: ODataContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const resource = readResource(pathOf(request))
  const options = readOptions(request.url.slice(pathOf(request).length + 1), resource.kind)
  const columns = columnsFor(request)
  if (resource.kind === 'metadata')
    return reply.headers(odataHeaders).type('application/xml;charset=utf-8').send(metadataDocument(columns))
  if (resource.kind === 'count') {
    const count = await answerCount(context, request, { set: resource.set, columns }, options)
    return reply.headers(odataHeaders).type('text/plain;charset=utf-8').send(count)
  }
  refuseOtherFormats(request, options)
  const send = (value: ODataAnswer) => sendAnswer(request, reply, context, { answer: value, options })
  if (resource.kind === 'service') return send(serviceDocument())
  const visible = { set: resource.set, columns }
  if (resource.kind === 'rows') return send(await answerPage(context, request, visible, options))
  const row = await answerEntity(context, request, visible, { resource, options })
  return row === null ? reply.headers(odataHeaders).code(204).send() : send(row)
}

/** The sets that there are. */
const serviceDocument = (): ODataAnswer => ({
  context: null,
  applied: {},
  members: membersOf({
    value: feedNames.map((set) => ({
      name: entitySetName(set),
      kind: 'EntitySet',
      url: entitySetName(set),
      title: feedSets[set].title,
    })),
  }),
})
