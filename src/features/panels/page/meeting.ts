import { ageOn } from '../../../domain/dates.ts'
import { purposes } from '../../../domain/panels/codes.ts'
import { html, type Content } from '../../../platform/http/html.ts'
import { childInForm } from '../../../platform/pages/child-lookup.ts'
import { component } from '../../../platform/pages/components.ts'
import {
  checkboxField,
  choicesAmong,
  selectField,
  textArea,
  textField,
} from '../../../platform/pages/fields.ts'
import { FormRefused } from '../../../platform/pages/form.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { Page, PageAction, Visit } from '../../../platform/pages/page.ts'
import { dataTable, factList, paragraph, subheading, textLink } from '../../../platform/pages/parts.ts'
import { sayDay, sayList } from '../../../platform/pages/words.ts'
import {
  isActionOpen,
  readChildOfCase,
  readMeeting,
  readPanel,
  type AgendaCase,
  type ChildOfCase,
  type MeetingAnswer,
  type PanelAnswer,
} from './api.ts'
import { caseTags, meetingTags } from './tags.ts'

const purpose = 'the agenda of a panel meeting'

type AgendaItem = AgendaCase & { child: ChildOfCase }

/** A meeting: its agenda and pack, who is present, and what can be done with it. */
export const meetingPage: Page = {
  url: '/panels/meetings/:id',
  scope: 'panels:read',
  purpose,
  show: (visit) => showMeeting(visit),
}

const casesOf = async (visit: Visit, meetingId: string): Promise<AgendaCase[]> =>
  (await visit.api.get<{ items: AgendaCase[] }>(`/v1/panel-cases?meetingId=${meetingId}&limit=200`)).items

async function showMeeting(visit: Visit): Promise<PageView> {
  const meeting = await readMeeting(visit.api, visit.params.id!)
  const [panel, cases] = await Promise.all([
    readPanel(visit.api, meeting.panelId),
    casesOf(visit, meeting.id),
  ])
  const items = await Promise.all(
    meeting.agenda.flatMap(({ id }) =>
      cases
        .filter((one) => one.id === id)
        .map(async (one): Promise<AgendaItem> => ({
          ...one,
          child: await readChildOfCase(visit.api, one.childId),
        })),
    ),
  )
  const { attendees } = meeting
  const body = html`${heading(panel.title)}
  ${factList([
    ['Day', `${sayDay(meeting.heldOn)}${meeting.startTime === null ? '' : `, ${meeting.startTime}`}`],
    ['How it stands', meeting.status && meetingTags[meeting.status]],
    [
      'Cancelled',
      meeting.cancelledOn &&
        `${sayDay(meeting.cancelledOn)}: ${meeting.cancelledReason ?? 'no reason given'}`,
    ],
    ['Chair', panel.chairRole],
    ['Present', sayList(attendees.filter(({ present }) => present).map(({ role }) => role))],
    ['Apologies', sayList(attendees.filter(({ present }) => !present).map(({ role }) => role))],
  ])}
  ${agendaPart(visit, items)}
  ${visit.may('panels:write') && meeting.cancelledOn === null && formsPart(visit, { meeting, panel, items })}`
  return { title: panel.title, back: { href: `/panels/${panel.id}`, text: panel.title }, body }
}

function agendaPart(visit: Visit, items: readonly AgendaItem[]): Content {
  if (items.length === 0) return paragraph('Nobody is on the agenda yet.')
  return html`${dataTable<AgendaItem>(
    'Agenda',
    [
      {
        title: 'Child',
        cell: ({ id, position, child }) =>
          textLink(
            `/panels/cases/${id}`,
            `${position}. ${child.reference} (${ageOn(child.dateOfBirth, visit.today)})`,
          ),
      },
      { title: 'What for', cell: (item) => purposes[item.purpose as keyof typeof purposes] },
      { title: 'What the panel is asked', cell: ({ question }) => question },
      { title: 'Referred by', cell: ({ referredBy }) => referredBy },
      { title: 'How it stands', cell: ({ status }) => status && caseTags[status] },
    ],
    items,
  )}
  ${component('button', { text: 'Read the pack', href: `/panels/meetings/${visit.params.id}/pack` })}`
}

/** A case can be moved on the agenda until it is decided or withdrawn. */
const isMovable = ({ outcome, withdrawnOn }: AgendaCase) => outcome === null && withdrawnOn === null
const positionField = ({ id }: AgendaCase) => `position-${id}`

