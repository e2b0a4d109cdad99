import { quantity } from '../../domain/quantity.ts'
import type { z } from 'zod'
import { html, type Content } from '../../platform/http/html.ts'
import { component } from '../../platform/pages/components.ts'
import { checkboxField, selectField } from '../../platform/pages/fields.ts'
import type { PageHouse } from '../../platform/pages/house.ts'
import { noneSeen } from '../../platform/pages/inner-api.ts'
import { heading, type PageView } from '../../platform/pages/layout.ts'
import {
  registerForm,
  registerPage,
  type Page,
  type PageAction,
  type Visit,
} from '../../platform/pages/page.ts'
import { factList, paragraph, dataTable } from '../../platform/pages/parts.ts'
import { holdTags } from '../../platform/pages/state-tags.ts'
import { changesSince } from '../../platform/pages/stale.ts'
import { sayDay, sayInstant } from '../../platform/pages/words.ts'
import type { holdDetail } from './schema.ts'

type HoldAnswer = z.output<typeof holdDetail>

const purpose = 'beds that are held'

/** Names of a hold's fields, for what has changed since a page was opened. */
const fieldNames = { expiresAt: 'until when the beds are held', endedAt: 'that it ended', beds: 'the beds' }

const holdPage: Page = { url: '/holds/:id', scope: 'placements:read', purpose, show: (visit) => show(visit) }

interface HeldBed {
  reference: string
  bed: string
  home: string
}

/** The beds with their homes; another authority's bed is held, and its record may still not be read. */
async function heldBeds(visit: Visit, { beds }: HoldAnswer): Promise<HeldBed[]> {
  return Promise.all(
    beds.map(async ({ bedId, childId }) => {
      const child = await visit.api.get<{ reference: string }>(`/v1/children/${childId}`)
      const bed = await visit.api.get<{ label: string; homeId: string }>(`/v1/beds/${bedId}`).catch(noneSeen)
      const home = bed && (await visit.api.get<{ name: string }>(`/v1/homes/${bed.homeId}`).catch(noneSeen))
      return { reference: child.reference, bed: bed?.label ?? 'Not shown', home: home?.name ?? 'Not shown' }
    }),
  )
}

async function show(visit: Visit): Promise<PageView> {
  const { id } = visit.params
  const hold = await visit.api.get<HoldAnswer>(`/v1/holds/${encodeURIComponent(id!)}`)
  const changes = await changesSince(visit, `/v1/holds/${hold.id}`, hold.version, fieldNames)
  const title = hold.beds.length === 1 ? 'A bed is held' : `${hold.beds.length} beds are held`
  const body = html`${heading(title)} ${changes}
  ${dataTable<HeldBed>(
    'Which beds, for whom',
    [
      { title: 'Child', cell: ({ reference }) => reference },
      { title: 'Home', cell: ({ home }) => home },
      { title: 'Bed', cell: ({ bed }) => bed },
    ],
    await heldBeds(visit, hold),
  )}
  ${factList([
    ['Status', holdTags[hold.status]],
    ['First night', sayDay(hold.from)],
    ['Day of leaving', hold.to && sayDay(hold.to)],
    [
      'Held until',
      html`${sayInstant(hold.expiresAt)}
      ${hold.status === 'held' && html`<span class="app-timer" data-until="${hold.expiresAt}"></span>`}`,
    ],
  ])}
  ${visit.may('placements:write') && actionsPart(visit, hold)}
  ${hold.placements.length > 0 && hold.requestId !== null && component('button', { text: 'See the placements', href: `/requests/${hold.requestId}` })}`
  const back =
    hold.requestId === null
      ? { href: '/requests', text: 'Requests' }
      : { href: `/requests/${hold.requestId}`, text: 'The request' }
  return { title, back, body }
}

function actionsPart(visit: Visit, hold: HoldAnswer): Content {
  const refusals = hold.actions.filter(({ open: isOpen }) => !isOpen)
  if (refusals.length === hold.actions.length)
    return [...new Set(refusals.map(({ why }) => why))].map((why) => paragraph(why))
  const address = (action: string) => `/holds/${hold.id}/${action}`
  const soonest = Math.ceil(visit.now.getTime() / 300_000) * 300_000
  const later = [4, 24, 72].flatMap((hours) => {
    const instant = new Date(Math.max(soonest, Date.parse(hold.expiresAt)) + hours * 3_600_000).toISOString()
    return {
      value: instant,
      text: `${hours < 24 ? quantity(hours, 'hour') : quantity(hours / 24, 'day')} more, until ${sayInstant(instant)}`,
    }
  })
  return html`<h2 class="govuk-heading-m">Is it agreed?</h2>
    ${visit.formTo(
      address('agreement'),
      html`${checkboxField(visit, { name: 'emergency', label: 'If it cannot wait', choices: [{ value: 'yes', text: 'This is an emergency', hint: 'Some approvals may then follow the start, within so many working days.' }] })}
      ${component('button', { text: hold.beds.length === 1 ? 'Agree the placement' : 'Agree the placements', preventDoubleClick: true })}`,
      hold.version,
    )}
    ${component('details', {
      summaryText: 'Hold it longer, or let it go',
      html: html`${visit.formTo(
        address('extension'),
        html`${selectField(visit, { name: 'expiresAt', label: 'Hold it for', choices: later })}${component('button', { text: 'Hold it longer', classes: 'govuk-button--secondary', preventDoubleClick: true })}`,
        hold.version,
      )}
      ${visit.formTo(address('release'), component('button', { text: 'Let it go now', classes: 'govuk-button--warning', preventDoubleClick: true }), hold.version)}`,
    })}`
}

/** An action on a hold; its body is read from the form. */
function holdAction(
  action: 'agreement' | 'extension' | 'release',
  bodyOf: (visit: Visit) => object,
): PageAction {
  return {
    url: `/holds/:id/${action}`,
    scope: 'placements:write',
    purpose,
    fields: { '#/expiresAt': { field: 'expiresAt', name: 'The end of the hold' } },
    show: (visit) => show(visit),
    act: async (visit) => {
      const { id } = visit.params
      const hold = await visit.api.post<HoldAnswer>(`/v1/holds/${id}/${action}`, bodyOf(visit), {
        key: visit.key,
        version: visit.version,
      })
      return {
        to:
          action === 'agreement' && hold.requestId !== null ? `/requests/${hold.requestId}` : `/holds/${id}`,
      }
    },
  }
}

/** Pages of holds: what is held, until when, and what can be done with it. */
export function registerHoldPages(house: PageHouse): void {
  registerPage(house, holdPage)
  registerForm(
    house,
    holdAction('agreement', ({ form }) => (form.text('emergency') === 'yes' ? { emergency: true } : {})),
  )
  registerForm(
    house,
    holdAction('extension', ({ form }) => ({ expiresAt: form.text('expiresAt') })),
  )
  registerForm(
    house,
    holdAction('release', () => ({})),
  )
}
