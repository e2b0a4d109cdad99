import type { FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { may, type Principal } from '../../domain/access.ts'
import { ukDate } from '../../domain/dates.ts'
import { requestActions } from '../../domain/lifecycle/request.ts'
import { setOccurredOn } from '../../platform/db/history.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import {
  actionsOf,
  atVersion,
  fieldProblem,
  refuseUnlessOpen,
  registerAction,
} from '../../platform/http/action.ts'
import { etagOf } from '../../platform/http/etag.ts'
import { withPastDates } from '../../platform/http/past-dates.ts'
import { registerResource } from '../../platform/http/resource.ts'
import {
  holdsFor,
  placementsFor,
  requestStore,
  searchesFor,
  lockRequest,
  type PlacementRequestRow,
} from './queries.ts'
import * as schema from './schema.ts'
import { registerStandardReferrals } from './standard.ts'

export { registerRequestPages } from './page/index.ts'

const tag = 'Placement requests'
const NAME = 'placement request'
const URL = '/v1/placement-requests'

/** Who the children are is for those who may read children. */
const present = ({ children, ...row }: PlacementRequestRow, principal: Principal) => ({
  ...row,
  children: may(principal, 'children:read') ? children : null,
})

/** Routes of placement requests. `clock` returns the present instant. */
export function registerPlacementRequests(
  app: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
): void {
  const today = () => ukDate(clock())

  const store = withPastDates(requestStore, ['receivedOn'], today)
  registerStandardReferrals(app, { pool, store })

  const view = registerResource(app, pool, {
    tag,
    scopes: { read: 'placements:read', write: 'placements:write' },
    path: 'placement-requests',
    name: NAME,
    description:
      'A home that is needed, planned or in an emergency, for one child or for siblings together, with what the referral says. Holds and placements made for it say how far it is: open, held, agreed, placed.',
    fields: schema.request,
    view: schema.requestView,
    filters: schema.filters,
    happens: ['receivedOn'],
    store,
    present,
    detail: { view: schema.requestDetail, read: detailOf },
    childOf: (row) => row.childIds,
  })

  registerAction(app, pool, {
    tag,
    scope: 'placements:write',
    url: `${URL}/:id/withdrawal`,
    summary: 'Placement request: withdrawal',
    description: requestActions.withdrawal.does,
    body: schema.requestWithdrawal,
    view,
    async work(tx, { id, version, body: { on: withdrawnOn, reason } }) {
      const request = atVersion(await lockRequest(tx, id), version, NAME)
      refuseUnlessOpen(requestActions.withdrawal, request, today())
      if (withdrawnOn > today())
        throw fieldProblem('on', 'is still to come: give the day on which it happened', 'in-future')
      await setOccurredOn(tx, withdrawnOn)
      await requestStore.update(tx, id, { withdrawnOn, withdrawnReason: reason }, null)
      const row = atVersion(await requestStore.get(tx, id), null, NAME)
      const body = { ...present(row, tx.principal), ...(await detailOf(row, tx)) }
      return { status: 200, headers: { etag: etagOf(row.version) }, body }
    },
  })

  async function detailOf(row: PlacementRequestRow, tx: Tx, knownAt?: string) {
    const hrefs: Record<string, string> = { search: '/v1/vacancy-searches', hold: '/v1/holds' }
    const day = knownAt === undefined ? today() : ukDate(new Date(knownAt))
    const searches = await searchesFor(tx, row.id, knownAt)
    const holds = await holdsFor(tx, row.id, knownAt)
    const placements = await placementsFor(tx, row.id, knownAt)
    return {
      actions: actionsOf(requestActions, row, day, (action) => hrefs[action] ?? `${URL}/${row.id}/${action}`),
      searches: searches.map((search) => ({ ...search, href: `/v1/vacancy-searches/${search.id}` })),
      holds: holds.map((hold) => ({ ...hold, href: `/v1/holds/${hold.id}` })),
      placements: placements.map((placement) => ({ ...placement, href: `/v1/placements/${placement.id}` })),
    }
  }
}
