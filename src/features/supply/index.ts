import type { FastifyInstance, FastifyReply } from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { writeCell } from '../../domain/supply/cells.ts'
import type { Principal } from '../../domain/access.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { preferredType } from '../../platform/http/accept.ts'
import { changeReason } from '../../platform/http/change-reason.ts'
import { csvText, sendCsv, wantsCsv } from '../../platform/http/csv.ts'
import { Problem } from '../../platform/http/problem.ts'
import { readChoice, readFlag, receiveUpload } from '../../platform/http/uploads.ts'
import { contentsOf, sheetsOfTitles } from './contents.ts'
import { loadSupply, type SupplyLoadOptions } from './load.ts'
import { loadLists } from './ofsted/load-lists.ts'
import { creations } from './ofsted/take-list.ts'
import { linesOfReport, reportColumns, type SupplyReport } from './report.ts'
import { listForm, loadForm, loadView, workbookQuery } from './schema.ts'
import { writeWorkbook } from './workbook.ts'

export { registerSupplyPages } from './page.ts'
export { loadSupply } from './load.ts'
export { loadLists } from './ofsted/load-lists.ts'
export { creations } from './ofsted/take-list.ts'
export { linesOfReport, reportColumns, type SupplyReport } from './report.ts'

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

  /** A route that takes files and answers with the report on their rows. */
  function registerLoad<Field extends string>({
    url,
    summary,
    description,
    form,
    defaults,
    work,
  }: LoadRoute<Field>): void {
    app.post(
      url,
      {
        config: { scope: 'homes:write' },
        // The form is read as it streams in, not as a body.
        validatorCompiler: (part) =>
          part.httpPart === 'body' ? (value: unknown) => ({ value }) : validatorCompiler(part as never),
        schema: {
          tags,
          summary,
          description,
          consumes: ['multipart/form-data'],
          produces: ['application/json', 'text/csv'],
          headers: changeReason,
          body: form,
          response: { 200: loadView },
        },
      },
      async (request, reply) => {
        const isCsv = wantsCsv(request)
        const { files, fields, discard } = await receiveUpload(request, {
          maxBytes,
          defaults: { dryRun: 'false', acceptPartial: 'false', ...defaults },
        })
        try {
          const dryRun = readFlag(fields, 'dryRun')
          const acceptPartial = readFlag(fields, 'acceptPartial')
          const report = await work(request.principal, { files, maxBytes, dryRun, acceptPartial }, fields)
          if (!isCsv) return await reply.send(report)
          return await sendCsv(request, reply, { items: linesOfReport(report) }, reportColumns)
        } finally {
          await discard()
        }
      },
    )
  }

  registerLoad({
    url: '/v1/supply/loads',
    summary: 'Load: sheets of supply',
    description:
      'Records what the rows of a workbook, or of CSV files, say, by the same rules as single calls, all of them or none. A row is of the record that its Identifier says, else of the one that its names or Ofsted number say; one of no record yet is new. Rows that say what is recorded change nothing, so that the same file can be sent again. A blank cell leaves what is recorded, `(empty)` empties it, and a row or sheet that is left out removes nothing. Answers with a report on every row: as CSV with `Accept: text/csv`, one line a fault.',
    form: loadForm,
    defaults: {},
    work: (principal, options) => loadSupply(pool, principal, resources, options),
  })
  registerLoad({
    url: '/v1/supply/ofsted-lists',
    summary: "Load: Ofsted's published lists",
    description:
      "Records what Ofsted's lists of children's homes, agencies and supported accommodation say of the homes and providers that the authority has on record, by their Ofsted numbers: registration, places, and the latest judgement. Names, addresses and postcodes on record stay. One that is closed gets the end of its registration, is named in `files`, and, while children live there, is on the attention list; nothing is removed. `create` records those of the lists that are not on record. Sent again, a list changes nothing.",
    form: listForm,
    defaults: { create: 'none' },
    work: (principal, options, fields) =>
      loadLists(pool, principal, resources, { ...options, create: readChoice(fields, 'create', creations) }),
  })
}

/** A route that loads files. `defaults` are the fields of its form beside those that every load has. */
interface LoadRoute<Field extends string> {
  url: string
  summary: string
  description: string
  form: z.ZodObject
  defaults: Readonly<Record<Field, string>>
  work: (
    principal: Principal,
    options: SupplyLoadOptions,
    fields: Readonly<Record<Field, string>>,
  ) => Promise<SupplyReport>
}

function sendFile(reply: FastifyReply, type: string, content: Buffer | string, name: string): FastifyReply {
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${name}"`)
    .serializer((body: unknown) => body as string)
    .send(content)
}
