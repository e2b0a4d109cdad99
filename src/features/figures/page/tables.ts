import type { z } from 'zod'
import { unitInWords } from '../../../domain/scorecards/units.ts'
import type { measureView } from '../../../engines/figures/schema.ts'
import { html, type Content, type Html } from '../../../platform/http/html.ts'
import type { Visit } from '../../../platform/pages/page.ts'
import { dataTable, sayValue, textLink } from '../../../platform/pages/parts.ts'
import { sayDay } from '../../../platform/pages/words.ts'
import { sayCount, type FigureGroup, type FigureNumbers } from './answer.ts'
import { addressOf } from './question.ts'

interface Figures {
  visit: Visit
  measure: z.output<typeof measureView>
  title: string
  days: readonly string[]
  groups: readonly FigureGroup[]
}

type Part = 'numerator' | 'denominator' | 'unknown'
const partsInWords: Readonly<Record<Part, string>> = {
  numerator: 'records counted',
  denominator: 'records of which it is counted',
  unknown: 'records not known',
}

/** A count, which leads those who may read them to its records. */
function countCell(
  { visit }: Figures,
  { code, label, numbers }: FigureGroup,
  day: string,
  place: { part: Part; index: number },
): Content {
  const count = numbers[place.index]?.[place.part] ?? null
  if (count === null)
    return html`<span aria-hidden="true">–</span><span class="govuk-visually-hidden">not known</span>`
  if (count === 0 || !visit.may('measures:records')) return sayCount(count)
  const href = addressOf(`${visit.path}/records`, visit, {
    asAt: day,
    every: '',
    from: '',
    of: place.part,
    ...(code === null ? { by: '' } : { code }),
  })
  return textLink(
    href,
    html`${sayCount(count)}<span class="govuk-visually-hidden"> ${partsInWords[place.part]}: ${label}</span>`,
  )
}

const valueTitle = ({ measure: { unit } }: Figures): string => {
  const words = unitInWords(unit)
  return words === null ? 'Figure' : `Figure (${words})`
}

/** A row for each group on one day: what is counted, of what, the figure, and of how many it is not known. */
export function groupTable(figures: Figures): Html {
  const { measure, title, days, groups } = figures
  const [day = ''] = days
  const count = (part: Part) => (group: FigureGroup) => countCell(figures, group, day, { part, index: 0 })
  return dataTable<FigureGroup>(
    measure.title,
    [
      { title, cell: ({ label }) => label },
      { title: 'Counted', cell: count('numerator'), isNumber: true },
      ...(measure.denominator === null ? [] : [{ title: 'Of', cell: count('denominator'), isNumber: true }]),
      {
        title: valueTitle(figures),
        cell: ({ numbers }) => html`<strong>${sayValue(numbers[0]?.value ?? null, measure.unit)}</strong>`,
        isNumber: true,
      },
      ...(measure.unknown === null ? [] : [{ title: 'Not known', cell: count('unknown'), isNumber: true }]),
    ],
    groups,
  )
}

/** A row for each day, and a column for each group: the figure, with what is counted and of what beneath. */
export function dayTable(figures: Figures): Html {
  const { measure, title, days, groups } = figures
  const cellOf = (group: FigureGroup, day: string, index: number): Content => {
    const numbers: FigureNumbers | undefined = group.numbers[index]
    const count = (part: Part) => countCell(figures, group, day, { part, index })
    if (measure.denominator === null && numbers?.value === numbers?.numerator) return count('numerator')
    return html`${sayValue(numbers?.value ?? null, measure.unit)}<br /><span class="app-light"
        >${count('numerator')}${measure.denominator !== null && html` of ${count('denominator')}`}</span
      >`
  }
  return dataTable<{ day: string; index: number }>(
    title === 'All' ? measure.title : `${measure.title}, by ${title}`,
    [
      { title: 'Day', cell: ({ day }) => sayDay(day) },
      ...groups.map((group) => ({
        title: group.label,
        cell: ({ day, index }: { day: string; index: number }) => cellOf(group, day, index),
        isNumber: true,
      })),
    ],
    days.map((day, index) => ({ day, index })),
  )
}
