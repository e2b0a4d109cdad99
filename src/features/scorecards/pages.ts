import type { LaidOutScorecard } from '../../engines/scorecards/lay-out.ts'
import { html } from '../../platform/http/html.ts'
import type { PageHouse } from '../../platform/pages/house.ts'
import { heading } from '../../platform/pages/layout.ts'
import {
  registerFile,
  registerPage,
  type Page,
  type PageFile,
  type Visit,
} from '../../platform/pages/page.ts'
import { paragraph, textLink } from '../../platform/pages/parts.ts'
import { scorecardParts } from './page.ts'

const purpose = 'a scorecard'

/** The address of the scorecard in the API, of the quarter that the page asks for. */
const apiAddress = ({ params, query }: Visit): string =>
  `/v1/scorecards/${encodeURIComponent(params.scorecard!)}${query.period ? `?period=${encodeURIComponent(query.period)}` : ''}`

/** A scorecard: the table of a quarter for the committee, to read and to print. */
const scorecardPart: Page = {
  url: '/figures/scorecards/:scorecard',
  scope: 'measures:read',
  purpose,
  show: async (visit) => {
    const laidOut = await visit.api.get<LaidOutScorecard>(apiAddress(visit))
    const { scorecard, period, released: latestRelease } = laidOut
    const { summary, tables, notes } = await scorecardParts({
      ...laidOut,
      // The page of what may be published has the API's address without its version.
      released: latestRelease && { ...latestRelease, href: latestRelease.href.replace(/^\/v1/, '') },
    })
    const file = `/figures/scorecards/${encodeURIComponent(scorecard.id)}/scorecard.csv?period=${encodeURIComponent(period.id)}`
    const body = html`${heading(scorecard.title)}
      <div class="app-scorecard">
        ${summary}
        ${tables.map((table, index) => html`<div class="app-scroll" role="region" aria-label="Table ${index + 1} of the scorecard" tabindex="0">${table}</div>`)}
        ${notes}
      </div>
      ${paragraph(textLink(file, 'Download as CSV, for Excel'))}`
    return { title: scorecard.title, back: { href: '/figures', text: 'Figures' }, body }
  },
}

const scorecardFile: PageFile = {
  url: '/figures/scorecards/:scorecard/scorecard.csv',
  scope: 'measures:read',
  purpose,
  read: (visit) => visit.api.file(apiAddress(visit), 'text/csv'),
  fileName: () => 'scorecard.csv',
}

/** Pages of scorecards. */
export function registerScorecardPages(house: PageHouse): void {
  registerPage(house, scorecardPart)
  registerFile(house, scorecardFile)
}
