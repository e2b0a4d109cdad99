import { ageOn } from '../../../domain/dates.ts'
import { sexes } from '../../../domain/codes.ts'
import type { moveDirections } from '../../../domain/moves/ladder.ts'
import { panelOutcomes, purposes } from '../../../domain/panels/codes.ts'
import { html, type Content } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import {
  choicesAmong,
  dayField,
  radioField,
  requireDay,
  selectField,
  textArea,
  textField,
  valueOrNone,
} from '../../../platform/pages/fields.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { Page, PageAction, Visit } from '../../../platform/pages/page.ts'
import { dataTable, factList, subheading, textLink } from '../../../platform/pages/parts.ts'
import { sayDay } from '../../../platform/pages/words.ts'
import {
  isActionOpen,
  readCase,
  readChildOfCase,
  readMeeting,
  readPanel,
  type CaseAnswer,
  type ChildOfCase,
  type PanelAnswer,
} from './api.ts'
import { optionsPart } from './options.ts'
import { decisionPart } from './pack.ts'
import { caseTags, followUpTags } from './tags.ts'

const purpose = 'a case before a panel'
/** How many offices that did not agree the form has room for. */
const dissenters = [1, 2, 3] as const

const directions: Record<(typeof moveDirections)[number] | 'entry', string> = {
  down: 'Less support',
  up: 'More support',
  stability: 'As much support: what would steady the placement',
  entry: 'A first placement',
}

/** A case: what the panel is asked, the options laid before it, its decision and the actions that it sets. */
export const casePage: Page = {
  url: '/panels/cases/:id',
  scope: 'panels:read',
  purpose,
  show: (visit) => showCase(visit),
}

async function showCase(visit: Visit): Promise<PageView> {
  const panelCase = await readCase(visit.api, visit.params.id!)
  const [meeting, child] = await Promise.all([
    readMeeting(visit.api, panelCase.meetingId),
    readChildOfCase(visit.api, panelCase.childId),
  ])
  const panel = await readPanel(visit.api, meeting.panelId)
  const { withdrawnOn, withdrawnReason, requestId } = panelCase
  const body = html`${heading(purposes[panelCase.purpose as keyof typeof purposes])}
    ${factList([
      ['Child', childText(visit, child)],
      ['What the panel is asked', html`<strong>${panelCase.question}</strong>`],
      ['Referred by', panelCase.referredBy],
      ['How it stands', panelCase.status && caseTags[panelCase.status]],
      ['Withdrawn', withdrawnOn && `${sayDay(withdrawnOn)}: ${withdrawnReason}`],
      ['Request', requestId && textLink(`/requests/${requestId}`, 'The request for a home')],
    ])}
    ${subheading('Options')}
    <div class="app-paper">
      ${panelCase.options !== null && html`<h3>As they were laid before the panel</h3>`}
      ${optionsPart(panelCase)}
    </div>
    ${
      panelCase.decisions.length > 0 &&
      html`${subheading('Decision')}
        <div class="app-paper">
          ${panelCase.decisions.map((one) => decisionPart(one, panelCase.options))}
        </div>`
    }
    ${followUpTable(panelCase)} ${visit.may('panels:write') && formsPart(visit, panelCase, panel)}
    ${closedPart(panelCase)}`
  return {
    title: 'A case before a panel',
    back: { href: `/panels/meetings/${meeting.id}`, text: `${panel.title}, ${sayDay(meeting.heldOn)}` },
    body,
  }
}

function childText(visit: Visit, { id, reference, sex, dateOfBirth }: ChildOfCase): Content {
  const facts = `${sexes[sex as keyof typeof sexes].toLowerCase()}, ${ageOn(dateOfBirth, visit.today)}`
  return html`${textLink(`/children/${id}`, reference)}, ${facts}`
}

function followUpTable({ followUp: actions }: CaseAnswer): Content {
  if (actions.length === 0) return null
  return dataTable(
    'Actions that the panel set',
    [
      { title: 'What', cell: ({ id, what }) => textLink(`/panels/actions/${id}`, what) },
      { title: 'Who', cell: ({ ownerRole }) => ownerRole },
      { title: 'By', cell: ({ dueOn }) => sayDay(dueOn) },
      { title: 'How it stands', cell: ({ status }) => followUpTags[status] },
    ],
    actions,
  )
}

