import type { FastifyInstance } from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { ukDate } from '../../../domain/dates.ts'
import { readAs } from '../../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../../platform/http/access-log.ts'
import { csvType, wantsCsv } from '../../../platform/http/csv.ts'
import type { ImportsOptions } from '../in/routes.ts'
import { receiveReturns } from '../in/uploads.ts'
import { answerValidation } from './answer.ts'
import { validationForm, validationQuery, validationView } from './schema.ts'

export function registerValidation(
  instance: FastifyInstance,
  { pool, clock, maxBytes }: ImportsOptions,
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/v1/returns/validation',
    {
      config: { scope: 'imports:write' },
      // The form is read as it streams in, not as a body.
      validatorCompiler: (part) =>
        part.httpPart === 'body' ? (value: unknown) => ({ value }) : validatorCompiler(part as never),
      schema: {
        tags: ['Imports'],
        summary: "Validate: the authority's SSDA903 returns",
        description:
          "Checks returns by the collection's validation rules before they are submitted, and keeps nothing of them. Takes the same files as an import, of one year or several. Rules about what was said last year are checked against the return of the year before in the upload or, without one, against what earlier imports stored. The report is by rule and by child, and says which rules could not be decided and why (a module or column that is missing); as CSV with `Accept: text/csv`. docs/validation.md lists the rules.",
        consumes: ['multipart/form-data'],
        produces: ['application/json', 'text/csv'],
        headers: purpose,
        querystring: validationQuery,
        body: validationForm,
        response: { 200: validationView },
      },
    },
    async (request, reply) => {
      const isCsv = wantsCsv(request)
      const today = ukDate(clock())
      const { files, year, discard } = await receiveReturns(request, { maxBytes, today })
      try {
        const { bytes, childIds } = await answerValidation(
          pool,
          {
            principal: request.principal,
            options: { files, maxBytes, today, year },
            table: isCsv ? request.query.by : null,
          },
          request.signal,
        )
        await readAs(pool, request.principal, (tx) => logChildAccess(tx, request, childIds))
        return await reply
          .type(isCsv ? csvType : 'application/json; charset=utf-8')
          .serializer((payload: unknown) => payload as string)
          .send(Buffer.from(bytes) as never)
      } finally {
        await discard()
      }
    },
  )
}
