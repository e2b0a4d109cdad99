import type { z } from 'zod'
import { childRules, logRules } from '../../../domain/retention/rules.ts'
import { quantity } from '../../../domain/quantity.ts'
import { html, type Content } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { heading } from '../../../platform/pages/layout.ts'
import type { Page, Visit } from '../../../platform/pages/page.ts'
import { dataTable, paragraph, tag, textLink } from '../../../platform/pages/parts.ts'
import { sayDay, sayInstant } from '../../../platform/pages/words.ts'
import type { dueList, receipt, ruleList } from '../schema.ts'

type Due = z.output<typeof dueList>
type Rule = z.output<typeof ruleList>['items'][number]
type Receipt = z.output<typeof receipt>

/** Why the pages of retention read children's records. */
export const retentionPurpose = 'what is past its time'

const ruleWords: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({ ...childRules, ...logRules }).map(([rule, { what }]) => [rule, what]),
)

/** What is past its time, with the way to erase it; the rules, and receipts of what was erased. */
export const retentionPage: Page = {
  url: '/data-protection/retention',
  scope: 'retention:read',
  purpose: retentionPurpose,
  show: async (visit) => {
    const [due, rules, receipts] = await Promise.all([
      visit.api.get<Due>('/v1/retention/due?limit=200'),
      visit.api.get<{ items: Rule[] }>('/v1/retention/rules'),
      visit.api.get<{ items: Receipt[] }>('/v1/erasures?limit=50'),
    ])
    const body = html`${heading('What is kept, and for how long')}
    ${component('button', { text: 'Legal holds', href: '/data-protection/retention/holds', classes: 'govuk-button--secondary' })}
    ${childTable(visit, due)} ${logTable(visit, due)}
    ${dataTable<Rule>(
      'Rules',
      [
        { title: 'What is kept', cell: ({ what }) => what },
        { title: 'How long', cell: ({ years, from }) => `${quantity(years, 'year')} from ${from}` },
        { title: 'By which law', cell: ({ law }) => law ?? 'Our own policy' },
      ],
      rules.items,
    )}
    ${receipts.items.length > 0 && receiptTable(receipts.items)}`
    return {
      title: 'What is kept, and for how long',
      back: { href: '/data-protection', text: 'Data protection' },
      body,
    }
  },
}

function childTable(visit: Visit, { items, total, asAt }: Due): Content {
  if (total === 0) return paragraph(`No record of a child is past its time on ${sayDay(asAt)}.`)
  return html`${paragraph('Nothing goes by itself: somebody erases it.')}
  ${dataTable<Due['items'][number]>(
    total > items.length
      ? `Records past their time: the first ${items.length} of ${total}`
      : 'Records past their time',
    [
      {
        title: 'Child',
        cell: ({ childId, reference, legalHoldId }) =>
          legalHoldId === null && visit.may('retention:write')
            ? textLink(`/data-protection/retention/children/${childId}`, reference)
            : reference,
      },
      { title: 'Could go since', cell: ({ keptUntil }) => sayDay(keptUntil) },
      { title: 'Why', cell: ({ why }) => why },
      {
        title: 'Stays all the same',
        cell: ({ legalHoldId }) =>
          legalHoldId !== null &&
          textLink(`/data-protection/retention/holds/${legalHoldId}`, tag('Legal hold', 'orange')),
      },
    ],
    items,
  )}`
}

const logTable = (visit: Visit, { logs }: Due): Content =>
  dataTable<Due['logs'][number]>(
    'Entries of logs past their time',
    [
      {
        title: 'Log',
        cell: ({ rule, rows }) =>
          rows > 0 && visit.may('retention:write')
            ? textLink(`/data-protection/retention/logs/${rule}`, ruleWords[rule])
            : ruleWords[rule],
      },
      { title: 'From before', cell: ({ keptSince }) => sayDay(keptSince) },
      { title: 'Entries', cell: ({ rows }) => rows, isNumber: true },
    ],
    logs,
  )

const receiptTable = (receipts: readonly Receipt[]): Content =>
  dataTable<Receipt>(
    'What was erased, the latest first',
    [
      { title: 'When', cell: ({ erasedAt }) => sayInstant(erasedAt) },
      { title: 'By which rule', cell: ({ rule }) => ruleWords[rule] ?? rule },
      { title: 'By whom', cell: ({ erasedBy }) => erasedBy },
      {
        title: 'Rows',
        cell: ({ tally }) => Object.values(tally).reduce((sum, rows) => sum + rows, 0),
        isNumber: true,
      },
    ],
    receipts,
  )
