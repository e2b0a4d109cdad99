import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { ukDate } from '../../../domain/dates.ts'
import { assessmentView } from '../../../domain/views/assessment.ts'
import { readAnywhere } from '../../../platform/db/replicas.ts'
import { preferredType } from '../../../platform/http/accept.ts'
import { sendPage } from '../../../platform/http/html.ts'
import { checkViewQuery } from '../service.ts'
import { assessmentId, layOutAssessment } from './assess.ts'
import { assessmentPage } from './page.ts'
import { assessmentAnswer, assessmentQuery } from './schema.ts'

/** The route of the assessment that a sufficiency strategy prints. */
export function registerAssessment(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  instance.withTypeProvider<ZodTypeProvider>().get(
    `/v1/views/${assessmentId}`,
    {
      config: { scope: 'measures:read' },
      schema: {
        tags: ['Measures'],
        summary: 'Sufficiency assessment: what a strategy prints',
        description:
          'Need now, trends, supply, gap, unmet need, quality, cost, forecast, and the plan with its measures, on one day: each number with its numerator and denominator, and at the end what it is. What is to come is of the latest forecast of simulated lives from that day or before. What is missing has its reason. With `Accept: text/html` as a page to print, without scripts and without anything loaded from elsewhere. Small numbers are in it.',
        querystring: assessmentQuery,
        produces: ['application/json', 'text/html'],
        response: { 200: assessmentAnswer.meta({ id: 'SufficiencyAssessment' }) },
      },
    },
    async (request, reply) => {
      const type = preferredType(request, ['application/json', 'text/html'])
      const today = ukDate(clock())
      const { asAt = today, from: first, ...divisions } = request.query
      const query = { asAt, today, divisions: { ...divisions, first } }
      checkViewQuery(assessmentView, query)
      const assessment = await readAnywhere(pool, request.principal, (tx) => layOutAssessment(tx, query), {
        isHeavy: true,
      })
      return type === 'text/html' ? sendPage(reply, assessmentPage(assessment)) : reply.send(assessment)
    },
  )
}
