import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemTypes } from './problem-types.ts'
import { notFound } from './problem.ts'

const problemPage = z.object({
  type: z.string(),
  status: z.number(),
  title: z.string(),
  advice: z.string().describe('What to do about it.'),
})

const pages = Object.entries(problemTypes).map(([key, page]) => ({ type: `/problems/${key}`, ...page }))

/** Registers the pages that the `type` of a problem leads to: what it means and what to do about it. */
export function registerProblemPages(instance: FastifyInstance): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const schema = { tags: ['Service'] }
  const config = { scope: 'public' } as const
  app.get(
    '/problems',
    {
      config,
      schema: {
        ...schema,
        summary: 'Every problem type',
        description: 'What each `type` of a problem means, and what to do about it.',
        response: { 200: z.object({ items: z.array(problemPage) }) },
      },
    },
    () => ({ items: pages }),
  )
  app.get(
    '/problems/:key',
    {
      config,
      schema: {
        ...schema,
        summary: 'One problem type',
        description: 'The page that the `type` of a problem leads to.',
        params: z.object({ key: z.string().max(100) }),
        response: { 200: problemPage },
      },
    },
    (request) => {
      const page = pages.find(({ type }) => type === `/problems/${request.params.key}`)
      if (page === undefined) throw notFound('problem type')
      return page
    },
  )
}
