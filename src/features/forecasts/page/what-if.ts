import { html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { fieldsOfParts, filledValues, textPart, type FormPart } from '../../../platform/pages/form-parts.ts'
import { heading } from '../../../platform/pages/layout.ts'
import type { Page, PageAction } from '../../../platform/pages/page.ts'
import { dataTable, paragraph, textLink } from '../../../platform/pages/parts.ts'
import { scenarioEdits, termParts, type ScenarioKind } from './edits.ts'

const purpose = 'what if: a forecast with a scenario'
const back = { href: '/forecasts', text: 'Forecasts' }

const titlePart: FormPart = textPart({
  name: 'title',
  pointer: '#/scenarios/0/title',
  title: 'The name',
  label: 'What will you call it?',
  hint: 'Such as: Two homes in the north.',
})

const kinds = Object.keys(scenarioEdits) as ScenarioKind[]

/** What can be supposed, each with a form of its own. */
export const whatIfPage: Page = {
  url: '/forecasts/what-if',
  scope: 'forecasts:write',
  purpose,
  show: () =>
    Promise.resolve({
      title: 'What if?',
      back,
      body: html`${heading('What if?')}
      ${paragraph('Choose what might change. The forecast is made twice, with the change and without it, and says what differs and how sure that is.')}
      ${dataTable<ScenarioKind>(
        'What might change',
        [
          {
            title: 'What',
            cell: (kind) => textLink(`/forecasts/what-if/${kind}`, scenarioEdits[kind].title),
          },
          { title: 'To know', cell: (kind) => scenarioEdits[kind].hint },
        ],
        kinds,
      )}`,
    }),
}

/** The form of one thing that might change. */
function whatIfForm(kind: ScenarioKind): PageAction {
  const { title, hint } = scenarioEdits[kind]
  const parts: readonly FormPart[] = [titlePart, ...scenarioEdits[kind].parts, ...termParts]
  const url = `/forecasts/what-if/${kind}`
  return {
    url,
    scope: 'forecasts:write',
    purpose,
    fields: fieldsOfParts(parts),
    show: (visit) =>
      Promise.resolve({
        title,
        back: { href: '/forecasts/what-if', text: 'What if?' },
        body: html`${heading(title)} ${paragraph(hint)}
        ${visit.formTo(url, html`${parts.map((part) => part.show(visit, undefined))} ${component('button', { text: 'Make the forecast', preventDoubleClick: true })}`)}`,
      }),
    act: async ({ api, form, key }) => {
      const { title: name, districts, ...edit } = filledValues(parts, form)
      const body = {
        title: name,
        scenarios: [{ title: name, edits: [{ kind, ...edit }] }],
        ...(typeof edit.area === 'string' && { areas: [{ name: edit.area, districts: districts ?? [] }] }),
      }
      const { id } = await api.post<{ id: string }>('/v1/forecasts', body, { key })
      return { to: `/forecasts/${id}` }
    },
  }
}

export const whatIfForms = kinds.map(whatIfForm)
