import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { readAs } from '../../platform/db/tenant.ts'
import { preferredType } from '../../platform/http/accept.ts'
import { logChildAccess, statedPurpose } from '../../platform/http/access-log.ts'
import { id } from '../../platform/http/fields.ts'
import { sendPage } from '../../platform/http/html.ts'
import { notFound } from '../../platform/http/problem.ts'
import { subjectAccessArchive } from './archive.ts'
import { subjectAccessOf } from './export.ts'
import { subjectAccessPage } from './page.ts'
import { recordsOfSameChild } from './queries.ts'
import { subjectAccess } from './schema.ts'

export { registerDataProtectionPages } from './pages.ts'

/** Registers the answer to a subject access request. `clock` gives the present instant. */
export function registerSubjectAccess(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  const types = ['application/json', 'text/html', 'application/zip'] as const
  instance.withTypeProvider<ZodTypeProvider>().get(
    '/v1/children/:id/subject-access',
    {
      config: { scope: 'subject-access:read' },
      schema: {
        tags: ['People and their data'],
        summary: 'Everything that is kept of a child',
        description:
          'For a subject access request (UK GDPR Article 15): every row of every table that is about the child, with the history of corrections and who read the record, also of records that were merged into this one. What is about other people is withheld by rule; words that may speak of them are listed, for a person to read before the answer is given. As JSON; with `Accept: text/html` as a document to print; with `Accept: application/zip` as files, each table as JSON and CSV, with a manifest. `Access-Purpose` is required, and the reading is kept in the access log.',
        produces: [...types],
        headers: statedPurpose,
        params: z.object({ id }),
        response: { 200: subjectAccess.meta({ id: 'SubjectAccess' }) },
      },
    },
    async (request, reply) => {
      const type = preferredType(request, types)
      const answer = await readAs(pool, request.principal, async (tx) => {
        const ids = await recordsOfSameChild(tx, request.params.id)
        if (ids.length === 0) throw notFound('child')
        await logChildAccess(tx, request, ids)
        const [first, ...rest] = [request.params.id, ...ids.filter((one) => one !== request.params.id)]
        return subjectAccessOf(tx, [first, ...rest], clock())
      })
      if (type === 'application/json') return reply.send(answer)
      if (type === 'text/html') return sendPage(reply, subjectAccessPage(answer))
      return sendArchive(reply, subjectAccessArchive(answer))
    },
  )
}

const sendArchive = (reply: FastifyReply, archive: Readable): FastifyReply =>
  reply
    .type('application/zip')
    .header('content-disposition', 'attachment; filename="subject-access.zip"')
    .send(archive)
