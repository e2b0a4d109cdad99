import { ofstedGrades, sectors } from '../../../domain/codes.ts'
import { offices } from '../../../domain/gates/offices.ts'
import { musts, preferences } from '../../../domain/matching/criteria.ts'
import { placementTypes } from '../../../domain/placement-types.ts'
import { quantity } from '../../../domain/quantity.ts'
import { html, type Content } from '../../../platform/http/html.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import { FormRefused } from '../../../platform/pages/form.ts'
import type { Page, Visit } from '../../../platform/pages/page.ts'
import { dataTable, paragraph, textLink, type TableColumn } from '../../../platform/pages/parts.ts'
import { sayDay, sayMiles, sayPounds } from '../../../platform/pages/words.ts'
import type { Comparison } from '../compare.ts'
import { peopleWords } from './card.ts'

type Compared = Comparison['options'][number]
type Option = NonNullable<Compared['option']>

const fewest = 2
const most = 4

/** Two to four options of a search side by side, as they are now. */
export const comparePage: Page = {
  url: '/requests/:id/compare',
  scope: 'vacancies:search',
  purpose: 'options for a request, side by side',
  fields: {},
  show: async (visit) => {
    const { id } = visit.params
    const title = 'Side by side'
    const back = { href: `/requests/${id}/options`, text: 'The options' }
    const beds = bedsChosen(visit)
    if (visit.faults.length > 0)
      return { title, back, body: html`${heading(title)}${paragraph(textLink(back.href, 'Choose again'))}` }
    if (beds.length < fewest || beds.length > most)
      throw new FormRefused([{ field: null, text: 'Choose two to four options to be compared' }])
    const search = encodeURIComponent(visit.query.search ?? '')
    const comparison = await visit.api.get<Comparison>(
      `/v1/vacancy-searches/${search}/compare?beds=${beds.map(encodeURIComponent).join()}`,
    )
    return view(comparison, { title, back })
  },
}

/** The beds whose boxes were ticked: each is a name of its own in the address. */
const bedsChosen = ({ query }: Visit): string[] =>
  Object.keys(query).flatMap((name) => (name.startsWith('bed-') ? [name.slice('bed-'.length)] : []))

interface Line {
  title: string
  cellOf: (one: Compared) => Content
}

/** A line about the option, empty where it is none any more. */
const optionLine = (title: string, cellOf: (option: Option) => Content): Line => ({
  title,
  cellOf: ({ option }) => option && cellOf(option),
})

/** From what it is today to what it would be. */
const changeWords = (change: { now: number | null; then: number | null } | undefined): Content =>
  change &&
  html`${sayMiles(change.then)}${change.now !== null && html`<br /><span class="app-light">today ${sayMiles(change.now)}</span>`}`

const poundsOrNone = (pounds: number | null): string => (pounds === null ? 'Not known' : sayPounds(pounds))

const differenceWords = (pounds: number | null): string => {
  if (pounds === null) return 'Not known'
  if (pounds === 0) return 'The same'
  return `${sayPounds(Math.abs(pounds))} ${pounds > 0 ? 'more' : 'less'}`
}

const gradeWords = ({ ofstedGrade }: Option): string =>
  ofstedGrades[ofstedGrade as keyof typeof ofstedGrades] ?? 'Not known'

const linesOf = ({ nights, to }: Comparison): Line[] => [
  {
    title: 'Still an option',
    cellOf: ({ option, why }) => (option === null ? why : 'Yes'),
  },
  optionLine('Kind', ({ type }) => placementTypes[type].label),
  optionLine(
    'Provider',
    ({ home }) => `${home.provider.name} (${sectors[home.provider.sector].toLowerCase()})`,
  ),
  optionLine('Where', ({ home }) => home.area?.name ?? 'Not known'),
  { title: 'Miles from home', cellOf: ({ moves }) => changeWords(moves?.homeMiles) },
  { title: 'Miles from school', cellOf: ({ moves }) => changeWords(moves?.schoolMiles) },
  {
    title: 'Miles from brothers and sisters elsewhere',
    cellOf: ({ moves }) => changeWords(moves?.siblingMiles),
  },
  { title: 'A week, of all the children', cellOf: ({ cost }) => cost && poundsOrNone(cost.weekly) },
  {
    title: to === null ? `Over ${nights} nights` : `Over the stay of ${quantity(nights, 'night')}`,
    cellOf: ({ cost }) => cost && poundsOrNone(cost.stay),
  },
  { title: 'Against what it costs today', cellOf: ({ cost }) => cost && differenceWords(cost.difference) },
  {
    title: 'Who lives there',
    cellOf: ({ option, livesThere }) => option && peopleWords(livesThere),
  },
  optionLine('Ofsted', gradeWords),
  optionLine('Before it can start', ({ gates }) =>
    gates.length === 0
      ? 'No approval needed'
      : gates.map(
          ({ title, office, toDo }) =>
            html`${title}: ${office === null ? toDo : `${offices[office]} decides.`}<br />`,
        ),
  ),
  optionLine('Points', ({ score }) => score),
]

const criterionTitles: ReadonlyMap<string, string> = new Map(
  [...musts, ...preferences].map(({ id, title }) => [id, title]),
)

/** A line for each preference, and for what cannot be told. */
const reasonLines = ({ options }: Comparison): Line[] => {
  const criteria = new Set(
    options.flatMap(({ option }) =>
      (option?.reasons ?? []).flatMap((reason) =>
        reason.kind === 'prefer' || reason.met === null ? [reason.criterion] : [],
      ),
    ),
  )
  return [...criteria].map((criterion) =>
    optionLine(criterionTitles.get(criterion) ?? criterion, ({ reasons }) => {
      const reason = reasons.find((one) => one.criterion === criterion)
      if (reason === undefined) return null
      const answer = reason.met === null ? 'Not known' : reason.met ? 'Yes' : 'No'
      return html`<b>${answer}.</b> ${reason.detail}`
    }),
  )
}

function view(comparison: Comparison, { title, back }: Pick<PageView, 'title' | 'back'>): PageView {
  const { from, to, options } = comparison
  const columns: TableColumn<Line>[] = [
    { title: 'What', cell: (line) => line.title },
    ...options.map((one) => ({
      title: one.option?.home.name ?? 'No option now',
      cell: (line: Line) => line.cellOf(one),
    })),
  ]
  const body = html`${heading(title)}
  ${paragraph(`From ${sayDay(from)}${to === null ? ', with no end' : ` to ${sayDay(to)}`}. Miles are straight lines.`)}
  ${dataTable('Options side by side', columns, [...linesOf(comparison), ...reasonLines(comparison)])}
  ${back && paragraph(textLink(back.href, 'Back to the options, to hold one'))}`
  return { title, back, body }
}
