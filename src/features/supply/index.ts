import type { FastifyInstance, FastifyReply } from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { writeCell } from '../../domain/supply/cells.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { preferredType } from '../../platform/http/accept.ts'
import { changeReason } from '../../platform/http/change-reason.ts'
import { csvText, sendCsv, wantsCsv } from '../../platform/http/csv.ts'
import { Problem } from '../../platform/http/problem.ts'
import { readFlag, receiveUpload } from '../../platform/http/uploads.ts'
import { contentsOf, sheetsOfTitles } from './contents.ts'
import { loadSupply } from './load.ts'
import { linesOfReport, reportColumns } from './report.ts'
import { loadForm, loadView, workbookQuery } from './schema.ts'
import { writeWorkbook } from './workbook.ts'

export { loadSupply } from './load.ts'
export { linesOfReport, type SupplyReport } from './report.ts'

const tags = ['Supply']
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Routes of supply by spreadsheet: a workbook out, empty or filled, and sheets in. */
export function registerSupply(
  instance: FastifyInstance,
  { pool, maxBytes }: { pool: Pool; maxBytes: number },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { resources } = instance

  app.get(
    '/v1/supply/workbook',
    {
      config: { scope: 'homes:read' },
      schema: {
        tags,
        summary: 'Read: workbook of supply',
        description:
          "An Excel workbook with a sheet for each kind of record: providers, homes, carers' households, carers, beds, contracts, fees, voids, judgements, restrictions. Its first sheet says what each column takes; cells that take one of a list have it to choose from. `filled` with what the authority has on record, to be changed and sent back to `POST /v1/supply/loads`. One sheet as CSV with `Accept: text/csv`. Confidential addresses are blank without the scope `addresses:read`; a blank cell changes nothing when it comes back.",
        querystring: workbookQuery,
        produces: [xlsx, 'text/csv'],
        response: {
          200: z
            .string()
            .describe('The workbook, or the sheet.')
            .meta({ examples: ['Provider,Sector,URN'] }),
        },
      },
    },
    async (request, reply) => {
      const { sheets: titles, filled: choice } = request.query
      const isCsv = preferredType(request, [xlsx, 'text/csv']) === 'text/csv'
      const list = sheetsOfTitles(titles)
      if (isCsv && list.length > 1)
        throw new Problem('invalid-request', 'A file of CSV holds one sheet.', [
          { pointer: '#/query/sheets', detail: 'name one sheet', code: 'one-sheet' },
        ])
      const contents =
        choice === 'true'
          ? await readAs(pool, request.principal, (tx) => contentsOf(tx, resources, list))
          : list.map((sheet) => ({ sheet, rows: [] }))
      if (!isCsv) return sendFile(reply, xlsx, await writeWorkbook(contents), 'supply.xlsx')
      const { sheet, rows } = contents[0]!
      const lines = rows.map((row) =>
        Object.fromEntries(
          sheet.columns.map(({ heading, holds, field }) => [heading, writeCell(holds, row[field])]),
        ),
      )
      const text = csvText(
        lines,
        sheet.columns.map(({ heading }) => heading),
      )
      return sendFile(reply, 'text/csv; charset=utf-8; header=present', text, `${sheet.title}.csv`)
    },
  )

  app.post(
    '/v1/supply/loads',
    {
      config: { scope: 'homes:write' },
      // The form is read as it streams in, not as a body.
      validatorCompiler: (part) =>
        part.httpPart === 'body' ? (value: unknown) => ({ value }) : validatorCompiler(part as never),
      schema: {
        tags,
        summary: 'Load: sheets of supply',
        description:
          'Records what the rows of a workbook, or of CSV files, say, by the same rules as single calls, all of them or none. A row is of the record that its Identifier says, else of the one that its names or Ofsted number say; one of no record yet is new. Rows that say what is recorded change nothing, so that the same file can be sent again. A blank cell leaves what is recorded, `(empty)` empties it, and a row or sheet that is left out removes nothing. Answers with a report on every row: as CSV with `Accept: text/csv`, one line a fault.',
        consumes: ['multipart/form-data'],
        produces: ['application/json', 'text/csv'],
        headers: changeReason,
        body: loadForm,
        response: { 200: loadView },
      },
    },
    async (request, reply) => {
      const isCsv = wantsCsv(request)
      const defaults = { dryRun: 'false', acceptPartial: 'false' }
      const { files, fields, discard } = await receiveUpload(request, { maxBytes, defaults })
      try {
        const report = await loadSupply(pool, request.principal, resources, {
          files,
          maxBytes,
          dryRun: readFlag(fields, 'dryRun'),
          acceptPartial: readFlag(fields, 'acceptPartial'),
        })
        if (!isCsv) return await reply.send(report)
        return await sendCsv(request, reply, { items: linesOfReport(report) }, reportColumns)
      } finally {
        await discard()
      }
    },
  )
}

function sendFile(reply: FastifyReply, type: string, content: Buffer | string, name: string): FastifyReply {
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${name}"`)
    .serializer((body: unknown) => body as string)
    .send(content)
}
