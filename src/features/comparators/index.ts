import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { publishedFiles, type PublishedFile } from '../../domain/scorecards/published-files.ts'
import { publishedRowOutcomes, type PublishedRowOutcome } from '../../domain/scorecards/published-rows.ts'
import { comparisons } from '../../engines/comparators/comparisons.ts'
import { comparatorImports } from '../../engines/comparators/queries.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { sendCsv, wantsCsv } from '../../platform/http/csv.ts'
import * as schema from './schema.ts'

export { importPublished, type PublishedImport } from './import.ts'

const config = { scope: 'measures:read' } as const
const tags = ['Scorecards']

const declaredSeries = Object.entries(publishedFiles as Record<string, PublishedFile>).flatMap(
  ([kind, { source, columns, series }]) => series.map((one) => ({ kind, source, columns, ...one })),
)

/** A comparison as a CSV row, with the average of the neighbours and not each of them. */
const flat = ({
  series,
  year,
  national,
  region,
  own,
  neighbours,
}: Awaited<ReturnType<typeof comparisons>>[0]) => ({
  series: series.id,
  title: series.title,
  measure: series.measure,
  filter: Object.entries(series.filter)
    .map((pair) => pair.join('='))
    .join(' '),
  unit: series.unit,
  year,
  national: national?.value ?? national?.symbol,
  regionName: region?.name,
  region: region?.value ?? region?.symbol,
  own: own?.value ?? own?.symbol,
  neighbourMean: neighbours.mean,
  neighbourMedian: neighbours.median,
  neighboursValued: neighbours.valued,
  neighbours: neighbours.of,
})

/** Routes of comparators: the published figures of England, the region and the statistical neighbours, and the files loaded. */
export function registerComparators(instance: FastifyInstance, { pool }: { pool: Pool }): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/v1/comparators',
    {
      config,
      schema: {
        tags,
        summary: 'Compare: published figures',
        description:
          "England's, the region's and the statistical neighbours' published figures, and the authority's own as published. A symbol in place of a figure is given as such, and never counted as 0. As CSV with `Accept: text/csv`.",
        querystring: schema.comparisonsQuery,
        produces: ['application/json', 'text/csv'],
        response: { 200: z.object({ items: z.array(schema.comparisonView) }) },
      },
    },
    async (request, reply) => {
      const csv = wantsCsv(request)
      const { year, measure } = request.query
      const all = await readAs(pool, request.principal, (tx) => comparisons(tx, { year }))
      const items = all.filter(({ series }) => measure === undefined || series.measure === measure)
      return csv ? sendCsv(request, reply, { items: items.map(flat) }) : reply.send({ items })
    },
  )

  app.get(
    '/v1/comparator-series',
    {
      config,
      schema: {
        tags,
        summary: 'List: published indicators',
        description:
          'What is taken from which published file: the columns by which a file is known, the rows of each indicator, and the measure that it compares with.',
        response: { 200: z.object({ items: z.array(schema.declaredSeriesView) }) },
      },
    },
    () => ({ items: declaredSeries.map((one) => ({ ...one, columns: [...one.columns] })) }),
  )

  app.get(
    '/v1/comparator-imports',
    {
      config,
      schema: {
        tags,
        summary: 'List: published files that were loaded',
        description:
          'The latest first, with what became of their rows. Files are loaded by those who run the service, for every authority.',
        response: { 200: schema.importsView },
      },
    },
    async (request) => {
      const rows = await readAs(pool, request.principal, comparatorImports)
      return {
        items: rows.map(({ counts, ...row }) => ({
          ...row,
          rows: Object.entries(counts).map(([outcome, many]) => {
            const { used: isUsed = false, words = '' } =
              publishedRowOutcomes[outcome as PublishedRowOutcome] ?? {}
            return { outcome, used: isUsed, reason: words, rows: many }
          }),
        })),
      }
    },
  )
}