function formsPart(visit: Visit, panelCase: CaseAnswer, panel: PanelAnswer): Content {
  const hasBegun = (field: string) => visit.faults.length > 0 && visit.form.has(field)
  const address = (action: string) => `/panels/cases/${panelCase.id}/${action}`
  const isAnew = isActionOpen(panelCase, 'superseding-decision')
  const mayDecide = isAnew || isActionOpen(panelCase, 'decision')
  return [
    isActionOpen(panelCase, 'options') &&
      component('details', {
        summaryText: panelCase.options === null ? 'Lay options before the panel' : 'Lay options again',
        open: panelCase.options === null || hasBegun('direction'),
        html: visit.formTo(
          address('options'),
          html`${radioField(visit, { name: 'direction', label: 'Which options?', choices: choicesAmong(directions) })}
          ${dayField(visit, { name: 'from', label: 'First night of the move' })}
          ${component('button', { text: 'Lay them before the panel', preventDoubleClick: true })}`,
          panelCase.version,
        ),
      }),
    mayDecide &&
      component('details', {
        summaryText: isAnew ? 'Decide anew' : 'Record the decision',
        open: !isAnew || hasBegun('outcome') || hasBegun('reasons'),
        html: visit.formTo(
          address(isAnew ? 'superseding-decision' : 'decision'),
          decisionFields(visit, panelCase, panel),
          panelCase.version,
        ),
      }),
    panelCase.outcome !== null &&
      component('details', {
        summaryText: 'Set an action',
        open: hasBegun('what'),
        html: visit.formTo(
          address('actions'),
          html`${textArea(visit, { name: 'what', label: 'What is to be done?', hint: 'In words that name no one.' })}
          ${textField(visit, { name: 'ownerRole', label: 'Which office does it?', width: 20 })}
          ${dayField(visit, { name: 'dueOn', label: 'By which day?' })}
          ${component('button', { text: 'Set the action', preventDoubleClick: true })}`,
        ),
      }),
    isActionOpen(panelCase, 'withdrawal') &&
      component('details', {
        summaryText: 'Take it off the agenda',
        open: hasBegun('reason'),
        html: visit.formTo(
          address('withdrawal'),
          html`${textArea(visit, { name: 'reason', label: 'Why?', hint: 'In words that name no one.' })}
          ${component('button', { text: 'Take it off', classes: 'govuk-button--warning', preventDoubleClick: true })}`,
          panelCase.version,
        ),
      }),
  ]
}

function decisionFields(visit: Visit, { options: snapshot }: CaseAnswer, { chairRole }: PanelAnswer) {
  const beds = (snapshot?.steps ?? [])
    .flatMap(({ options }) => options)
    .map(({ home, bed }) => ({ value: bed.id, text: `${home.name}, ${bed.label}` }))
  return html`${radioField(visit, { name: 'outcome', label: 'What is decided?', choices: choicesAmong(panelOutcomes) })}
  ${beds.length > 0 && selectField(visit, { name: 'bedId', label: 'Which option is chosen?', none: 'None of them', choices: beds })}
  ${textArea(visit, { name: 'reasons', label: 'Why?', hint: 'So that a court could read it; in words that name no one.', rows: 5 })}
  ${textArea(visit, { name: 'conditions', label: 'On which conditions?', hint: 'Where it is agreed with conditions, and there alone.' })}
  ${textField(visit, { name: 'chairRole', label: 'Which office was in the chair?', value: chairRole, width: 20 })}
  ${dayField(visit, { name: 'on', label: 'When was it decided?', day: visit.today })}
  ${component('details', {
    summaryText: 'Who did not agree',
    open: visit.form.text('dissent-1-role') !== '' || visit.form.text('dissent-1-reasons') !== '',
    html: html`${dissenters.map((number) => html`${textField(visit, { name: `dissent-${number}-role`, label: `Office ${number} that did not agree`, width: 20 })}${textArea(visit, { name: `dissent-${number}-reasons`, label: `Why office ${number} did not agree`, rows: 2 })}`)}`,
  })}
  ${component('button', { text: 'Record the decision', preventDoubleClick: true })}`
}

