import { addDays } from '../../../domain/dates.ts'
import { meetingFrequencies } from '../../../domain/panels/codes.ts'
import { html, type Content } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { dayField, requireDay, textField } from '../../../platform/pages/fields.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { Page, PageAction, Visit } from '../../../platform/pages/page.ts'
import { dataTable, factList, paragraph, subheading, textLink } from '../../../platform/pages/parts.ts'
import { sayDay, sayList } from '../../../platform/pages/words.ts'
import { readPanel, type MeetingLine, type PanelAnswer } from './api.ts'
import { meetingTags } from './tags.ts'

const purpose = 'panels and their meetings'
/** How long after its day a meeting stays in the list of all panels. */
const daysShown = 28

const frequencyOf = ({ meets }: PanelAnswer) => meetingFrequencies[meets as keyof typeof meetingFrequencies]

/** The meetings, the latest day first. */
const latestFirst = (meetings: readonly MeetingLine[]) =>
  meetings.toSorted((a, b) => (a.heldOn > b.heldOn ? -1 : 1))

/** All panels, and the meetings of the last weeks and to come. */
export const panelsPage: Page = {
  url: '/panels',
  scope: 'panels:read',
  purpose,
  show: async (visit) => {
    const { api, today } = visit
    const [panels, meetings] = await Promise.all([
      api.get<{ items: PanelAnswer[] }>('/v1/panels?limit=200'),
      api.get<{ items: MeetingLine[] }>(
        `/v1/panel-meetings?heldOnSince=${addDays(today, -daysShown)}&limit=200`,
      ),
    ])
    const titleOf = new Map(panels.items.map(({ id, title }) => [id, title]))
    const body = html`${heading('Panels')}
      <div class="app-buttons">
        ${component('button', { text: 'What panels wait for', href: '/panels/follow-up', classes: 'govuk-button--secondary' })}
        ${visit.may('panels:write') && component('button', { text: 'New panel', href: '/panels/new', classes: 'govuk-button--secondary' })}
      </div>
      ${meetingTable(`Meetings to come and of the last ${daysShown} days`, latestFirst(meetings.items), ({ panelId }) => titleOf.get(panelId))}
      ${dataTable<PanelAnswer>(
        'All panels',
        [
          { title: 'Panel', cell: ({ id, title }) => textLink(`/panels/${id}`, title) },
          { title: 'What for', cell: (panel) => panel.purpose },
          { title: 'Meets', cell: frequencyOf },
          { title: 'Chair', cell: ({ chairRole }) => chairRole },
        ],
        panels.items,
      )}`
    return { title: 'Panels', body }
  },
}

function meetingTable(
  caption: string,
  meetings: readonly MeetingLine[],
  panelTitle?: (meeting: MeetingLine) => Content,
): Content {
  if (meetings.length === 0) return paragraph('No meeting is planned.')
  return dataTable<MeetingLine>(
    caption,
    [
      {
        title: 'Day',
        cell: ({ id, heldOn, startTime }) =>
          html`${textLink(`/panels/meetings/${id}`, sayDay(heldOn))}${startTime !== null && ` ${startTime}`}`,
      },
      ...(panelTitle ? [{ title: 'Panel', cell: panelTitle }] : []),
      { title: 'How it stands', cell: ({ status }) => status && meetingTags[status] },
    ],
    meetings,
  )
}

/** A panel: what it is for, its meetings, and a form to plan another. */
export const panelPage: PageAction = {
  url: '/panels/:id',
  scope: 'panels:read',
  purpose,
  fields: {
    '#/heldOn': { field: 'heldOn', name: 'The day' },
    '#/startTime': { field: 'startTime', name: 'The time' },
  },
  show: (visit) => showPanel(visit),
  act: async ({ api, form, key, params }) => {
    const { id } = await api.post<MeetingLine>(
      '/v1/panel-meetings',
      {
        panelId: params.id,
        heldOn: requireDay(form, 'heldOn', 'The day'),
        startTime: form.text('startTime') || null,
      },
      { key },
    )
    return { to: `/panels/meetings/${id}` }
  },
}

async function showPanel(visit: Visit): Promise<PageView> {
  const panel = await readPanel(visit.api, visit.params.id!)
  const { items } = await visit.api.get<{ items: MeetingLine[] }>(
    `/v1/panel-meetings?panelId=${panel.id}&limit=200`,
  )
  const body = html`${heading(panel.title)}
  ${factList([
    ['What for', panel.purpose],
    ['Meets', frequencyOf(panel)],
    ['Chair', panel.chairRole],
    ['Sits on it', sayList(panel.roles)],
  ])}
  ${visit.may('panels:write') && component('button', { text: 'Change who sits on it', href: `/panels/${panel.id}/members`, classes: 'govuk-button--secondary' })}
  ${meetingTable('Meetings, the latest first', latestFirst(items))}
  ${
    visit.may('panels:write') &&
    html`${subheading('Plan a meeting')}
    ${visit.formTo(
      `/panels/${panel.id}`,
      html`${dayField(visit, { name: 'heldOn', label: 'On which day?' })}
      ${textField(visit, { name: 'startTime', label: 'When does it start?', hint: 'Such as 09:30. May be left out.', width: 5 })}
      ${component('button', { text: 'Plan it', preventDoubleClick: true })}`,
    )}`
  }`
  return { title: panel.title, back: { href: '/panels', text: 'Panels' }, body }
}
