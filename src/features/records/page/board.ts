import { restrictionKinds, sectors } from '../../../domain/codes.ts'
import { nightsBetween, type CivilDate } from '../../../domain/dates.ts'
import { placementTypeCodes, placementTypes } from '../../../domain/placement-types.ts'
import { quantity } from '../../../domain/quantity.ts'
import type { z } from 'zod'
import { html, type Content, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { choicesAmong, selectField, textField } from '../../../platform/pages/fields.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { Page, Visit } from '../../../platform/pages/page.ts'
import { dataTable, paragraph, tag, textLink } from '../../../platform/pages/parts.ts'
import { sayDay, sayInstant } from '../../../platform/pages/words.ts'
import type { boardHome } from '../schema.ts'

type BoardHome = z.output<typeof boardHome>
type Run = BoardHome['nights'][number]

/** How often the board is asked for anew while somebody looks at it. */
const RENEW_SECONDS = 60
/** As many homes as one look takes in; the filters find the rest. */
const mostHomes = 200

const freeChoices = { tonight: 'With a bed free tonight', some: 'With a bed free in the next eight weeks' }

/** Every home with its beds tonight and on the nights of the next eight weeks; it refreshes by itself. */
export const boardPage: Page = {
  url: '/vacancies',
  scope: 'homes:read',
  purpose: 'vacancies of all homes',
  fields: { '#/query/age': { field: 'age', name: 'The age' } },
  show: async (visit) => {
    const answer = visit.faults.length > 0 ? { items: [], nextCursor: null } : await readBoard(visit)
    return view(visit, answer)
  },
}

interface Board {
  items: readonly BoardHome[]
  nextCursor: string | null
}

const filterNames = ['free', 'type', 'sector', 'area', 'age', 'emergencies']
/** Without a word about free beds the board has those with one tonight; with an empty one it has all homes. */
const filterOf = ({ query }: Visit, name: string) => query[name] ?? (name === 'free' ? 'tonight' : '')

function readBoard(visit: Visit): Promise<Board> {
  const filters = filterNames.flatMap((name): [string, string][] => {
    const value = filterOf(visit, name)
    return value === '' ? [] : [[name, value]]
  })
  const query = new URLSearchParams([...filters, ['limit', String(mostHomes)]])
  return visit.api.get(`/v1/vacancy-board?${query.toString()}`)
}

function view(visit: Visit, { items, nextCursor }: Board): PageView {
  const freeBeds = items.reduce((total, { tonight }) => total + tonight.free, 0)
  const body = html`${heading('Vacancies')} ${filterForm(visit)}
    <div id="board" data-renew-seconds="${RENEW_SECONDS}">
      ${paragraph(`As of ${sayInstant(visit.now.toISOString())}: ${quantity(freeBeds, 'bed')} free tonight, in ${quantity(items.length, 'home')}${nextCursor === null ? '' : '. These are the first: choose more closely to see the rest'}.`)}
      ${items.length > 0 && boardTable(items)}
    </div>
    ${visit.may('vacancies:search') && paragraph('A free bed may still not suit a child. A search from a request says which do.')}`
  return { title: 'Vacancies', body }
}

function filterForm(visit: Visit): Html {
  const value = (name: string) => filterOf(visit, name)
  return html`<form method="get" action="/vacancies" novalidate>
    <div class="app-inline">
      ${selectField(visit, { name: 'free', label: 'Which homes', none: 'All', value: value('free'), choices: choicesAmong(freeChoices) })}
      ${selectField(visit, {
        name: 'type',
        label: 'Kind',
        none: 'All kinds',
        value: value('type'),
        choices: placementTypeCodes.map((code) => ({ value: code, text: placementTypes[code].label })),
      })}
      ${selectField(visit, { name: 'sector', label: 'Provider', none: 'All', value: value('sector'), choices: choicesAmong(sectors) })}
      ${selectField(visit, { name: 'area', label: 'Where', none: 'Anywhere', value: value('area'), choices: choicesAmong({ in: 'In our area', out: 'Outside our area' }) })}
      ${textField(visit, { name: 'age', label: 'Takes the age', width: 5, value: value('age') })}
      ${selectField(visit, { name: 'emergencies', label: 'In an emergency', none: 'Either', value: value('emergencies'), choices: choicesAmong({ true: 'Takes children', false: 'Does not' }) })}
      ${component('button', { text: 'Show', classes: 'govuk-button--secondary' })}
    </div>
  </form>`
}

function boardTable(items: readonly BoardHome[]): Html {
  const { nights } = items[0]!
  const [first, last] = [nights[0]!.from, nights.at(-1)!.to]
  return html`${paragraph(`The bars show the nights from ${sayDay(first)} to ${sayDay(last)}, a line for each week: the taller the bar, the more beds are free.`)}
  ${dataTable<BoardHome>(
    'Homes by name',
    [
      {
        title: 'Home',
        cell: ({ home }) =>
          html`${textLink(`/homes/${home.id}`, home.name)}<br /><span class="app-light">${home.title}</span>
            ${home.restriction && html`<br />${tag(restrictionKinds[home.restriction], 'red')}`}`,
      },
      { title: 'Where', cell: ({ home }) => home.area?.name ?? 'Not known' },
      { title: 'Ages', cell: agesOf },
      { title: 'Free tonight', cell: ({ tonight, beds }) => `${tonight.free} of ${beds}`, isNumber: true },
      { title: 'Free on the nights to come', cell: ({ nights, beds }) => nightsCell(nights, beds) },
    ],
    items,
  )}`
}

const agesOf = ({ home }: BoardHome): Content =>
  html`${home.ageFrom} to
  ${home.ageTo}${home.accepts !== 'any' && `, ${home.accepts}`}${home.takesEmergencies && html`<br /><span class="app-light">emergencies</span>`}`

const nightWidth = 4
const barHeight = 28

/** Runs of nights with as many beds free, whatever the others are in. */
function freeRuns(nights: readonly Run[]): { from: CivilDate; to: CivilDate; free: number }[] {
  const runs: { from: CivilDate; to: CivilDate; free: number }[] = []
  for (const { from, to, free } of nights) {
    const previous = runs.at(-1)
    if (previous?.free === free) previous.to = to
    else runs.push({ from, to, free })
  }
  return runs
}

const shortFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const shortDay = (day: CivilDate) => shortFormat.format(new Date(`${day}T00:00:00Z`))

/** The free beds night by night, drawn and in words. */
function nightsCell(nights: readonly Run[], beds: number): Html {
  const runs = freeRuns(nights)
  const first = runs[0]!.from
  const x = (day: CivilDate) => nightsBetween(first, day) * nightWidth
  const width = x(runs.at(-1)!.to)
  const bars = runs
    .filter(({ free }) => free > 0)
    .map(({ from, to, free }) => {
      const height = (free / beds) * barHeight
      return html`<rect
        x="${x(from)}"
        y="${(barHeight - height).toFixed(1)}"
        width="${x(to) - x(from)}"
        height="${height.toFixed(1)}"
      />`
    })
  const weeks = Array.from({ length: width / (7 * nightWidth) - 1 }, (_, week) => (week + 1) * 7 * nightWidth)
  return html`<svg class="app-free" viewBox="0 0 ${width} ${barHeight}" aria-hidden="true">
      ${bars} ${weeks.map((x1) => html`<line x1="${x1}" y1="0" x2="${x1}" y2="${barHeight}" />`)}
    </svg>
    <span class="app-light"
      >${runs.map(({ from, free }, index) => (index === 0 ? `${free} free` : `, ${free} from ${shortDay(from)}`))}</span
    >`
}
