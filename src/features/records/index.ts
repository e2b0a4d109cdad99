import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukMoment, weekdays } from '../../domain/contact-hours.ts'
import { codesOf, sectors } from '../../domain/codes.ts'
import { ukDate } from '../../domain/dates.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { logChildAccess, logCompanyShown, purpose } from '../../platform/http/access-log.ts'
import { cutPage, decodeCursor, page, pageOf } from '../../platform/http/cursor.ts'
import { id } from '../../platform/http/fields.ts'
import { notFound } from '../../platform/http/problem.ts'
import { boardKeyOf, boardOfVacancies, freeNights, isLaterOnBoard } from './board.ts'
import { recordOfChild } from './child.ts'
import { recordOfHome } from './home.ts'
import * as schema from './schema.ts'

export { registerRecordPages } from './page/index.ts'

const askedMoment = z
  .strictObject({
    weekday: z.enum(weekdays).optional().describe('With `time`: who answers at that time of the week.'),
    time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day, such as 17:30')
      .optional()
      .describe('By the clock of the United Kingdom.')
      .meta({ examples: ['17:30'] }),
  })
  .refine(({ weekday, time }) => (weekday === undefined) === (time === undefined), {
    path: ['time'],
    error: 'give weekday and time together',
  })

/** Sort key of the last home on the page before. */
const boardKey = z.tuple([z.string(), z.string()])

const boardQuery = z.strictObject({
  type: schema.boardHome.shape.home.shape.type.optional().describe('Only homes of this type of placement.'),
  sector: z.enum(codesOf(sectors)).optional().describe('Only homes of providers in this sector.'),
  area: z
    .enum(['in', 'out'])
    .optional()
    .describe('Only homes in the authority’s own area, or only those known to be outside it.'),
  age: z.coerce.number().int().min(0).max(25).optional().describe('Only homes that take this age.'),
  emergencies: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('Only homes that take children in an emergency, or only those that do not.'),
  free: z
    .enum(freeNights)
    .optional()
    .describe('Only homes with a bed free tonight, or on some night of the eight weeks.'),
  ...page.shape,
})

/** Routes of the one view of a child and of a home, and of the board of vacancies. `clock` returns the present instant. */
export function registerWholeRecords(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/v1/children/:id/record',
    {
      config: { scope: 'children:read' },
      schema: {
        tags: ['Children'],
        summary: 'Everything on record about a child',
        description:
          'One view of a child today: legal status and its clock, what must be acted on, needs and dangers, the care plan, wishes, where the child lives and has lived with the gates before it and the musts that it breaks, requests, holds, siblings, separations, areas to avoid, panels, consultations, and every action with its address and, where it is not open, why. Reading it is kept in the access log for every child that it names.',
        headers: purpose,
        params: z.object({ id }),
        response: { 200: schema.childRecord.meta({ id: 'ChildRecord' }) },
      },
    },
    async (request) =>
      readAs(pool, request.principal, async (tx) => {
        const answer = await recordOfChild(tx, request.params.id, ukDate(clock()))
        if (answer === undefined) throw notFound('child')
        await logChildAccess(tx, request, answer.childIds)
        return answer.record
      }),
  )

  app.get(
    '/v1/homes/:id/record',
    {
      config: { scope: 'homes:read' },
      schema: {
        tags: ['Supply'],
        summary: 'Everything on record about a home',
        description:
          'One view of a home today: whom to ring now or at another time of the week, beds tonight and the next eight weeks as runs of nights, who lives there (which child it is, with `children:read`), voids by who can end them, restrictions, registration and terms, approvals of the carers, judgements and fees. The address of a household is shown with `addresses:read`. Reading it is kept in the access log for every child that it names.',
        headers: purpose,
        params: z.object({ id }),
        querystring: askedMoment,
        response: { 200: schema.homeRecord.meta({ id: 'HomeRecord' }) },
      },
    },
    async (request) => {
      const now = clock()
      const { weekday, time } = request.query
      const moment = weekday !== undefined && time !== undefined ? { weekday, time } : ukMoment(now)
      return readAs(pool, request.principal, async (tx) => {
        const answer = await recordOfHome(tx, request.params.id, ukDate(now), moment)
        if (answer === undefined) throw notFound('home')
        await logChildAccess(tx, request, answer.childIds)
        await logCompanyShown(tx, request, [request.params.id], ukDate(now))
        return answer.record
      })
    },
  )

  app.get(
    '/v1/vacancy-board',
    {
      config: { scope: 'homes:read' },
      schema: {
        tags: ['Supply'],
        summary: 'Board: beds of all homes, tonight and for eight weeks',
        description:
          'Every home that the authority sees, with its beds counted by what they are in tonight and on the nights of the next eight weeks, as runs of nights. By name. Homes of connected carers are left out: they are approved for named children, and have no vacancy to offer others. A bed that is free is no option yet: a search says whether it suits a child.',
        querystring: boardQuery,
        response: { 200: pageOf(schema.boardHome) },
      },
    },
    async ({ principal, query: { limit, cursor, ...filters } }) => {
      const last = decodeCursor(cursor, boardKey)
      const homes = await readAs(pool, principal, (tx) => boardOfVacancies(tx, filters, ukDate(clock())))
      const ahead = homes.filter((home) => last === undefined || isLaterOnBoard(boardKeyOf(home), last))
      return cutPage(ahead, limit, boardKeyOf)
    },
  )
}
