import { workbookManager } from '@microsoft/connected-workbooks'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { feedNames, type FeedName } from '../../domain/feeds/sets.ts'
import { entitySetName } from '../../domain/odata/entities.ts'
import { setConnection, setQuery } from './power-query.ts'
import { ODATA_URL } from './resource.ts'

const params = z.object({ set: z.enum(feedNames) })

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A file for Power BI Desktop, as its maker defines it. */
const connection = z.object({
  version: z.literal('0.1'),
  connections: z.array(
    z.object({
      details: z.object({
        protocol: z.literal('odata'),
        address: z.object({ url: z.string().describe('The address of the set.') }),
      }),
      mode: z.literal('Import'),
    }),
  ),
})

/** Registers files by which Excel and Power BI read a set themselves, again whenever they are refreshed. */
export function registerLiveFiles(
  instance: FastifyInstance,
  baseUrlOf: (request: FastifyRequest) => string,
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const file = (reply: FastifyReply, type: string, name: string) =>
    reply.type(type).header('content-disposition', `attachment; filename="${name}"`)

  app.get(
    '/v1/feeds/:set/workbook.xlsx',
    {
      config: { scope: 'feeds:read' },
      schema: {
        tags: ['Feeds'],
        operationId: 'getFeedsBySetWorkbook',
        summary: 'A workbook that reads a set',
        description:
          'An Excel workbook with a query that reads the set by OData when it is opened and whenever it is refreshed. It has neither rows nor a credential in it: Excel asks each reader for their own.',
        params,
        produces: [WORKBOOK],
        response: { 200: z.string() },
      },
    },
    async (request, reply) => {
      const { set } = request.params
      const workbook = await makeWorkbook(set, baseUrlOf(request) + ODATA_URL)
      return file(reply, WORKBOOK, `${set}.xlsx`).send(workbook)
    },
  )

  app.get(
    '/v1/feeds/:set/connection.pbids',
    {
      config: { scope: 'feeds:read' },
      schema: {
        tags: ['Feeds'],
        operationId: 'getFeedsBySetConnection',
        summary: 'A file that opens Power BI at a set',
        description:
          'Power BI Desktop opens it and asks how to sign in: as Web API with a service key, or with an organisational account.',
        params,
        response: { 200: connection },
      },
    },
    async (request, reply) => {
      const { set } = request.params
      return file(reply, 'application/json', `${set}.pbids`).send(
        setConnection(baseUrlOf(request) + ODATA_URL, entitySetName(set)),
      )
    },
  )
}

async function makeWorkbook(set: FeedName, serviceUrl: string): Promise<Buffer> {
  const name = entitySetName(set)
  const query = { queryMashup: setQuery(serviceUrl, name), queryName: name, refreshOnOpen: true }
  const workbook = await workbookManager.generateSingleQueryWorkbook(query)
  return Buffer.from(await workbook.arrayBuffer())
}