function closedPart({ actions }: CaseAnswer): Content {
  const refusals = actions.filter(({ open: isOpen }) => !isOpen)
  if (refusals.length === 0) return null
  return component('details', {
    summaryText: 'What cannot be done now, and why',
    html: dataTable(
      'Actions that are not open',
      [
        { title: 'Action', cell: ({ action }) => actionWords[action] },
        { title: 'Why not', cell: ({ why }) => why },
      ],
      refusals,
    ),
  })
}

const actionWords: Record<string, string> = {
  options: 'Lay options before the panel',
  decision: 'Record the decision',
  'superseding-decision': 'Decide anew',
  links: 'Say what the decision led to',
  withdrawal: 'Take it off the agenda',
}

/** Fields of the API's bodies by what the page calls them. */
const fields: PageAction['fields'] & object = {
  '#/direction': { field: 'direction', name: 'The direction' },
  '#/from': { field: 'from', name: 'The first night' },
  '#/outcome': { field: 'outcome', name: 'What is decided' },
  '#/bedId': { field: 'bedId', name: 'The option' },
  '#/reasons': { field: 'reasons', name: 'The reasons' },
  '#/conditions': { field: 'conditions', name: 'The conditions' },
  '#/chairRole': { field: 'chairRole', name: 'The office in the chair' },
  '#/on': { field: 'on', name: 'The day' },
  '#/what': { field: 'what', name: 'What is to be done' },
  '#/ownerRole': { field: 'ownerRole', name: 'The office' },
  '#/dueOn': { field: 'dueOn', name: 'The day' },
  '#/reason': { field: 'reason', name: 'The reason' },
  ...Object.fromEntries(
    dissenters.flatMap((number) => [
      [
        `#/dissent/${number - 1}/role`,
        { field: `dissent-${number}-role`, name: `Office ${number} that did not agree` },
      ],
      [
        `#/dissent/${number - 1}/reasons`,
        { field: `dissent-${number}-reasons`, name: `Why office ${number} did not agree` },
      ],
    ]),
  ),
}

/** What a decision's form says; rows of dissent that are empty are left out. */
const decisionBody = ({ form }: Visit): object => ({
  outcome: form.text('outcome'),
  reasons: form.text('reasons'),
  conditions: form.text('conditions') || null,
  bedId: form.text('bedId') || null,
  chairRole: form.text('chairRole'),
  on: requireDay(form, 'on', 'The day'),
  dissent: dissenters
    .map((number) => ({
      role: form.text(`dissent-${number}-role`),
      reasons: form.text(`dissent-${number}-reasons`),
    }))
    .filter(({ role, reasons }) => role !== '' || reasons !== ''),
})

/** A form of the page of a case, whose body an action of the API takes. */
const caseForm = (action: string, bodyOf: (visit: Visit) => object): PageAction => ({
  url: `/panels/cases/:id/${action}`,
  scope: 'panels:write',
  purpose,
  fields,
  show: showCase,
  act: async (visit) => {
    const { id } = visit.params
    await visit.api.post(`/v1/panel-cases/${encodeURIComponent(id!)}/${action}`, bodyOf(visit), {
      key: visit.key,
      version: visit.version,
    })
    return { to: `/panels/cases/${id}` }
  },
})

export const caseForms: readonly PageAction[] = [
  caseForm('options', ({ form }) => ({
    direction: valueOrNone(form, 'direction'),
    from: requireDay(form, 'from', 'The first night'),
  })),
  caseForm('decision', decisionBody),
  caseForm('superseding-decision', decisionBody),
  caseForm('withdrawal', ({ form, today }) => ({ on: today, reason: form.text('reason') })),
  {
    ...caseForm('actions', () => ({})),
    act: async ({ api, form, key, params }) => {
      const body = {
        caseId: params.id,
        what: form.text('what'),
        ownerRole: form.text('ownerRole'),
        dueOn: requireDay(form, 'dueOn', 'The day'),
      }
      await api.post('/v1/panel-actions', body, { key })
      return { to: `/panels/cases/${params.id}` }
    },
  },
]
