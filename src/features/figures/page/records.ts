import type { z } from 'zod'
import { dimensions, type DimensionName } from '../../../domain/measures/dimensions.ts'
import { html, type Content } from '../../../platform/http/html.ts'
import { heading } from '../../../platform/pages/layout.ts'
import type { Page, Visit } from '../../../platform/pages/page.ts'
import { dataTable, paragraph, textLink } from '../../../platform/pages/parts.ts'
import { sayDay } from '../../../platform/pages/words.ts'
import type { itemView, measureView } from '../../../engines/figures/schema.ts'
import { sayCount, sayValueInUnit } from './answer.ts'
import { addressOf, lastDay, switchesIn } from './question.ts'

interface FigureRecord {
  from: string
  to: string
  nights: number
  adds: number
  children: { id: string; reference: string | null }[]
  records: Record<string, string | null>
  labels: Record<string, string>
}

interface RecordsAnswer {
  asAt: string
  measure: z.output<typeof measureView>
  figure: z.output<typeof itemView>
  items: FigureRecord[]
  nextCursor: string | null
}

const partsInWords: Readonly<Record<string, string>> = {
  numerator: 'what is counted',
  denominator: 'of what it is counted',
  unknown: 'of which something is not known',
}

/** The records that a figure is made of. Whoever may not read them is told that there is no such page, as the API does. */
export const recordsPage: Page = {
  url: '/figures/:measure/records',
  scope: 'measures:records',
  purpose: 'the records behind a figure',
  show: async (visit) => {
    const { by: dimension = '', code = '', of: part = 'numerator', cursor, period } = visit.query
    const query = new URLSearchParams({
      asAt: lastDay(visit),
      of: part,
      limit: '100',
      ...(dimension && { by: dimension, [dimension]: code }),
      ...(period && { period }),
      ...switchesIn(visit),
      ...(cursor && { cursor }),
    })
    const id = encodeURIComponent(visit.params.measure ?? '')
    const answer = await visit.api.get<RecordsAnswer>(`/v1/measures/${id}/records?${query.toString()}`)
    return {
      title: `Records: ${answer.measure.title}`,
      back: { href: addressOf(`/figures/${id}`, visit), text: answer.measure.title },
      body: view(visit, answer, part),
    }
  },
}

function view(
  visit: Visit,
  { asAt, measure, figure, items, nextCursor }: RecordsAnswer,
  part: string,
): Content {
  const { by: dimension = '', code = '' } = visit.query
  const name = dimension in dimensions ? (dimension as DimensionName) : null
  const label = name && (items[0]?.labels[name] ?? code)
  const sum = figure.denominator === null ? '' : ` of ${sayCount(figure.denominator)}`
  return html`${heading(measure.title)}
  ${paragraph(`${figure.from === undefined ? sayDay(asAt) : `${sayDay(figure.from)} to ${sayDay(asAt)}`}${name ? `. ${dimensions[name].title}: ${label}` : ''}. The figure is ${sayValueInUnit(figure.value, measure.unit)}: ${figure.numerator === null ? 'not known' : sayCount(figure.numerator)}${sum}.`)}
  ${
    items.length === 0
      ? paragraph('There are no such records.')
      : dataTable<FigureRecord>(
          `The records: ${partsInWords[part] ?? part}`,
          [
            { title: 'Whose', cell: (record) => whose(visit, record) },
            { title: 'From', cell: ({ from }) => sayDay(from) },
            { title: 'Nights', cell: ({ nights }) => nights, isNumber: true },
            { title: 'Adds', cell: ({ adds }) => sayCount(adds), isNumber: true },
            {
              title: 'Home',
              cell: ({ records }) =>
                records.homeId && visit.may('homes:read') && textLink(`/homes/${records.homeId}`, 'The home'),
            },
          ],
          items,
        )
  }
  ${nextCursor !== null && paragraph(textLink(addressOf(visit.path, visit, { of: part, code, cursor: nextCursor }), 'More records'))}`
}

/** The children, by their references; of a bed, that it is one. */
function whose(visit: Visit, { children, records }: FigureRecord): Content {
  if (children.length === 0) return records.bedId ? 'A bed' : 'No child'
  return children.map(({ id, reference }, index) => {
    const text = reference ?? 'A child'
    return html`${index > 0 && ', '}${visit.may('children:read') ? textLink(`/children/${id}`, text) : text}`
  })
}
