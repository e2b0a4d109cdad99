import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { ukDate } from '../../../domain/dates.ts'
import { moduleOf, yearName } from '../../../domain/ssda903/index.ts'
import { modulesBesideXml, returnXml } from '../../../domain/ssda903/out/xml.ts'
import { readAnywhere } from '../../../platform/db/replicas.ts'
import { preferredType } from '../../../platform/http/accept.ts'
import { logChildAccess, purpose } from '../../../platform/http/access-log.ts'
import { csvText } from '../../../platform/http/csv.ts'
import { Problem } from '../../../platform/http/problem.ts'
import type { ImportsOptions } from '../in/routes.ts'
import { summariseBreaches, undecidedView, type ValidationReport } from '../validation/report.ts'
import { columnsBy, linesBy } from '../validation/tables.ts'
import { zipArchive } from '../../../platform/files/zip-archive.ts'
import { moduleCsv, returnFiles } from './files.ts'
import { returnFileParams, returnParams, returnView } from './schema.ts'
import { countModules, makeReturn, validateMade } from './service.ts'

const tags = ['Imports']
const config = { scope: 'imports:read' } as const

/** The year in which a collection year that is written as 2023-24 ends. */
function yearOfParam(text: string): number {
  const year = Number(text.slice(0, 4)) + 1
  if (year % 100 === Number(text.slice(5))) return year
  throw new Problem('invalid-request', 'There is no such collection year.', [
    {
      pointer: '#/path/year',
      detail: `the year that begins in ${year - 1} is written ${year - 1}-${String(year % 100).padStart(2, '0')}`,
      code: 'invalid-value',
    },
  ])
}

/** Registers the routes that give the authority's own return (SSDA903), made from its records. */
export function registerExports(instance: FastifyInstance, { pool, clock }: ImportsOptions): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  const makeFor = (request: FastifyRequest, year: number) =>
    readAnywhere(
      pool,
      request.principal,
      async (tx) => {
        const whole = await makeReturn(tx, year)
        await logChildAccess(tx, request, whole.childIds)
        return { whole, ...(await validateMade(tx, whole, year)) }
      },
      { isHeavy: true },
    )

  app.get(
    '/v1/returns/:year',
    {
      config,
      schema: {
        tags,
        summary: 'Make the SSDA903 return of a year',
        description:
          "The authority's return of children looked after (SSDA903) for a collection year, made from its records as they are now: Header, Episodes and UASC, DoLo from orders too, and the rows of the other modules that imports of the year brought. As JSON it says how many rows each module has and which of the collection's validation rules are broken; with `Accept: application/zip` it is all files and that report as CSV; with `Accept: application/xml` it is the XML form, where that can carry it.",
        produces: ['application/json', 'application/xml', 'application/zip'],
        headers: purpose,
        params: returnParams,
        response: { 200: returnView },
      },
    },
    async (request, reply) => {
      const type = preferredType(request, ['application/json', 'application/xml', 'application/zip'])
      const year = yearOfParam(request.params.year)
      const { whole, breaches, ...rest } = await makeFor(request, year)
      const summary = { ...summariseBreaches(breaches), undecided: rest.undecided.map(undecidedView) }
      const name = `ssda903-${request.params.year}`
      if (type === 'application/zip') {
        const report: ValidationReport = { years: [], files: [], notes: [], ...summary }
        const validation = csvText(linesBy.row(report, breaches), columnsBy.row)
        const files = countModules(whole.rows).map(({ module, file }) => ({
          name: file,
          text: moduleCsv(module, whole.rows),
        }))
        const archive = zipArchive([...files, { name: 'validation.csv', text: validation }])
        return sendFile(reply, type, `${name}.zip`, archive)
      }
      const { document, misfits } = returnXml(whole.rows)
      if (type === 'application/xml') {
        if (misfits.length > 0) throw notInXml(misfits.map(({ column }) => column))
        return sendFile(reply, `${type}; charset=utf-8`, `${name}.xml`, document)
      }
      const modules = countModules(whole.rows)
      return {
        year: yearName(year),
        isOver: `${year}-03-31` < ukDate(clock()),
        children: new Set(whole.rows.map(({ cells }) => cells.CHILD)).size,
        modules: modules.map(({ module, ...counts }) => ({ module: moduleOf(module).title, ...counts })),
        validation: summary,
        xml: {
          leavesOut: modules
            .filter(({ module }) => modulesBesideXml.some((name) => name === module))
            .map(({ module }) => moduleOf(module).title),
          misfits: misfits.map(({ module, ...rest }) => ({ module: moduleOf(module).title, ...rest })),
        },
      }
    },
  )

  app.get(
    '/v1/returns/:year/:file',
    {
      config,
      schema: {
        tags,
        summary: 'Make one file of the SSDA903 return of a year',
        description:
          'A module of the return as CSV, in the columns and the form of the guide: days as dd/mm/yyyy, blanks empty. The header line alone where the module has no row.',
        produces: ['text/csv'],
        headers: purpose,
        params: returnFileParams,
      },
    },
    async (request, reply) => {
      const { year, file } = request.params
      const { whole } = await makeFor(request, yearOfParam(year))
      const module = returnFiles.find((candidate) => candidate.file === file)?.module ?? 'header'
      return sendFile(reply, 'text/csv; charset=utf-8; header=present', file, moduleCsv(module, whole.rows))
    },
  )
}

/** Sends a file to be saved under a name. */
function sendFile(reply: FastifyReply, type: string, name: string, content: string | Readable): FastifyReply {
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${name}"`)
    .serializer(String)
    .send(content)
}

function notInXml(columns: readonly string[]): Problem {
  const detail =
    'The XML form is of 2021 and does not take all values of this return; send its files instead.'
  return new Problem(
    'rule-broken',
    detail,
    columns.map((column) => ({
      pointer: '#',
      detail: `${column} has values that the XML form does not take`,
      code: 'not-in-xml',
    })),
  )
}
