import type { z } from 'zod'
import { keyScopes, scopes } from '../../domain/access.ts'
import { quantity } from '../../domain/quantity.ts'
import { html, type Content, type Html } from '../../platform/http/html.ts'
import { component } from '../../platform/pages/components.ts'
import { checkboxField, selectField, textArea, textField } from '../../platform/pages/fields.ts'
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
import type { issuedSecret, keyView } from './schema.ts'

type Key = z.output<typeof keyView>

const purpose = 'which systems may call the service'

function stateOf({ revokedAt, secretIssuedAt }: Key): Html {
  if (revokedAt !== null) return tag('Revoked', 'grey')
  return secretIssuedAt === null ? tag('No secret yet', 'yellow') : tag('In use', 'green')
}

/** Which systems have a key, and a form to record another. */
const keysPage: PageAction = {
  url: '/keys',
  scope: 'keys:read',
  purpose,
  fields: {
    '#/name': { field: 'name', name: 'The name' },
    '#/purpose': { field: 'purpose', name: 'The purpose' },
    '#/scopes': { field: 'scopes', name: 'What it may do' },
  },
  show: async (visit) => {
    const { items } = await visit.api.get<{ items: Key[] }>('/v1/keys?limit=200')
    const body = html`${heading('Keys of systems')}
    ${paragraph('A key lets a system, such as Power BI, call the service by itself.')}
    ${
      items.length > 0 &&
      dataTable<Key>(
        quantity(items.length, 'key'),
        [
          { title: 'System', cell: ({ id, name }) => textLink(`/keys/${id}`, name) },
          { title: 'What for', cell: (key) => key.purpose },
          { title: 'State', cell: stateOf },
          { title: 'Last used', cell: lastUse },
        ],
        items,
      )
    }
    ${visit.may('keys:write') && newKeyForm(visit)}`
    return { title: 'Keys', body }
  },
  act: async ({ api, form, key }) => {
    const body = { name: form.text('name'), purpose: form.text('purpose'), scopes: form.list('scopes') }
    const { id } = await api.post<Key>('/v1/keys', body, { key })
    return { to: `/keys/${id}` }
  },
}

/** The hour in which the key was last used, by any of its secrets. */
function lastUse({ secrets }: Key): string {
  const uses = (secrets ?? []).flatMap(({ lastUsedAt }) => lastUsedAt ?? []).toSorted()
  const latest = uses.at(-1)
  return latest === undefined ? 'Never' : sayInstant(latest)
}

const newKeyForm = (visit: Visit): Html =>
  html`${subheading('Record a system')}
  ${visit.formTo(
    '/keys',
    html`${textField(visit, { name: 'name', label: 'Name of the system', hint: 'Small letters, digits and hyphens, such as power-bi.', width: 20 })}
    ${textField(visit, { name: 'purpose', label: 'What it is for, and which team looks after it', hint: 'Name no one.' })}
    ${checkboxField(visit, {
      name: 'scopes',
      label: 'What may it do?',
      hint: 'No more than it needs.',
      choices: keyScopes.map((scope) => ({ value: scope, text: scopes[scope] })),
    })}
    ${component('button', { text: 'Record it', preventDoubleClick: true })}`,
  )}`

const keyPage: Page = { url: '/keys/:id', scope: 'keys:read', purpose, show: (visit) => showKey(visit) }

async function showKey(visit: Visit): Promise<PageView> {
  const key = await visit.api.get<Key>(`/v1/keys/${encodeURIComponent(visit.params.id!)}`)
  const body = html`${heading(`Key of ${key.name}`)}
  ${factList([
    ['What for', key.purpose],
    ['State', stateOf(key)],
    ['May', key.scopes.map((scope) => html`${scopes[scope as keyof typeof scopes] ?? scope}<br />`)],
  ])}
  ${
    key.secrets &&
    key.secrets.length > 0 &&
    dataTable(
      'Its secrets, the latest first',
      [
        { title: 'Begins with', cell: ({ prefix }) => `sufk_${prefix}` },
        { title: 'Made', cell: ({ issuedAt }) => sayInstant(issuedAt) },
        { title: 'Expires', cell: ({ expiresAt }) => sayInstant(expiresAt) },
        {
          title: 'Last used',
          cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'Never' : sayInstant(lastUsedAt)),
        },
      ],
      key.secrets,
    )
  }
  ${visit.may('keys:write') && key.revokedAt === null && formsOf(visit, key)}`
  return { title: 'Key of a system', back: { href: '/keys', text: 'Keys' }, body }
}

function formsOf(visit: Visit, { id, secretIssuedAt, version }: Key): Content {
  const isFirst = secretIssuedAt === null
  return html`${subheading(isFirst ? 'Make its secret' : 'Make a new secret')}
  ${visit.formTo(
    `/keys/${id}/secret`,
    html`${selectField(visit, {
      name: 'days',
      label: 'Expires after',
      value: '365',
      choices: [30, 90, 180, 365].map((days) => ({ value: String(days), text: quantity(days, 'day') })),
    })}
    ${
      !isFirst &&
      selectField(visit, {
        name: 'overlapHours',
        label: 'The one before still counts for',
        value: '24',
        choices: [0, 24, 168].map((hours) => ({ value: String(hours), text: quantity(hours, 'hour') })),
      })
    }
    ${component('button', { text: 'Make a secret', preventDoubleClick: true })}`,
  )}
  ${component('details', {
    summaryText: 'Revoke the key',
    open: visit.isFilledIn,
    html: visit.formTo(
      `/keys/${id}/revocation`,
      html`${paragraph('For ever, with all its secrets. The system is refused from its next call on.')}
      ${textArea(visit, { name: 'reason', label: 'Why?', hint: 'In words that name no one.' })}
      ${component('button', { text: 'Revoke', classes: 'govuk-button--warning', preventDoubleClick: true })}`,
      version,
    ),
  })}`
}

const issueKeySecret: PageAction = {
  url: '/keys/:id/secret',
  scope: 'keys:write',
  purpose,
  show: showKey,
  act: async ({ api, params, form }) => {
    const id = params.id!
    const overlap = form.text('overlapHours')
    const { key, expiresAt } = await api.post<z.output<typeof issuedSecret>>(
      `/v1/keys/${encodeURIComponent(id)}/secrets`,
      {
        days: Number(form.text('days')),
        ...(overlap !== '' && { overlapHours: Number(overlap) }),
      },
    )
    return secretShown('The secret of the key', key, {
      back: { href: `/keys/${id}`, text: 'The key' },
      note: `It expires on ${sayInstant(expiresAt)}.`,
    })
  },
}

const revokeServiceKey: PageAction = {
  url: '/keys/:id/revocation',
  scope: 'keys:write',
  purpose,
  show: showKey,
  act: async ({ api, params, form, key, version }) => {
    const reason = form.text('reason')
    await api.post(
      `/v1/keys/${encodeURIComponent(params.id!)}/revoke`,
      {},
      { key, version, ...(reason && { reason }) },
    )
    return { to: `/keys/${params.id}` }
  },
}

/** Pages of the keys of systems: recorded, given a secret that is shown once, given another, revoked. */
export function registerKeyPages(house: PageHouse): void {
  registerForm(house, keysPage)
  registerPage(house, keyPage)
  registerForm(house, issueKeySecret)
  registerForm(house, revokeServiceKey)
}
