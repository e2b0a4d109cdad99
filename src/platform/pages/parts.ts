import { inFigures, type ScorecardUnit } from '../../domain/scorecards/units.ts'
import { html, type Content, type Html } from '../http/html.ts'
import { component } from './components.ts'

export interface TableColumn<Row> {
  title: string
  cell: (row: Row) => Content
  /** Numbers are set to the right. */
  isNumber?: boolean
}

let tables = 0

/** A table that scrolls sideways where the screen is narrow, by keyboard too. The first column heads its row. */
export function dataTable<Row>(
  caption: string,
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
): Html {
  const id = `table-${(tables = (tables + 1) % 1_000_000)}`
  const className = (column: TableColumn<Row>) => (column.isNumber ? ' app-number' : '')
  return html`<div class="app-scroll" role="region" aria-labelledby="${id}" tabindex="0">
    <table class="govuk-table">
      <caption class="govuk-table__caption govuk-table__caption--m" id="${id}">
        ${caption}
      </caption>
      <thead class="govuk-table__head">
        <tr class="govuk-table__row">
          ${columns.map(
            (column) =>
              html`<th scope="col" class="govuk-table__header${className(column)}">${column.title}</th>`,
          )}
        </tr>
      </thead>
      <tbody class="govuk-table__body">
        ${rows.map(
          (row) =>
            html`<tr class="govuk-table__row">
              ${columns.map((column, index) =>
                index === 0
                  ? html`<th scope="row" class="govuk-table__header">${column.cell(row)}</th>`
                  : html`<td class="govuk-table__cell${className(column)}">${column.cell(row)}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** Facts by their names, one a line; those without a value are left out. */
export function factList(facts: readonly (readonly [name: string, value: Content])[]): Html {
  return component('summary-list', {
    rows: facts
      .filter(([, value]) => html`${value}`.toString() !== '')
      .map(([name, value]) => ({ key: { text: name }, value: { html: html`${value}` } })),
  })
}

export const textLink = (href: string, text: Content): Html =>
  html`<a class="govuk-link" href="${href}">${text}</a>`

export const paragraph = (text: Content): Html => html`<p class="govuk-body">${text}</p>`

export const subheading = (text: Content): Html => html`<h2 class="govuk-heading-m">${text}</h2>`

type Colour = 'grey' | 'green' | 'blue' | 'red' | 'orange' | 'yellow'
/** A word on a coloured ground; the word alone says it all. */
export const tag = (text: string, colour: Colour): Html =>
  component('tag', { text, classes: `govuk-tag--${colour}` })

/** A figure in its unit, or a dash with words for who listens. */
export const sayValue = (value: number | null, unit: ScorecardUnit): Html | string =>
  value === null
    ? html`<span aria-hidden="true">–</span><span class="govuk-visually-hidden">no figure</span>`
    : inFigures(value, unit)

/** Texts one below the other, each with a dot. */
export const bulletList = (texts: readonly Content[]): Html =>
  html`<ul class="govuk-list govuk-list--bullet">
    ${texts.map((text) => html`<li>${text}</li>`)}
  </ul>`

/** The steps of a way, of which some are done: `now` is the position of the one under way. */
export function stepList(names: readonly string[], now: number): Html {
  return html`<ol class="app-steps">
    ${names.map((name, index) => {
      const [className, state] =
        index < now ? ['is-done', 'done'] : index === now ? ['is-now', 'now'] : ['', 'to come']
      return html`<li class="${className}" ${index === now && html` aria-current="step"`}>
        ${index + 1}. ${name}<span class="govuk-visually-hidden"> (${state})</span>
      </li>`
    })}
  </ol>`
}
