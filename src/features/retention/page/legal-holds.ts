import type { z } from 'zod'
import { html } from '../../../platform/http/html.ts'
import { childInForm } from '../../../platform/pages/child-lookup.ts'
import { component } from '../../../platform/pages/components.ts'
import { radioField, textArea, textField } from '../../../platform/pages/fields.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { PageAction, Visit } from '../../../platform/pages/page.ts'
import { dataTable, factList, paragraph, subheading, tag, textLink } from '../../../platform/pages/parts.ts'
import { sayInstant } from '../../../platform/pages/words.ts'
import type { legalHoldView } from '../schema.ts'

type LegalHold = z.output<typeof legalHoldView>

const purpose = 'legal holds'

const stateOf = ({ liftedAt }: LegalHold) =>
  liftedAt === null ? tag('In force', 'orange') : tag('Lifted', 'grey')

/** Of whom nothing may be erased: the reference of the child, or every child. */
async function whoseText({ api }: Visit, { childId }: LegalHold): Promise<string> {
  if (childId === null) return 'Every child'
  return (await api.get<{ reference: string }>(`/v1/children/${childId}`)).reference
}

/** The legal holds, and a form to place one. */
export const legalHoldsPage: PageAction = {
  url: '/data-protection/retention/holds',
  scope: 'retention:read',
  purpose,
  fields: {
    '#/reason': { field: 'reason', name: 'The reason' },
  },
  show: async (visit) => {
    const { items } = await visit.api.get<{ items: LegalHold[] }>('/v1/legal-holds?limit=200')
    const rows = await Promise.all(
      items
        .toSorted((a, b) => (a.placedAt > b.placedAt ? -1 : 1))
        .map(async (hold) => ({ ...hold, whose: await whoseText(visit, hold) })),
    )
    const body = html`${heading('Legal holds')}
    ${paragraph('While a hold is in force nothing of the child is erased, whoever asks: for a claim, a complaint, an investigation, an inquiry.')}
    ${
      rows.length > 0 &&
      dataTable(
        'Holds, the latest first',
        [
          {
            title: 'Whose',
            cell: ({ id, whose }) => textLink(`/data-protection/retention/holds/${id}`, whose),
          },
          { title: 'Why', cell: ({ reason }) => reason },
          { title: 'Placed', cell: ({ placedAt }) => sayInstant(placedAt) },
          { title: 'How it stands', cell: stateOf },
        ],
        rows,
      )
    }
    ${
      visit.may('retention:write') &&
      html`${subheading('Place a hold')}
      ${visit.formTo(
        '/data-protection/retention/holds',
        html`${radioField(visit, {
          name: 'whose',
          label: 'On whose records?',
          value: 'one',
          choices: [
            { value: 'one', text: 'One child' },
            { value: 'all', text: 'Every child', hint: 'As for a public inquiry.' },
          ],
        })}
        ${textField(visit, { name: 'reference', label: 'Reference of the child', hint: 'Where it is one.', width: 20 })}
        ${textArea(visit, { name: 'reason', label: 'Why?', hint: 'In words that name no one.' })}
        ${component('button', { text: 'Place the hold', preventDoubleClick: true })}`,
      )}`
    }`
    return {
      title: 'Legal holds',
      back: { href: '/data-protection/retention', text: 'What is kept, and for how long' },
      body,
    }
  },
  act: async (visit) => {
    const { api, form, key } = visit
    const childId = form.text('whose') === 'all' ? null : await childInForm(visit)
    const { id } = await api.post<LegalHold>(
      '/v1/legal-holds',
      { childId, reason: form.text('reason') },
      { key },
    )
    return { to: `/data-protection/retention/holds/${id}` }
  },
}

/** A legal hold, and a form to lift it. */
export const legalHoldPage: PageAction = {
  url: '/data-protection/retention/holds/:id',
  scope: 'retention:read',
  purpose,
  fields: { '#/reason': { field: 'reason', name: 'The reason' } },
  show: async (visit): Promise<PageView> => {
    const hold = await visit.api.get<LegalHold>(`/v1/legal-holds/${encodeURIComponent(visit.params.id!)}`)
    const body = html`${heading('Legal hold')}
    ${factList([
      ['Whose', await whoseText(visit, hold)],
      ['Why', hold.reason],
      ['How it stands', stateOf(hold)],
      ['Placed', `${sayInstant(hold.placedAt)} by ${hold.placedBy}`],
      [
        'Lifted',
        hold.liftedAt && `${sayInstant(hold.liftedAt)} by ${hold.liftedBy ?? ''}: ${hold.liftReason ?? ''}`,
      ],
    ])}
    ${
      hold.liftedAt === null &&
      visit.may('retention:write') &&
      component('details', {
        summaryText: 'Lift it',
        open: visit.isFilledIn,
        html: visit.formTo(
          `/data-protection/retention/holds/${hold.id}`,
          html`${textArea(visit, { name: 'reason', label: 'Why?', hint: 'In words that name no one.' })}
          ${component('button', { text: 'Lift it for good', classes: 'govuk-button--warning', preventDoubleClick: true })}`,
          hold.version,
        ),
      })
    }`
    return {
      title: 'Legal hold',
      back: { href: '/data-protection/retention/holds', text: 'Legal holds' },
      body,
    }
  },
  act: async ({ api, form, key, params, version }) => {
    const path = `/v1/legal-holds/${encodeURIComponent(params.id!)}/lift`
    await api.post(path, { reason: form.text('reason') }, { key, version })
    return { to: `/data-protection/retention/holds/${params.id}` }
  },
}
