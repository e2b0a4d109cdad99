import { addDays, ukDate } from '../../../domain/dates.ts'
import { financialYearEnding } from '../../../domain/disclosure/year.ts'
import { inFigures, unitInWords } from '../../../domain/scorecards/units.ts'
import {
  benchmarkCells,
  dayInWords,
  polarityWords,
  judgementCells,
  keyToColours,
  keyToComparators,
  measuresTable,
  summaryTable,
} from '../../../engines/scorecards/page-parts.ts'
import { scorecardStyle } from '../../../engines/scorecards/page-style.ts'
import { html, type Content, type Html } from '../../../platform/http/html.ts'
import type { ReleasedScorecard } from './lay-out.ts'

type Row = ReleasedScorecard['rows'][number]

/** A figure with its numerator and denominator where both are shown; else its symbol, or "not released". */
function figureCell(figure: Row['figure'], unit: Row['unit']): Html {
  if (figure === null) return html`<span class="none">not released</span>`
  const { value, symbol, meaning, numerator, denominator } = figure
  if (value === null)
    return html`<abbr title="${meaning}">${symbol}</abbr
      ><span class="about">${meaning?.split(':')[0]?.toLowerCase()}</span>`
  const madeOf =
    typeof numerator === 'number' && typeof denominator === 'number' && `${numerator} of ${denominator}`
  return html`${inFigures(value, unit, 0)}${madeOf && html`<span class="about">${madeOf}</span>`}`
}

function aboutRow({ unit, polarity, direction }: Row): Content {
  const definitionNote = direction.why === 'definition-changed' && 'Definition changed since the year before'
  return [unitInWords(unit), polarityWords[polarity], definitionNote].filter(Boolean).join(' · ')
}

function rowOf(row: Row): Html {
  return html`<tr>
    <td>${row.ref}</td>
    <th scope="row">
      ${row.title}
      <span class="about">${aboutRow(row)}</span>
    </th>
    ${benchmarkCells(row)}
    <td class="number">${figureCell(row.before, row.unit)}</td>
    <td class="number">${figureCell(row.figure, row.unit)}</td>
    ${judgementCells(row)}
  </tr>`
}

/** A release in words: its year, when it was made, its id. */
const madeOf = ({ id, financialYear, releasedAt }: ReleasedScorecard['release']) =>
  `that of ${financialYear} made on ${dayInWords(ukDate(new Date(releasedAt)))} (${id})`

/** The scorecard of a release as an HTML page to read and print, with no scripts and nothing loaded from elsewhere. */
export function releasedScorecardPage(laidOut: ReleasedScorecard) {
  const { scorecard, authority, release, before: previous, symbols, rows } = laidOut
  const yearBefore = financialYearEnding(addDays(release.from, -1)).id
  const years = [yearBefore, release.financialYear].map((year) => `Year end ${year}`)
  const body = html`<header>
      <h1>${scorecard.title}</h1>
      <p>
        <b>${authority.name}, year end ${release.financialYear}</b>: figures as at ${dayInWords(release.to)}
        or over the year that ended then
      </p>
      <p>
        For publication: made of releases alone,
        ${madeOf(release)}${previous && html`, and ${madeOf(previous)}`}.
      </p>
      <p class="small">${scorecard.description}</p>
    </header>
    <main>${summaryTable(laidOut)} ${measuresTable(rows, rows.map(rowOf), years)}</main>
    <footer class="small">
      <p>
        <b>How to read it.</b> ${keyToColours} The arrow says which way the figure went since the year before,
        the words beside it whether that is good; where either figure is not shown there is neither.
      </p>
      <p>
        <b>Small numbers are protected.</b> Percentages are whole numbers. In place of a figure:
        ${Object.entries(symbols).map(([symbol, meaning]) => html`<b>${symbol}</b> ${meaning.replace(': ', ', ')}. `)}
        <b>Not released</b>: no such figure is published here, whatever it is.
      </p>
      <p>${keyToComparators} Definition version ${scorecard.version}.</p>
    </footer>`
  return {
    title: `${scorecard.title}, ${authority.name}, year end ${release.financialYear}`,
    style: scorecardStyle,
    body,
  }
}
