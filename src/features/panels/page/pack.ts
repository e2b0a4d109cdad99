import { panelOutcomes, purposes } from '../../../domain/panels/codes.ts'
import { html, type Html, type PrintedPage } from '../../../platform/http/html.ts'
import type { DecisionView, Pack } from '../schema.ts'
import { chosenOption, optionsPart } from './options.ts'
import { childPart, planWords } from './child.ts'
import { printStyle } from '../../../platform/http/print/style.ts'
import { facts, tableOf } from '../../../platform/http/print/tables.ts'
import { heading } from '../../../platform/pages/layout.ts'
import type { Page } from '../../../platform/pages/page.ts'
import { day, instant, miles, orUnknown, poundsText, title } from './words.ts'

type Case = Pack['cases'][number]

/** The pack of a meeting as an HTML page, for the screen and for A4 print. */
export function packPage(pack: Pack): PrintedPage {
  const title = packTitle(pack)
  return {
    title: `Pack: ${title}`,
    style: printStyle,
    body: html`<header>
        <h1>${title}</h1>
        ${packSummary(pack)}
      </header>
      <main>${packSections(pack)}</main>`,
  }
}

const packTitle = ({ meeting, panel }: Pack) => `${panel.title}, ${day(meeting.heldOn)}`

const packSummary = ({ meeting, panel, preparedAt }: Pack): Html =>
  html`<p class="marking">Official-Sensitive: children’s records</p>
    <p>${panel.purpose}</p>
    ${facts([
      ['Starts', orUnknown(meeting.startTime)],
      ['Chair', panel.chairRole],
      ['State', title(meeting.status ?? 'unknown')],
      ['Pack prepared', instant(preparedAt)],
    ])}`

const packSections = ({ meeting, cases }: Pack): Html =>
  html`${attendance(meeting.attendees)} ${agenda(cases)} ${cases.map(casePart)}`

/** The pack among the pages, in their layout. */
export const meetingPackPage: Page = {
  url: '/panels/meetings/:id/pack',
  scope: 'panels:read',
  purpose: 'the pack of a panel meeting',
  show: async ({ api, params }) => {
    const href = `/panels/meetings/${params.id}`
    const pack = await api.get<Pack>(`/v1/panel-meetings/${encodeURIComponent(params.id!)}/pack`)
    return {
      title: 'Pack of a panel meeting',
      back: { href, text: 'The meeting' },
      body: html`${heading(packTitle(pack))}
        <div class="app-paper">${packSummary(pack)} ${packSections(pack)}</div>`,
    }
  },
}

function attendance(attendees: Pack['meeting']['attendees']): Html {
  return html`<section aria-labelledby="attendance">
    <h2 id="attendance">Attendance</h2>
    ${tableOf(
      ['Office', 'Attendance'],
      attendees.map(({ role, present }) => [role, present ? 'Present' : 'Apologies']),
      'Not recorded yet.',
    )}
  </section>`
}

function agenda(cases: readonly Case[]): Html {
  return html`<section aria-labelledby="agenda">
    <h2 id="agenda">Agenda</h2>
    ${tableOf(
      ['Item', 'Child', 'Age', 'Purpose', 'Question', 'State'],
      cases.map(({ picture: { child }, ...panelCase }, index) => [
        index + 1,
        html`<a href="#case-${index + 1}">${child.reference}</a>`,
        child.age,
        purposeOf(panelCase),
        panelCase.question,
        title(panelCase.status ?? 'unknown'),
      ]),
      'There are no cases on the agenda.',
    )}
  </section>`
}

const purposeOf = ({ purpose }: Pick<Case, 'purpose'>) => purposes[purpose as keyof typeof purposes]

