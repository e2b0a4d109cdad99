import type { z } from 'zod'
import { eventTypeNames } from '../../domain/events/types.ts'
import { quantity } from '../../domain/quantity.ts'
import { html, type Content, type Html } from '../../platform/http/html.ts'
import { component } from '../../platform/pages/components.ts'
import { checkboxField, textArea, textField } from '../../platform/pages/fields.ts'
import type { PageHouse } from '../../platform/pages/house.ts'
import { heading, type PageView } from '../../platform/pages/layout.ts'
import {
  registerForm,
  registerPage,
  type Page,
  type PageAction,
  type Visit,
} from '../../platform/pages/page.ts'
import { dataTable, factList, paragraph, subheading, tag, textLink } from '../../platform/pages/parts.ts'
import { secretShown } from '../../platform/pages/secret.ts'
import { sayInstant } from '../../platform/pages/words.ts'
import type { deliveriesPage, secretView, webhookView } from './schema.ts'

type Webhook = z.output<typeof webhookView>
type Delivery = z.output<typeof deliveriesPage>['items'][number]

const purpose = 'which systems are told of events'

function stateOf({ state, secretIssuedAt }: Webhook): Html {
  if (secretIssuedAt === null) return tag('No secret yet: nothing is sent', 'yellow')
  return state === 'paused' ? tag('Paused: deliveries wait', 'orange') : tag('At work', 'green')
}

/** Which addresses are told of events, and a form to record another. */
const webhooksPage: PageAction = {
  url: '/webhooks',
  scope: 'events:read',
  purpose,
  fields: {
    '#/url': { field: 'url', name: 'The address' },
    '#/description': { field: 'description', name: 'The description' },
    '#/types': { field: 'types', name: 'The events' },
  },
  show: async (visit) => {
    const { items } = await visit.api.get<{ items: Webhook[] }>('/v1/webhooks?limit=200')
    const body = html`${heading('Webhooks')}
    ${paragraph('A webhook is an address of another system that is told what happens, such as that a placement has started. It is told which record it is about, and nothing of a child.')}
    ${
      items.length > 0 &&
      dataTable<Webhook>(
        quantity(items.length, 'webhook'),
        [
          { title: 'Address', cell: ({ id, url }) => textLink(`/webhooks/${id}`, url) },
          { title: 'About', cell: ({ description }) => description },
          { title: 'State', cell: stateOf },
        ],
        items,
      )
    }
    ${visit.may('events:write') && newWebhookForm(visit)}`
    return { title: 'Webhooks', body }
  },
  act: async ({ api, form, key }) => {
    const types = form.list('types')
    const body = {
      url: form.text('url'),
      description: form.text('description') || null,
      types: types.length > 0 ? types : null,
    }
    const { id } = await api.post<Webhook>('/v1/webhooks', body, { key })
    return { to: `/webhooks/${id}` }
  },
}

const newWebhookForm = (visit: Visit): Html =>
  html`${subheading('Record a webhook')}
  ${visit.formTo(
    '/webhooks',
    html`${textField(visit, { name: 'url', label: 'Address', hint: 'It begins with https://' })}
    ${textField(visit, { name: 'description', label: 'What it is for', hint: 'Name no one.' })}
    ${component('details', {
      summaryText: 'Tell of some events alone',
      open: visit.form.list('types').length > 0,
      html: checkboxField(visit, {
        name: 'types',
        label: 'Which events?',
        hint: 'All, where none is chosen.',
        choices: eventTypeNames.map((type) => ({ value: type, text: type })),
      }),
    })}
    ${component('button', { text: 'Record it', preventDoubleClick: true })}`,
  )}`

const webhookPage: Page = {
  url: '/webhooks/:id',
  scope: 'events:read',
  purpose,
  show: (visit) => showWebhook(visit),
}

const deliveryTags: Record<string, Html> = {
  delivered: tag('Delivered', 'green'),
  dead: tag('Given up', 'red'),
}