function formsPart(
  visit: Visit,
  { meeting, panel, items }: { meeting: MeetingAnswer; panel: PanelAnswer; items: readonly AgendaItem[] },
): Content {
  const address = (action: string) => `/panels/meetings/${meeting.id}/${action}`
  const offices = [
    ...new Set([panel.chairRole, ...panel.roles, ...meeting.attendees.map(({ role }) => role)]),
  ]
  const hasBegun = (field: string) => visit.faults.length > 0 && visit.form.has(field)
  const movable = items.filter(isMovable)
  return html`${subheading('Put a child on the agenda')}
  ${visit.formTo(
    address('cases'),
    html`${textField(visit, { name: 'reference', label: 'Reference of the child', width: 20 })}
    ${selectField(visit, { name: 'purpose', label: 'What for?', choices: choicesAmong(purposes) })}
    ${textArea(visit, { name: 'question', label: 'What is the panel asked?', hint: 'In words that name no one.' })}
    ${textField(visit, { name: 'referredBy', label: 'Which office refers the child?', hint: 'Such as: Social worker', width: 20 })}
    ${component('button', { text: 'Put on the agenda', preventDoubleClick: true })}`,
  )}
  ${
    movable.length > 1 &&
    component('details', {
      summaryText: 'Change the order',
      open: movable.some((item) => hasBegun(positionField(item))),
      html: visit.formTo(
        address('order'),
        html`${movable.map((item) => textField(visit, { name: positionField(item), label: `Number of ${item.child.reference}`, value: String(item.position), width: 5 }))}
        ${component('button', { text: 'Order the agenda so', preventDoubleClick: true })}`,
      ),
    })
  }
  ${component('details', {
    summaryText: 'Record who is present',
    open: hasBegun('office'),
    html: visit.formTo(
      address('attendance'),
      html`${checkboxField(visit, {
        name: 'present',
        label: 'Who is present?',
        hint: 'Those who are not ticked have sent apologies.',
        choices: offices.map((office) => ({ value: office, text: office })),
        values: meeting.attendees.filter(({ present }) => present).map(({ role }) => role),
      })}
      ${offices.map((office) => html`<input type="hidden" name="invited" value="${office}" />`)}
      ${textField(visit, { name: 'office', label: 'Another office that is present', width: 20 })}
      ${component('button', { text: 'Record it', preventDoubleClick: true })}`,
      meeting.version,
    ),
  })}
  ${
    isActionOpen(meeting, 'cancellation') &&
    component('details', {
      summaryText: 'Cancel the meeting',
      open: hasBegun('reason'),
      html: visit.formTo(
        address('cancellation'),
        html`${textArea(visit, { name: 'reason', label: 'Why?', hint: 'In words that name no one.' })}
        ${component('button', { text: 'Cancel it', classes: 'govuk-button--warning', preventDoubleClick: true })}`,
        meeting.version,
      ),
    })
  }`
}

/** A form of the page of a meeting. */
const meetingForm = (
  name: string,
  fields: PageAction['fields'] & object,
  act: (visit: Visit, id: string) => Promise<void>,
): PageAction => ({
  url: `/panels/meetings/:id/${name}`,
  scope: 'panels:write',
  purpose,
  fields,
  show: showMeeting,
  act: async (visit) => {
    await act(visit, visit.params.id!)
    return { to: `/panels/meetings/${visit.params.id}` }
  },
})

export const meetingForms: readonly PageAction[] = [
  meetingForm(
    'cases',
    {
      '#/childId': { field: 'reference', name: 'The child' },
      '#/purpose': { field: 'purpose', name: 'The purpose' },
      '#/question': { field: 'question', name: 'The question' },
      '#/referredBy': { field: 'referredBy', name: 'The office' },
    },
    async (visit, meetingId) => {
      const { api, form, key } = visit
      const childId = await childInForm(visit)
      const positions = (await casesOf(visit, meetingId)).map(({ position }) => position)
      const body = {
        meetingId,
        childId,
        purpose: form.text('purpose'),
        question: form.text('question'),
        referredBy: form.text('referredBy'),
        position: Math.max(0, ...positions) + 1,
      }
      await api.post('/v1/panel-cases', body, { key })
    },
  ),
  meetingForm('order', {}, async (visit, meetingId) => {
    const moves = (await casesOf(visit, meetingId)).filter(isMovable).flatMap((item) => {
      const text = visit.form.text(positionField(item))
      return text === '' || Number(text) === item.position ? [] : [{ item, position: Number(text) }]
    })
    const faults = moves
      .filter(({ position }) => !Number.isInteger(position) || position < 1)
      .map(({ item }) => ({ field: positionField(item), text: 'The number must be a whole one, from 1 on' }))
    if (faults.length > 0) throw new FormRefused(faults)
    for (const { item, position } of moves)
      await visit.api.patch(`/v1/panel-cases/${item.id}`, { position }, { version: item.version })
  }),
  meetingForm('attendance', {}, async ({ api, form, version }, id) => {
    const presentOffices = new Set([...form.list('present'), form.text('office')].filter(Boolean))
    const invitedOffices = new Set([...form.list('invited'), ...presentOffices])
    const attendees = [...invitedOffices].map((role) => ({ role, present: presentOffices.has(role) }))
    await api.patch(`/v1/panel-meetings/${encodeURIComponent(id)}`, { attendees }, { version })
  }),
  meetingForm(
    'cancellation',
    { '#/reason': { field: 'reason', name: 'The reason' } },
    async ({ api, form, key, version, today }, id) => {
      const body = { on: today, reason: form.text('reason') }
      await api.post(`/v1/panel-meetings/${encodeURIComponent(id)}/cancellation`, body, { key, version })
    },
  ),
]
