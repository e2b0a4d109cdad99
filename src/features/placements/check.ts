import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukDate } from '../../domain/dates.ts'
import { placementTypeCodes } from '../../domain/placement-types.ts'
import { gatesAhead } from '../../engines/gates/ahead.ts'
import { brokenMusts } from '../../engines/gates/musts.ts'
import { childrenOnRecord, homesOfBeds, typeOfHome } from '../../engines/gates/queries.ts'
import { brokenMustView, gateAhead } from '../../engines/gates/schema.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { civilDate, id } from '../../platform/http/fields.ts'
import { Problem } from '../../platform/http/problem.ts'

const question = z
  .strictObject({
    childId: id,
    bedId: id,
    from: civilDate.describe('The first night.'),
    to: civilDate.nullish().describe('The day of leaving; null for an open end.'),
    emergency: z.boolean().default(false).describe('Whether it cannot wait: some gates may then follow.'),
  })
  .refine(({ from, to }) => to === undefined || to === null || to > from, {
    path: ['to'],
    error: 'must be later than from: it is the day of leaving',
  })

export const placementCheck = z.object({
  homeId: z.string(),
  placementType: z.enum(placementTypeCodes).describe('What the home offers.'),
  gates: z.array(gateAhead).describe('What must be approved or put right.'),
  brokenMusts: z.array(brokenMustView).describe('Musts of the child that the home does not meet.'),
})

const unknownReference = (field: string, detail: string, code: string) =>
  new Problem('unknown-reference', detail, [{ pointer: `#/${field}`, detail, code }])

/** Registers the question of what stands before a child in a bed that somebody has in mind, without a search. */
export function registerPlacementCheck(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  instance.withTypeProvider<ZodTypeProvider>().post(
    '/v1/placement-checks',
    {
      config: { scope: 'vacancies:search' },
      schema: {
        tags: ['Placements'],
        summary: 'What stands before a child in a bed',
        description:
          'For a bed that is known by name: the gates and the broken musts that would stand before the placement, by the rules of the search, before anything is agreed. Nothing is kept.',
        headers: purpose,
        body: question.meta({ id: 'PlacementCheckAsk' }),
        response: { 200: placementCheck.meta({ id: 'PlacementCheck' }) },
      },
    },
    async (request) =>
      readAs(pool, request.principal, async (tx) => {
        const { childId, bedId, from, to = null, emergency } = request.body
        const today = ukDate(clock())
        if (!(await childrenOnRecord(tx, [childId])).has(childId))
          throw unknownReference('childId', 'There is no such child.', 'unknown-child')
        const homeId = (await homesOfBeds(tx, [bedId])).get(bedId)
        const placementType = homeId && (await typeOfHome(tx, homeId))
        if (!homeId || !placementType)
          throw unknownReference('bedId', 'There is no such bed in a home on record.', 'unknown-bed')
        const children = [{ childId }]
        const [gates = []] = await gatesAhead(
          tx,
          [{ beds: [{ id: bedId }], children, from, to, emergency }],
          today,
        )
        const stay = { childIds: [childId], homeId, placementType, from, to, requestId: null }
        const musts = await brokenMusts(tx, stay, today)
        await logChildAccess(tx, request, [childId])
        return { homeId, placementType, gates, brokenMusts: musts }
      }),
  )
}