async function showWebhook(visit: Visit): Promise<PageView> {
  const path = `/v1/webhooks/${encodeURIComponent(visit.params.id!)}`
  const [webhook, { items }] = await Promise.all([
    visit.api.get<Webhook>(path),
    visit.api.get<{ items: Delivery[] }>(`${path}/deliveries?limit=50`),
  ])
  const body = html`${heading('Webhook')}
  ${factList([
    ['Address', webhook.url],
    ['About', webhook.description],
    ['State', stateOf(webhook)],
    ['Told of', webhook.types?.join(', ') ?? 'Every event'],
  ])}
  ${
    items.length > 0 &&
    dataTable<Delivery>(
      'What was sent, the latest event first',
      [
        { title: 'Event', cell: ({ type }) => type },
        { title: 'State', cell: ({ state }) => deliveryTags[state] ?? tag('Waits', 'yellow') },
        { title: 'Tries', cell: ({ attempts }) => attempts, isNumber: true },
        { title: 'Last tried', cell: ({ attemptedAt }) => attemptedAt && sayInstant(attemptedAt) },
        { title: 'Why it failed', cell: ({ fault }) => fault },
      ],
      items,
    )
  }
  ${visit.may('events:write') && formsOf(visit, webhook)}`
  return { title: 'Webhook', back: { href: '/webhooks', text: 'Webhooks' }, body }
}

function formsOf(visit: Visit, { id, state, secretIssuedAt, version }: Webhook): Content {
  const button = (text: string, isMain = false) =>
    component('button', {
      text,
      preventDoubleClick: true,
      ...(!isMain && { classes: 'govuk-button--secondary' }),
    })
  return html`<div class="app-buttons">
      ${visit.formTo(`/webhooks/${id}/secret`, button(secretIssuedAt === null ? 'Make its secret' : 'Make a new secret', secretIssuedAt === null))}
      ${visit.formTo(
        `/webhooks/${id}/state`,
        html`<input
            type="hidden"
            name="state"
            value="${state === 'paused' ? 'enabled' : 'paused'}"
          />${button(state === 'paused' ? 'Send again from now on' : 'Pause it')}`,
        version,
      )}
      ${visit.formTo(`/webhooks/${id}/replay`, button('Send again what was given up'))}
    </div>
    ${component('details', {
      summaryText: 'Remove it',
      open: visit.isFilledIn,
      html: visit.formTo(
        `/webhooks/${id}/removal`,
        html`${textArea(visit, { name: 'reason', label: 'Why?', hint: 'In words that name no one.' })}
        ${component('button', { text: 'Remove', classes: 'govuk-button--warning', preventDoubleClick: true })}`,
        version,
      ),
    })}`
}

/** An action on a webhook, by a button. */
const webhookAction = (name: string, act: PageAction['act']): PageAction => ({
  url: `/webhooks/:id/${name}`,
  scope: 'events:write',
  purpose,
  fields: { '#/headers/change-reason': { field: 'reason', name: 'The reason' } },
  show: showWebhook,
  act,
})
const pathOf = ({ params }: Visit) => `/v1/webhooks/${encodeURIComponent(params.id!)}`

const webhookActions: readonly PageAction[] = [
  webhookAction('secret', async (visit) => {
    const { secret } = await visit.api.post<z.output<typeof secretView>>(`${pathOf(visit)}/secrets`, {})
    return secretShown('The secret of the webhook', secret, {
      back: { href: `/webhooks/${visit.params.id}`, text: 'The webhook' },
      note: 'The receiver checks by it that what it is told comes from here, as Standard Webhooks says.',
    })
  }),
  webhookAction('state', async (visit) => {
    await visit.api.patch(pathOf(visit), { state: visit.form.text('state') }, { version: visit.version })
    return { to: `/webhooks/${visit.params.id}` }
  }),
  webhookAction('replay', async (visit) => {
    await visit.api.post(`${pathOf(visit)}/replay`, { state: 'dead' })
    return { to: `/webhooks/${visit.params.id}` }
  }),
  webhookAction('removal', async (visit) => {
    await visit.api.remove(pathOf(visit), { version: visit.version, reason: visit.form.text('reason') })
    return { to: '/webhooks' }
  }),
]

/** Pages of webhooks: recorded, given a secret that is shown once, paused, sent again, removed. */
export function registerWebhookPages(house: PageHouse): void {
  registerForm(house, webhooksPage)
  registerPage(house, webhookPage)
  for (const action of webhookActions) registerForm(house, action)
}
