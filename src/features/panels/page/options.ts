import { quantity } from '../../../domain/quantity.ts'
import { offices } from '../../../domain/gates/offices.ts'
import { musts, preferences } from '../../../domain/matching/criteria.ts'
import { html, type Content, type Html } from '../../../platform/http/html.ts'
import { sayAge } from '../../../platform/pages/words.ts'
import type { Pack } from '../schema.ts'
import {
  areaName,
  day,
  instant,
  miles,
  milesDifference,
  poundsText,
  poundsDifference,
  title,
  typeTitle,
} from './words.ts'

type Case = Pack['cases'][number]
type Snapshot = NonNullable<Case['options']>
type Step = Snapshot['steps'][number]
type Option = Step['options'][number]

/** How many options fit side by side on a portrait A4 page. */
const COLUMNS = 3

const criterionTitles: ReadonlyMap<string, string> = new Map(
  [...musts, ...preferences].map(({ id, title }) => [id, title]),
)

const facts: readonly [name: string, cellOf: (option: Option) => Content][] = [
  ['Type', ({ type }) => typeTitle(type)],
  ['Provider', ({ home }) => `${home.provider.name} (${title(home.provider.sector).toLowerCase()})`],
  ['Where', ({ home }) => home.area?.name ?? 'Not known'],
  ['Cost a week', ({ weeklyCost }) => poundsText(weeklyCost)],
  ['Cost against today', ({ costDifference }) => poundsDifference(costDifference)],
  ['Miles from home', ({ distanceMiles }) => miles(distanceMiles)],
  ['Miles against today', ({ distanceDifference }) => milesDifference(distanceDifference)],
  ['Miles from school', ({ schoolMiles }) => miles(schoolMiles)],
  ['Areas to avoid', ({ areasToAvoid }) => areasToAvoid.map(areaWords).join(' ') || 'None is recorded.'],
  ['Who lives there', ({ company }) => companyWords(company)],
  ['Gates a decision will need', ({ gates }) => gates.map(gateWords).join(' ') || 'None.'],
  ['Whom to ring', ({ contacts }) => contacts.map(contactWords).join(' ') || 'Not recorded.'],
  ['Ofsted', ({ ofstedGrade }) => title(ofstedGrade)],
  ['Bed', ({ bed }) => bed.label],
  ['Points', ({ score }) => score],
]

/** `Outside CW1 2 with 2 miles around it, by 3.1 miles.` */
function areaWords(area: Option['areasToAvoid'][number]): string {
  if (area.inside === null) return `${areaName(area)}: not known, find out.`
  return area.inside
    ? `INSIDE ${areaName(area)}.`
    : `Outside ${areaName(area)}, by ${miles(area.milesBeyond)} miles.`
}

const companyWords = (company: Option['company']) =>
  company.length === 0
    ? 'Nobody'
    : company
        .map(({ sex, ...ages }) => `${sayAge(ages)} (${sex === 'unknown' ? 'sex not known' : sex})`)
        .join(', ')

const gateWords = ({ title: name, office, toDo }: Option['gates'][number]) =>
  `${name}: ${office === null ? toDo : `${offices[office]} decides.`}`

const contactWords = ({ office, phone, email }: Option['contacts'][number]) =>
  `${office}: ${[phone, email].filter(Boolean).join(', ')}.`

/** The options laid before the panel: for each step its vacancies side by side, then the steps without any. */
export function optionsPart({
  options: snapshot,
  optionsLaidAt,
}: Pick<Case, 'options' | 'optionsLaidAt'>): Html {
  if (snapshot === null) return html`<p>No options have been laid before the panel.</p>`
  const vacant = snapshot.steps.filter(({ options }) => options.length > 0)
  const otherSteps = snapshot.steps.filter(({ options }) => options.length === 0)
  const scoring =
    snapshot.profile &&
    html`Points by the profile ${snapshot.profile.name}, version ${snapshot.profile.version}: they order the
    options, the panel decides.`
  return html`<p>
      For a move on ${day(snapshot.from)}. As they were on
      ${optionsLaidAt === null ? '' : instant(optionsLaidAt)}; what has changed since is not shown. ${scoring}
    </p>
    ${vacant.map(sideBySide)}
    ${
      otherSteps.length > 0 &&
      html` <table>
        <caption>
          Other steps
        </caption>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Open</th>
            <th scope="col">What it asks for</th>
          </tr>
        </thead>
        <tbody>
          ${otherSteps.map(
            (step) =>
              html`<tr>
                <th scope="row">${step.title}</th>
                <td>${openness(step)}</td>
                <td>${step.note}</td>
              </tr>`,
          )}
        </tbody>
      </table>`
    }
    ${snapshot.support.length > 0 && html`<p>Support that can be added to the present placement: ${snapshot.support.map((support) => support.title.toLowerCase()).join('; ')}.</p>`}`
}

const openWords: Readonly<Record<Step['reachedBy'], string>> = {
  vacancy: 'Yes, but no vacancy was found.',
  'same-carer': 'Yes, with the present carer: no vacancy is needed.',
  offer: 'By an offer of support.',
  assessment: 'After an assessment alone.',
}

function openness({ open, why, reachedBy }: Step): string {
  if (!open) return `No. ${why ?? ''}`
  return openWords[reachedBy]
}

function sideBySide(step: Step): Html {
  const tables = Array.from({ length: Math.ceil(step.options.length / COLUMNS) }, (_, index) =>
    step.options.slice(index * COLUMNS, (index + 1) * COLUMNS),
  )
  return html`<h4>${step.title}</h4>
    <p class="note">${step.note}</p>
    ${tables.map((options, index) => table(step, options, index * COLUMNS + 1))}`
}

function table(step: Step, options: readonly Option[], first: number): Html {
  const criteria = [...new Set(options.flatMap(({ reasons }) => reasons.map(({ criterion }) => criterion)))]
  const row = (name: string, cells: Content[]) =>
    html`<tr>
      <th scope="row">${name}</th>
      ${cells.map((cell) => html`<td>${cell}</td>`)}
    </tr>`
  return html` <table class="options">
    <caption>
      ${step.title}: ${range(first, options.length, step.options.length)}
    </caption>
    <thead>
      <tr>
        <th scope="col">Option</th>
        ${options.map(({ home }, index) => html`<th scope="col">${first + index}. ${home.name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${facts.map(([name, cellOf]) => row(name, options.map(cellOf)))}
      ${criteria.map((criterion) =>
        row(
          criterionTitles.get(criterion) ?? title(criterion),
          options.map((option) => reasonOf(option, criterion)),
        ),
      )}
    </tbody>
  </table>`
}

function range(first: number, count: number, all: number): string {
  return count === 1 ? `option ${first} of ${all}` : `options ${first} to ${first + count - 1} of ${all}`
}

/** Home, bed and weekly cost of the option whose bed was chosen; null where that bed is not among the options. */
export function chosenOption(snapshot: Snapshot | null, bedId: string | null): string | null {
  const option = snapshot?.steps.flatMap(({ options }) => options).find(({ bed }) => bed.id === bedId)
  return option ? `${option.home.name}, ${option.bed.label} (${poundsText(option.weeklyCost)} a week)` : null
}

function reasonOf({ reasons }: Option, criterionId: string): Content {
  const reason = reasons.find(({ criterion }) => criterion === criterionId)
  if (reason === undefined) return '—'
  const answer = reason.met === null ? 'Not known' : reason.met ? 'Yes' : 'No'
  const points = reason.kind === 'prefer' ? ` (${quantity(reason.points, 'point')})` : ''
  return html`<strong>${answer}${points}.</strong> ${reason.detail}`
}
