import { html, type Content } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { dayField, requireDay, textArea } from '../../../platform/pages/fields.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { Page, PageAction, Visit } from '../../../platform/pages/page.ts'
import { dataTable, factList, paragraph, textLink } from '../../../platform/pages/parts.ts'
import { sayDay } from '../../../platform/pages/words.ts'
import { isActionOpen, readFollowUp, type FollowUpAnswer, type FollowUpLine } from './api.ts'
import { followUpTags } from './tags.ts'

const purpose = 'what panels have set to be done'

/** Every action that is neither done nor dropped, the first due first. */
export const followUpPage: Page = {
  url: '/panels/follow-up',
  scope: 'panels:read',
  purpose,
  show: async ({ api }) => {
    const { items, nextCursor } = await api.get<{ items: FollowUpLine[]; nextCursor: string | null }>(
      '/v1/panel-follow-up?limit=200',
    )
    const body = html`${heading('What panels wait for')}
    ${
      items.length === 0
        ? paragraph('No action is open.')
        : dataTable<FollowUpLine>(
            nextCursor === null ? 'Open actions, the first due first' : 'The first 200 open actions',
            [
              { title: 'What', cell: ({ id, what }) => textLink(`/panels/actions/${id}`, what) },
              { title: 'Who', cell: ({ ownerRole }) => ownerRole },
              {
                title: 'By',
                cell: ({ dueOn, status }) =>
                  html`${sayDay(dueOn)}${status === 'overdue' && html` ${followUpTags.overdue}`}`,
              },
              {
                title: 'Child',
                cell: ({ caseId, childReference }) => textLink(`/panels/cases/${caseId}`, childReference),
              },
              { title: 'Set by', cell: ({ panelTitle, heldOn }) => `${panelTitle}, ${sayDay(heldOn)}` },
            ],
            items,
          )
    }`
    return { title: 'What panels wait for', back: { href: '/panels', text: 'Panels' }, body }
  },
}

/** One action: what is to be done, by whom and by when; that it was done, or will not be. */
export const followUpActionPage: Page = {
  url: '/panels/actions/:id',
  scope: 'panels:read',
  purpose,
  show: (visit) => showAction(visit),
}

async function showAction(visit: Visit): Promise<PageView> {
  const action = await readFollowUp(visit.api, visit.params.id!)
  const body = html`${heading('What a panel set to be done')}
  ${factList([
    ['What', action.what],
    ['Who', action.ownerRole],
    ['By', sayDay(action.dueOn)],
    ['How it stands', followUpTags[action.status]],
    ['Done', action.doneOn && sayDay(action.doneOn)],
    ['Said of it', action.doneNote],
    ['Dropped', action.droppedOn && `${sayDay(action.droppedOn)}: ${action.droppedReason ?? ''}`],
  ])}
  ${visit.may('panels:write') && isActionOpen(action, 'completion') && formsPart(visit, action)}
  ${paragraph(textLink('/panels/follow-up', 'All open actions'))}`
  return {
    title: 'An action of a panel',
    back: { href: `/panels/cases/${action.caseId}`, text: 'The case' },
    body,
  }
}

function formsPart(visit: Visit, { id, version }: FollowUpAnswer): Content {
  return html`${visit.formTo(
    `/panels/actions/${id}/completion`,
    html`${dayField(visit, { name: 'on', label: 'When was it done?', day: visit.today })}
    ${textArea(visit, { name: 'note', label: 'What came of it?', hint: 'May be left out. In words that name no one.' })}
    ${component('button', { text: 'It is done', preventDoubleClick: true })}`,
    version,
  )}
  ${component('details', {
    summaryText: 'It will not be done',
    open: visit.form.has('reason'),
    html: visit.formTo(
      `/panels/actions/${id}/dropping`,
      html`${textArea(visit, { name: 'reason', label: 'Why not?', hint: 'In words that name no one.' })}
      ${component('button', { text: 'Drop it', classes: 'govuk-button--warning', preventDoubleClick: true })}`,
      version,
    ),
  })}`
}

const followUpForm = (action: string, bodyOf: (visit: Visit) => object): PageAction => ({
  url: `/panels/actions/:id/${action}`,
  scope: 'panels:write',
  purpose,
  fields: {
    '#/on': { field: 'on', name: 'The day' },
    '#/note': { field: 'note', name: 'What came of it' },
    '#/reason': { field: 'reason', name: 'The reason' },
  },
  show: showAction,
  act: async (visit) => {
    const { id } = visit.params
    await visit.api.post(`/v1/panel-actions/${encodeURIComponent(id!)}/${action}`, bodyOf(visit), {
      key: visit.key,
      version: visit.version,
    })
    return { to: `/panels/actions/${id}` }
  },
})

export const followUpForms: readonly PageAction[] = [
  followUpForm('completion', ({ form }) => ({
    on: requireDay(form, 'on', 'The day'),
    note: form.text('note') || null,
  })),
  followUpForm('dropping', ({ form, today }) => ({ on: today, reason: form.text('reason') })),
]
