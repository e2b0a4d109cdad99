import { metresPerMile, type GridPoint } from '../../../domain/distance.ts'
import type { OptionView } from '../../../engines/matching/option.ts'
import { html, type Content, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { ApiRefusal } from '../../../platform/pages/inner-api.ts'
import type { Visit } from '../../../platform/pages/page.ts'
import { dataTable, paragraph, subheading, textLink } from '../../../platform/pages/parts.ts'
import { sayMiles, sayPounds } from '../../../platform/pages/words.ts'

/** An option on the map, by its number in the list. */
interface MapLine {
  number: number
  option: OptionView
  /** Where it is; null where the address is confidential, or not known. */
  point: GridPoint | null
}

/** Miles between the rings: the narrowest of these with at most four rings. */
const ringSteps = [1, 2, 5, 10, 20, 50, 100, 200]
const radius = 190

const optionAnchor = ({ beds }: OptionView): string => `option-${beds[0]!.id}`

/** A postcode's place on the grid; null where nobody knows it. */
async function pointOf(visit: Visit, postcode: string | null): Promise<GridPoint | null> {
  if (postcode === null) return null
  try {
    const { easting, northing } = await visit.api.get<{ easting: number | null; northing: number | null }>(
      `/v1/postcodes/${encodeURIComponent(postcode)}`,
    )
    return easting === null || northing === null ? null : { easting, northing }
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 404) return null
    throw error
  }
}

/**
 * The options on a map around the child's home, and as a table in which some can be chosen for a comparison. A home whose
 * address is confidential is a broken ring as far away as it is: the map does not say in which direction.
 */
export async function mapPart(
  visit: Visit,
  { searchId, childId, options }: { searchId: string; childId: string; options: readonly OptionView[] },
): Promise<Content> {
  if (options.length === 0) return null
  const { homePostcode } = await visit.api.get<{ homePostcode: string | null }>(`/v1/children/${childId}`)
  const middle = await pointOf(visit, homePostcode)
  const lines = await Promise.all(
    options.map(async (option, index): Promise<MapLine> => {
      return { option, number: index + 1, point: middle && (await pointOf(visit, option.home.postcode)) }
    }),
  )
  return html`${subheading('The options on a map, and side by side')}
    ${middle === null && paragraph("There is no map, as the child's home is not known.")}
    <div class="app-beside">
      ${middle && drawing(middle, lines)}
      ${compareForm(visit, { searchId, lines, isDrawing: middle !== null })}
    </div>`
}

function drawing(middle: GridPoint, lines: readonly MapLine[]): Html {
  const furthest = Math.max(1, ...lines.map(({ option }) => option.distanceMiles ?? 0))
  const step = ringSteps.find((miles) => furthest / miles <= 4) ?? furthest / 4
  const rings = Array.from({ length: Math.ceil(furthest / step) }, (_, index) => (index + 1) * step)
  const pixels = (miles: number) => (miles / rings.at(-1)!) * radius
  const across = (metres: number) => pixels(metres / metresPerMile)
  return html`<svg
    class="app-map"
    viewBox="-210 -210 420 420"
    role="group"
    aria-label="The options around the child's home, with a ring every ${sayMiles(step)}; the table says the same"
  >
    ${rings.map(
      (miles) =>
        html`<circle class="app-map__ring" r="${pixels(miles).toFixed(1)}" />
          <text x="4" y="${(-pixels(miles) - 4).toFixed(1)}" font-size="13">${sayMiles(miles)}</text>`,
    )}
    ${lines
      .filter(({ point, option }) => point === null && option.distanceMiles !== null)
      .map(
        ({ option }) =>
          html`<circle class="app-map__somewhere" r="${pixels(option.distanceMiles!).toFixed(1)}" />`,
      )}
    <rect x="-5" y="-5" width="10" height="10" />
    ${lines.flatMap(({ number, option, point }) => {
      if (point === null) return []
      const x = across(point.easting - middle.easting).toFixed(1)
      const y = across(middle.northing - point.northing).toFixed(1)
      return html`<a href="#${optionAnchor(option)}" aria-label="${number}. ${option.home.name}"
        ><circle class="app-map__home" cx="${x}" cy="${y}" r="13" /><text
          x="${x}"
          y="${Number(y) + 5}"
          font-size="14"
          text-anchor="middle"
          >${number}</text
        ></a
      >`
    })}
  </svg>`
}

const placeWords = ({ option, point }: MapLine): string => {
  if (point !== null) return 'A dot'
  return option.distanceMiles === null ? 'Not known' : 'A broken ring: address confidential'
}

function compareForm(
  visit: Visit,
  { searchId, lines, isDrawing }: { searchId: string; lines: readonly MapLine[]; isDrawing: boolean },
): Html {
  return html`<form method="get" action="${visit.path.replace(/\/options$/, '/compare')}">
    <input type="hidden" name="search" value="${searchId}" />
    ${dataTable<MapLine>(
      'Options by number',
      [
        {
          title: 'Home',
          cell: ({ number, option }) =>
            html`${number}. ${textLink(`#${optionAnchor(option)}`, option.home.name)}`,
        },
        { title: 'From home', cell: ({ option }) => sayMiles(option.distanceMiles) },
        {
          title: 'A week',
          cell: ({ option }) => (option.weeklyCost === null ? 'Not known' : sayPounds(option.weeklyCost)),
        },
        ...(isDrawing ? [{ title: 'On the map', cell: placeWords }] : []),
        ...(lines.length > 1 ? [{ title: 'Compare', cell: compareBox }] : []),
      ],
      lines,
    )}
    ${
      lines.length > 1 && [
        paragraph('Choose two to four.'),
        component('button', { text: 'Compare side by side', classes: 'govuk-button--secondary' }),
      ]
    }
  </form>`
}

const compareBox = ({ option }: MapLine): Html =>
  html`<div class="govuk-checkboxes govuk-checkboxes--small">
    <div class="govuk-checkboxes__item">
      <input
        class="govuk-checkboxes__input"
        type="checkbox"
        id="compare-${option.bed.id}"
        name="bed-${option.bed.id}"
        value="yes"
      /><label class="govuk-label govuk-checkboxes__label" for="compare-${option.bed.id}"
        ><span class="govuk-visually-hidden">Compare ${option.home.name}</span></label
      >
    </div>
  </div>`
