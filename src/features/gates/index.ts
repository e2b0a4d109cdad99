import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { z } from 'zod'
import { addDays, ukDate } from '../../domain/dates.ts'
import { mustsAtTheDoor } from '../../domain/gates/musts-at-the-door.ts'
import type { MustId } from '../../domain/matching/criteria.ts'
import { requireOffice } from '../../engines/gates/offices.ts'
import { fieldProblem } from '../../platform/http/action.ts'
import { id } from '../../platform/http/fields.ts'
import { registerResource } from '../../platform/http/resource.ts'
import { carerApprovalKinds } from './kinds.ts'
import * as queries from './queries.ts'
import * as schema from './schema.ts'

export { registerApprovalPages } from './page.ts'

const tag = 'Gates'
const decisions = { tag, scopes: { read: 'placements:read', write: 'placements:approve' } } as const

/**
 * Who may open the gates before a placement, and the records that do: officers, approvals of carers, exemptions from
 * their terms, orders about a child's liberty, overrides of a child's musts. `clock` gives the instant.
 */
export function registerGates(
  app: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  const today = () => ukDate(clock())

  registerResource(app, pool, {
    tag,
    scopes: { read: 'placements:read', write: 'settings:write' },
    path: 'officers',
    name: 'officer',
    description:
      'That a user holds an office to which the law, or the authority, leaves decisions: nominated officer, director of children’s services, head of service, the fostering service.',
    fields: schema.officer,
    fixed: ['subject', 'office'],
    happens: ['fromOn', 'toOn'],
    view: schema.officerView,
    filters: z.object({ subject: z.string().max(200).optional() }),
    store: queries.officerStore,
  })

  const decidedApprovals = queries.decisionStore(queries.carerApprovalRecords, async (tx, approval) => {
    const { office, mostWeeks } = carerApprovalKinds[approval.kind as keyof typeof carerApprovalKinds]
    await requireOffice(tx, office, today())
    if (approval.kind === 'extension') {
      const ends = await queries.approvalThatEnds(tx, approval.homeId, approval.fromOn)
      if (ends === 'extension')
        throw fieldProblem(
          'fromOn',
          'is the day on which an extension ends, and an approval is extended once (reg. 25): record the full approval, or move the children by then',
          'extended-once',
        )
      if (ends !== 'temporary' && ends !== 'early-permanence')
        throw fieldProblem(
          'fromOn',
          'is not the day on which a temporary approval of the carer ends',
          'extends-nothing',
        )
    }
    const untilOn = approval.untilOn ?? (mostWeeks === null ? null : addDays(approval.fromOn, mostWeeks * 7))
    return { office, untilOn }
  })
  const carerApprovals: typeof decidedApprovals = {
    ...decidedApprovals,
    async insert(tx, approval) {
      if (approval.kind === 'full') await queries.endTemporaryApprovals(tx, approval.homeId, approval.fromOn)
      return decidedApprovals.insert(tx, approval)
    },
  }
  registerResource(app, pool, {
    ...decisions,
    path: 'carer-approvals',
    name: 'approval of a carer',
    description:
      'That a connected person may foster the children placed with them: for a time, once extended, or fully (CPPCR 2010 regs. 24 to 25A). A full approval ends the temporary one on its first day. It comes before the start of a placement there and serves every child. Decided by the holder of the office; corrected with a reason.',
    fields: schema.carerApproval,
    fixed: ['homeId', 'kind', 'childId'],
    happens: ['fromOn', 'untilOn'],
    view: schema.carerApprovalView,
    filters: z.object({ homeId: id.optional() }),
    store: carerApprovals,
    childOf: (row) => row.childId ?? [],
  })

  registerResource(app, pool, {
    ...decisions,
    path: 'terms-exemptions',
    name: 'exemption from terms',
    description:
      'That a foster carer may look after a named child outside the terms of approval until a day (CPPCR 2010 regs. 22 and 23). The fostering service decides; above the usual limit of three children the authority where the carer lives grants it (Children Act 1989 Sch. 7).',
    fields: schema.termsExemption,
    fixed: ['homeId', 'childId'],
    happens: ['fromOn', 'toOn'],
    view: schema.termsExemptionView,
    filters: z.object({ homeId: id.optional(), childId: id.optional() }),
    store: queries.decisionStore(queries.termsExemptionRecords, async (tx) => {
      await requireOffice(tx, 'fostering-service', today())
      return {}
    }),
    childOf: (row) => row.childId,
  })

  registerResource(app, pool, {
    tag,
    scopes: { read: 'placements:read', write: 'placements:write' },
    path: 'liberty-orders',
    name: 'order on liberty',
    description:
      'What allows a child’s liberty to be restricted, and until when: a secure accommodation order, the Secretary of State’s approval under 13 (Children Act 1989 s25), a deprivation of liberty order.',
    fields: schema.libertyOrder,
    fixed: ['childId', 'kind'],
    happens: ['fromOn', 'untilOn'],
    view: schema.libertyOrderView,
    filters: z.object({ childId: id.optional() }),
    store: queries.libertyOrderStore,
    childOf: (row) => row.childId,
  })

  registerResource(app, pool, {
    ...decisions,
    path: 'overrides',
    name: 'override of a must',
    description:
      'That a must of a child may be broken in one home until a day. Only musts that the law lets somebody override, decided by the holder of the office; the placement shows it, and it is listed for attention while it is in force.',
    fields: schema.override,
    fixed: ['childId', 'homeId', 'must'],
    happens: ['decidedOn', 'untilOn'],
    view: schema.overrideView,
    filters: z.object({ homeId: id.optional(), childId: id.optional() }),
    store: queries.decisionStore(queries.overrideRecords, async (tx, override) => {
      if (override.decidedOn > today())
        throw fieldProblem('decidedOn', 'is still to come: give the day on which it was decided', 'in-future')
      const door = mustsAtTheDoor[override.must as MustId]
      if (door.binds !== 'override')
        throw fieldProblem('must', 'is none that anybody may override', 'not-overridable')
      await requireOffice(tx, door.office, override.decidedOn)
      return { office: door.office }
    }),
    childOf: (row) => row.childId,
  })
}
