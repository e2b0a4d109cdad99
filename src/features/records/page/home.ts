import { quantity } from '../../../domain/quantity.ts'
import { accepts, homeKinds, ofstedGrades, sectors, sexes, voidReasons } from '../../../domain/codes.ts'
import { nightsBetween } from '../../../domain/dates.ts'
import { html, type Content, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { Page, Visit } from '../../../platform/pages/page.ts'
import { dataTable, factList, tag, textLink } from '../../../platform/pages/parts.ts'
import { sayAge, sayDay, sayInstant, sayList, sayPounds } from '../../../platform/pages/words.ts'
import type { WholeHome } from '../schema.ts'

type Bed = WholeHome['beds'][number]
type Void = WholeHome['voids'][number]['voids'][number]
type BedState = Bed['runs'][number]['state']

/** A home: its beds tonight and night by night for eight weeks, who lives there, and what must be acted on. */
export const homePage: Page = {
  url: '/homes/:id',
  scope: 'homes:read',
  purpose: 'everything on record about a home',
  show: async (visit) => {
    const record = await visit.api.get<WholeHome>(`/v1/homes/${encodeURIComponent(visit.params.id!)}/record`)
    return view(visit, record)
  },
}

/** How each state of a bed is drawn, so that it reads in black and white, and what it is called. */
const states: Record<BedState, { text: string; fill: string; sign: string }> = {
  free: { text: 'free', fill: '#ffffff', sign: '' },
  occupied: { text: 'occupied', fill: '#0b0c0c', sign: '' },
  agreed: { text: 'agreed, not started', fill: '#505a5f', sign: 'A' },
  held: { text: 'held', fill: '#fff7bf', sign: 'H' },
  void: { text: 'out of use', fill: '#f3f2f1', sign: '×' },
  taken: { text: 'taken', fill: '#0b0c0c', sign: '' },
  closed: { text: 'not open', fill: '#b1b4b6', sign: '–' },
}

const hiddenAddress = (visit: Visit, { id }: WholeHome['home']): Content =>
  visit.may('break-glass:use')
    ? html`Confidential. ${textLink(`/homes/${id}/address`, 'See it in an emergency')}`
    : 'Confidential'

function view(visit: Visit, record: WholeHome): PageView {
  const { home, tonight, terms } = record
  const counts = (['free', 'occupied', 'agreed', 'held', 'void', 'taken'] as const).filter(
    (state) => tonight[state] > 0,
  )
  const body = html`${heading(home.name)}
  ${factList([
    ['Kind', `${homeKinds[home.kind]}, ${home.title.toLowerCase()}`],
    ['Provider', home.provider && `${home.provider.name} (${sectors[home.provider.sector].toLowerCase()})`],
    ['Where', home.area?.name ?? 'Not known'],
    ['Address', home.address ?? home.postcode ?? (home.confidential && hiddenAddress(visit, home))],
    [
      'Tonight',
      sayList(counts.map((state) => `${quantity(tonight[state], 'bed')} ${states[state].text}`)) ||
        'No bed is open',
    ],
    [
      'Takes',
      `${terms.places === null ? '' : `${quantity(terms.places, 'place')}, `}ages ${terms.ageFrom} to ${terms.ageTo}, ${accepts[terms.accepts].toLowerCase()} sex${terms.takesSiblings ? ', brothers and sisters together' : ''}${terms.takesEmergencies ? ', emergencies' : ''}`,
    ],
    ['Registered', record.registration.registered ? 'Yes' : tag('No registration covers tonight', 'red')],
    [
      'Restrictions',
      record.restrictions.map(
        ({ title, from, to }) =>
          html`${tag(title, 'red')} from ${sayDay(from)}${to !== null && ` to ${sayDay(to)}`}<br />`,
      ),
    ],
    [
      'Ofsted',
      record.judgements.map(
        (judgement) =>
          html`${ofstedGrades[judgement.grade as keyof typeof ofstedGrades] ?? judgement.grade}
            (${judgement.about}, ${sayDay(judgement.judgedOn)})<br />`,
      ),
    ],
    [
      'Fees',
      record.fees.map(
        ({ weeklyFee, from }) => html`${sayPounds(weeklyFee)} a week from ${sayDay(from)}<br />`,
      ),
    ],
    ['Ring now', ringWords(record)],
  ])}
  ${visit.may('homes:write') && component('button', { text: 'Take a bed out of use', href: `/homes/${home.id}/void`, classes: 'govuk-button--secondary' })}
  ${nightsPart(record.beds)}
  ${
    record.residents.length > 0 &&
    dataTable(
      'Who lives there',
      [
        {
          title: 'Child',
          cell: ({ childId, reference }) =>
            childId === null || reference === null
              ? 'Not shown'
              : textLink(`/children/${childId}`, reference),
        },
        { title: 'Age', cell: sayAge, isNumber: true },
        { title: 'Sex', cell: ({ sex }) => sexes[sex as keyof typeof sexes] },
        { title: 'Since', cell: (resident) => resident.since && sayDay(resident.since) },
        { title: 'Planned until', cell: ({ plannedTo }) => plannedTo && sayDay(plannedTo) },
      ],
      record.residents,
    )
  }
  ${record.voids.map(({ group, curedBy, voids }) =>
    dataTable(
      `Out of use: ${group}. Who can end it: ${curedBy}`,
      [
        { title: 'Bed', cell: ({ bed }) => bed },
        { title: 'Why', cell: ({ title, detail }) => html`${title}${detail && `: ${detail}`}` },
        { title: 'From', cell: ({ from }) => sayDay(from) },
        { title: 'To', cell: ({ to }) => (to === null ? 'No end known' : sayDay(to)) },
        ...(visit.may('homes:write')
          ? [
              {
                title: 'Change',
                cell: ({ id, bed }: Void) =>
                  textLink(
                    `/voids/${id}`,
                    html`Say when it ends<span class="govuk-visually-hidden">, for ${bed}</span>`,
                  ),
              },
            ]
          : []),
      ],
      voids,
    ),
  )}
  ${
    record.attention.length > 0 &&
    dataTable(
      'To be acted on',
      [
        {
          title: 'What',
          cell: ({ title, detail }) => html`${title}<br /><span class="app-light">${detail}</span>`,
        },
        { title: 'By', cell: ({ due }) => (due.length > 10 ? sayInstant(due) : sayDay(due)) },
      ],
      record.attention,
    )
  }`
  return { title: 'Home', back: { href: '/today', text: 'Today' }, body }
}

function ringWords({ ringNow }: WholeHome): Content {
  return ringNow.contacts.map(
    ({ office, phone, email }) =>
      html`${office}${phone !== null && html`, <a class="govuk-link" href="tel:${phone.replace(/\s/g, '')}">${phone}</a>`}${email !== null && `, ${email}`}<br />`,
  )
}

const nightWidth = 16
const rowHeight = 30

/** The beds night by night, drawn; the table in the details says the same. */
function nightsPart(beds: readonly Bed[]): Content {
  const runs = beds.flatMap((bed) => bed.runs.map((run) => ({ ...run, bed: bed.label })))
  const days = runs.flatMap(({ from, to }) => [from, to]).toSorted()
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return null
  const x = (day: string) => 140 + nightsBetween(first, day) * nightWidth
  const width = x(last) + 10
  const height = 30 + beds.length * rowHeight + 10
  const mondays = Array.from({ length: Math.ceil(nightsBetween(first, last) / 7) }, (_, week) => week * 7)
  const rows = beds.map((bed, index): Html => {
    const y = 30 + index * rowHeight
    return html`<text x="0" y="${y + 19}" font-size="15" fill="#0b0c0c">${bed.label.slice(0, 16)}</text
      >${bed.runs.map(({ from, to, state, reason }) => {
        const { text, fill, sign } = states[state]
        const sentence = `${bed.label}: ${text}${reason === null ? '' : ` (${voidReasons[reason].label})`} from ${sayDay(from)} to ${sayDay(to)}`
        const middle = (x(from) + x(to)) / 2
        return html`<rect
            x="${x(from)}"
            y="${y}"
            width="${Math.max(1, x(to) - x(from))}"
            height="${rowHeight - 4}"
            fill="${fill}"
            stroke="#0b0c0c"
            ><title>${sentence}</title></rect
          >${sign && html`<text x="${middle}" y="${y + 19}" font-size="15" text-anchor="middle" fill="${state === 'agreed' ? '#ffffff' : '#0b0c0c'}">${sign}</text>`}`
      })}`
  })
  return html`<h2 class="govuk-heading-m" id="nights">The beds, night by night</h2>
    <div class="app-scroll" role="region" aria-labelledby="nights" tabindex="0">
      <svg
        class="app-nights"
        width="${width}"
        viewBox="0 0 ${width} ${height}"
        role="img"
        aria-label="Each bed night by night for eight weeks; the table below says the same"
      >
        ${mondays.map((day) => html`<text x="${140 + day * nightWidth}" y="18" font-size="13" fill="#0b0c0c">${weekText(first, day)}</text>`)}${rows}
      </svg>
    </div>
    <p class="govuk-body">
      White: free. Black: occupied or taken. A: agreed, not started. H: held. ×: out of use. –: not open.
    </p>
    ${component('details', {
      summaryText: 'The same as a table',
      html: dataTable(
        'Beds by runs of nights',
        [
          { title: 'Bed', cell: ({ bed }) => bed },
          {
            title: 'State',
            cell: ({ state, reason }) =>
              `${states[state].text}${reason === null ? '' : `: ${voidReasons[reason].label.toLowerCase()}`}`,
          },
          { title: 'First night', cell: ({ from }) => sayDay(from) },
          { title: 'Day of leaving', cell: ({ to }) => sayDay(to) },
        ],
        runs,
      ),
    })}`
}

const weekFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const weekText = (first: string, days: number) =>
  weekFormat.format(new Date(Date.parse(`${first}T00:00:00Z`) + days * 86_400_000))