function casePart(panelCase: Case, index: number): Html {
  const { child, current } = panelCase.picture
  const id = `case-${index + 1}`
  return html`<article id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">Item ${index + 1}: ${child.reference}, ${purposeOf(panelCase).toLowerCase()}</h2>
    <p class="question">${panelCase.question}</p>
    <p>Referred by: ${panelCase.referredBy}. The facts are as of ${day(panelCase.picture.asAt)}.</p>
    <h3>Child and placement</h3>
    ${facts([
      ['Age', child.age],
      [
        'Legal status',
        child.legalStatusLabel
          ? `${child.legalStatusLabel} (${child.legalStatus}), since ${day(child.legalStatusSince)}`
          : 'Not recorded',
      ],
      [
        child.lookedAfterBefore ? 'Looked after since at least' : 'Looked after since',
        day(child.lookedAfterSince),
      ],
      ['What the status makes possible', child.statusAllows ?? 'Not recorded'],
      ['Plan', planWords(panelCase.circumstances.carePlan)],
      [
        'Lives',
        current
          ? `${current.title}${current.homeName ? `, ${current.homeName}` : ''}, since ${day(current.from)}`
          : 'Not recorded',
      ],
      ['Cost a week', poundsText(current?.weeklyCost ?? null)],
      ['Miles from home', miles(current?.distanceMiles ?? null)],
      ['Ofsted', current?.ofstedGrade ? title(current.ofstedGrade) : 'Not recorded'],
    ])}
    ${childPart(panelCase)}
    <h3>What to weigh</h3>
    ${tableOf(
      ['Fact', 'Value', 'What it means', 'Source'],
      panelCase.picture.facts.map(({ title, value, unit, meaning, source }) => [
        title,
        value === null ? 'Not recorded' : valueOf(value, unit),
        meaning,
        source,
      ]),
      'None.',
    )}
    <h3>Placements so far</h3>
    ${tableOf(
      ['Placement', 'Home', 'From', 'To', 'Why it ended', 'Miles'],
      panelCase.picture.history.map((stay) => [
        stay.title,
        orUnknown(stay.homeName),
        day(stay.from),
        stay.to === null ? 'Now' : day(stay.to),
        stay.to === null ? '' : `${stay.endReason ?? 'Not recorded'}${stay.unplanned ? ' (unplanned)' : ''}`,
        miles(stay.distanceMiles),
      ]),
      'None is recorded.',
    )}
    <h3>Options</h3>
    ${optionsPart(panelCase)}
    <h3>Earlier decisions</h3>
    ${tableOf(
      ['Decided', 'Panel', 'Outcome', 'Reasons'],
      panelCase.earlierDecisions.map((decision) => [
        day(decision.decidedOn),
        decision.panelTitle,
        panelOutcomes[decision.outcome],
        `${decision.reasons}${decision.conditions ? ` Conditions: ${decision.conditions}` : ''}`,
      ]),
      'None is recorded.',
    )}
    <h3>Open actions</h3>
    ${tableOf(
      ['Due', 'What', 'Who', 'Panel', 'State'],
      panelCase.openActions.map((action) => [
        day(action.dueOn),
        action.what,
        action.ownerRole,
        action.panelTitle,
        title(action.status),
      ]),
      'None is open.',
    )}
    <h3>Decision</h3>
    ${
      panelCase.decisions.length === 0
        ? html`<p class="note">
              For the meeting: the decision, its reasons, who dissented, the actions with who and by when.
            </p>
            <div class="minutes"></div>`
        : panelCase.decisions.map((decision) => decisionPart(decision, panelCase.options))
    }
  </article>`
}

function valueOf(value: string | number, unit: string | null): string {
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d$/.test(value) ? day(value) : value
  return unit === null ? String(value) : `${value} ${value === 1 ? unit.replace(/s$/, '') : unit}`
}

/** A decision as it is read: what was decided, by whom, why, and what it led to. */
export function decisionPart(decision: DecisionView, snapshot: Case['options']): Html {
  const choice = chosenOption(snapshot, decision.bedId)
  return html`<div class="decision">
    ${facts([
      ['Outcome', `${panelOutcomes[decision.outcome]}${decision.stands ? '' : ' (superseded)'}`],
      ...(choice === null ? [] : [['Option chosen', choice] as const]),
      ['Decided', `${day(decision.decidedOn)}, chaired by: ${decision.chairRole}`],
      ['Present', decision.presentRoles.join(', ') || 'Not recorded'],
      ['Reasons', decision.reasons],
      ...(decision.conditions === null ? [] : [['Conditions', decision.conditions] as const]),
      [
        'Dissent',
        decision.dissent.length === 0
          ? 'None'
          : decision.dissent.map(({ role, reasons }) => `${role}: ${reasons}`).join(' '),
      ],
      ['Led to', decision.links.map(({ kind }) => title(kind)).join(', ') || 'Nothing recorded yet'],
    ])}
  </div>`
}
