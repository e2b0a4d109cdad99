import type { z } from 'zod'
import { logRules } from '../../../domain/retention/rules.ts'
import { html, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { PageAction, Visit } from '../../../platform/pages/page.ts'
import { dataTable, paragraph } from '../../../platform/pages/parts.ts'
import type { erasure } from '../schema.ts'
import { retentionPurpose } from './retention.ts'

type Erasure = z.output<typeof erasure>

/** Something that can be erased: where its page is, what it is, and how the API is asked to erase it or to tell what would go. */
interface Subject {
  url: string
  describe: (visit: Visit) => Promise<string>
  erase: (visit: Visit, dryRun: boolean) => Promise<Erasure>
}

const subjects: readonly Subject[] = [
  {
    url: '/data-protection/retention/children/:id',
    describe: async ({ api, params }) => {
      const { reference } = await api.get<{ reference: string }>(
        `/v1/children/${encodeURIComponent(params.id!)}`,
      )
      return `All that is kept of ${reference}`
    },
    erase: ({ api, params, key }, dryRun) =>
      api.post<Erasure>(`/v1/children/${encodeURIComponent(params.id!)}/erasure`, { dryRun }, { key }),
  },
  {
    url: '/data-protection/retention/logs/:rule',
    describe: async ({ params: { rule = '' } }) =>
      `${rule in logRules ? logRules[rule as keyof typeof logRules].what : 'Entries of a log'}: those past their time`,
    erase: ({ api, params, key }, dryRun) =>
      api.post<Erasure>('/v1/erasures', { rule: params.rule, dryRun }, { key }),
  },
]

const back = { href: '/data-protection/retention', text: 'What is kept, and for how long' }

const tallyTable = (caption: string, { tally }: Erasure): Html =>
  dataTable(
    caption,
    [
      { title: 'Table', cell: ([table]) => table.replaceAll('_', ' ') },
      { title: 'Rows', cell: ([, rows]) => rows, isNumber: true },
    ],
    Object.entries(tally),
  )

/** What is erased is shown exactly before it goes: a page to ask what would go, and the button that erases it below the answer. */
const formsOf = ({ url, describe, erase }: Subject): PageAction[] => {
  const common = { scope: 'retention:write', purpose: retentionPurpose } as const
  const addressOf = ({ params }: Visit) => url.replace(/:\w+$/, params.id ?? params.rule ?? '')
  const show = async (visit: Visit): Promise<PageView> => ({
    title: 'Erase',
    back,
    body: html`${heading('Erase what is past its time')} ${paragraph(`${await describe(visit)}.`)}
    ${visit.formTo(addressOf(visit), component('button', { text: 'See exactly what would go', preventDoubleClick: true }))}`,
  })
  return [
    {
      ...common,
      url,
      show,
      act: async (visit) => ({
        title: 'What would go',
        back,
        body: html`${heading('What would go')}
        ${paragraph(`${await describe(visit)}. Nothing is erased yet.`)}
        ${tallyTable('Rows that would go', await erase(visit, true))}
        ${component('warning-text', { text: 'What is erased cannot be brought back.', iconFallbackText: 'Warning' })}
        ${visit.formTo(`${addressOf(visit)}/erasure`, component('button', { text: 'Erase it for good', classes: 'govuk-button--warning', preventDoubleClick: true }))}`,
      }),
    },
    {
      ...common,
      url: `${url}/erasure`,
      show,
      act: async (visit) => ({
        title: 'Erased',
        back,
        body: html`${heading('Erased')} ${paragraph('The receipt is kept. It says nothing of whom.')}
        ${tallyTable('Rows that went', await erase(visit, false))}`,
      }),
    },
  ]
}

export const erasureForms: readonly PageAction[] = subjects.flatMap(formsOf)
