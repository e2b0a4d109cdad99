import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { ukDate, type CivilDate } from '../../domain/dates.ts'
import { meetingActions, meetingStatus, type MeetingFacts } from '../../domain/panels/lifecycle.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import {
  actionsOf,
  atVersion,
  fieldProblem,
  refuseUnlessOpen,
  registerAction,
} from '../../platform/http/action.ts'
import { etagOf } from '../../platform/http/etag.ts'
import { dateRanges, id } from '../../platform/http/fields.ts'
import { registerResource } from '../../platform/http/resource.ts'
import { statusOfCase } from './cases.ts'
import { routeDefaults, type PanelOptions } from './options.ts'
import { agendaOf, meetingStore, lockMeeting, type PanelMeeting } from './queries/records.ts'
import * as schema from './schema.ts'

const NAME = 'panel meeting'
const URL = '/v1/panel-meetings'

/** Routes of panel meetings, each with its agenda. */
export function registerPanelMeetings(app: FastifyInstance, { pool, clock }: PanelOptions): void {
  const today = () => ukDate(clock())

  const view = registerResource(app, pool, {
    ...routeDefaults,
    path: 'panel-meetings',
    name: NAME,
    description:
      'A day on which a panel meets, who attends by office, and its agenda. Attendance is recorded by a change of `attendees`; a decision keeps who was present when it was recorded.',
    fields: schema.meeting,
    fixed: ['panelId'],
    view: schema.meetingView,
    filters: z.object({
      panelId: id.optional(),
      heldOn: schema.meeting.shape.heldOn.optional(),
      ...dateRanges('heldOn'),
    }),
    store: meetingStore,
    present: (row) => presentMeeting(row, today()),
    detail: { view: schema.meetingDetail, read: (row, tx) => detailOf(tx, row, today()) },
  })

  registerAction(app, pool, {
    tag: routeDefaults.tag,
    scope: routeDefaults.scopes.write,
    url: `${URL}/:id/cancellation`,
    summary: 'Panel meeting: cancellation',
    description: meetingActions.cancellation.does,
    body: schema.cancellation,
    view,
    async work(tx, { id, version, body: { on: cancelledOn, reason } }) {
      const meeting = atVersion(await lockMeeting(tx, id), version, NAME)
      refuseUnlessOpen(meetingActions.cancellation, factsOf(meeting), today())
      if (cancelledOn > today())
        throw fieldProblem('on', 'is still to come: give the day on which it happened', 'in-future')
      await meetingStore.update(tx, id, { cancelledOn, cancelledReason: reason }, null)
      const row = atVersion(await meetingStore.get(tx, id), null, NAME)
      const body = { ...presentMeeting(row, today()), ...(await detailOf(tx, row, today())) }
      return { status: 200, headers: { etag: etagOf(row.version) }, body }
    },
  })
}

/** A meeting with its status derived for `today`; null for an earlier version, whose cases are not known. */
export function presentMeeting(row: PanelMeeting, today: CivilDate) {
  return {
    ...row,
    attendees: row.attendees as z.output<typeof schema.meetingView>['attendees'],
    status: row.cases === null ? null : meetingStatus(factsOf(row), today),
  }
}

async function detailOf(tx: Tx, row: PanelMeeting, today: CivilDate) {
  const agenda = await agendaOf(tx, row.id)
  return {
    actions: actionsOf(meetingActions, factsOf(row), today, (action) => `${URL}/${row.id}/${action}`),
    agenda: agenda.map((panelCase) => ({
      id: panelCase.id,
      position: panelCase.position,
      purpose: panelCase.purpose,
      status: statusOfCase(panelCase),
      href: `/v1/panel-cases/${panelCase.id}`,
    })),
    pack: `${URL}/${row.id}/pack`,
  }
}

const factsOf = ({
  heldOn,
  cancelledOn,
  cases,
  decided: decidedCases,
  openActions,
}: PanelMeeting): MeetingFacts => ({
  heldOn,
  cancelledOn,
  cases: cases ?? 0,
  decided: decidedCases ?? 0,
  openActions: openActions ?? 0,
})
