import type { z } from 'zod'
import { quantity } from '../../domain/quantity.ts'
import { html, type Html } from '../../platform/http/html.ts'
import { component } from '../../platform/pages/components.ts'
import { radioField, textArea } from '../../platform/pages/fields.ts'
import type { PageHouse } from '../../platform/pages/house.ts'
import { heading, type PageView } from '../../platform/pages/layout.ts'
import { registerForm, type PageAction, type Visit } from '../../platform/pages/page.ts'
import { factList, paragraph } from '../../platform/pages/parts.ts'
import { sayInstant } from '../../platform/pages/words.ts'
import type { brokenGlassView } from './schema.ts'

type BrokenGlass = z.output<typeof brokenGlassView>

interface Home {
  id: string
  name: string
  postcode: string | null
  address: string | null
}

const minuteChoices = [15, 30, 60, 120].map((minutes) => ({
  value: String(minutes),
  text: quantity(minutes, 'minute'),
}))

const addressOf = ({ id }: Pick<Home, 'id'>) => `/homes/${id}/address`

/** Where a home is: at once for whoever has broken glass, and for others the way to break it. */
async function show(visit: Visit): Promise<PageView> {
  const { items: glass } = await visit.api.get<{ items: BrokenGlass[] }>('/v1/break-glass')
  const [open] = glass
  const home = await visit.api.get<Home>(`/v1/homes/${encodeURIComponent(visit.params.id!)}`, {
    breakGlassId: open?.id,
  })
  const title = `Where ${home.name} is`
  const body = html`${heading(title)} ${open ? openPart(home, open) : breakingForm(visit, home)}`
  return { title, back: { href: `/homes/${home.id}`, text: 'The home' }, body }
}

const openPart = ({ address, postcode }: Home, { reason, brokenAt, expiresAt }: BrokenGlass): Html =>
  html`${factList([
    ['Address', address ?? 'Not on record'],
    ['Postcode', postcode ?? 'Not on record'],
  ])}
  ${paragraph('You broke glass to see this. The data protection officer knows, and each look is in the access log.')}
  ${factList([
    ['Why', reason],
    ['Since', sayInstant(brokenAt)],
    [
      'Open to you until',
      html`${sayInstant(expiresAt)} <span class="app-timer" data-until="${expiresAt}"></span>`,
    ],
  ])}`

const breakingForm = (visit: Visit, home: Home): Html =>
  html`${paragraph('Your role does not show this address. If a child’s safety can’t wait, you can break glass.')}
  ${component('warning-text', {
    text: 'The data protection officer is alarmed at once, and asks you about it. You see every confidential address until the time is over.',
    iconFallbackText: 'Warning',
  })}
  ${visit.formTo(
    addressOf(home),
    html`${textArea(visit, { name: 'reason', label: 'Why can’t it wait?', hint: 'In words that name no child and nobody else.' })}
    ${radioField(visit, { name: 'minutes', label: 'For how long?', choices: minuteChoices, value: '30', inline: true })}
    ${component('button', { text: 'Break glass', classes: 'govuk-button--warning', preventDoubleClick: true })}`,
  )}`

const addressPage: PageAction = {
  url: '/homes/:id/address',
  scope: 'break-glass:use',
  purpose: 'where a home is, in an emergency',
  fields: {
    '#/reason': { field: 'reason', name: 'The reason' },
    '#/minutes': { field: 'minutes', name: 'The time' },
  },
  show,
  act: async ({ api, form, key, params }) => {
    await api.post(
      '/v1/break-glass',
      { reason: form.text('reason'), minutes: Number(form.text('minutes')) },
      { key },
    )
    return { to: addressOf({ id: params.id! }) }
  },
}

/** The page by which an officer sees, in an emergency, an address that the role does not show. */
export function registerBreakGlassPages(house: PageHouse): void {
  registerForm(house, addressPage)
}
