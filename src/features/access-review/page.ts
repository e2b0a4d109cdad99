import type { z } from 'zod'
import { accessFindings, accessRules } from '../../domain/access-review/rules.ts'
import { addDays } from '../../domain/dates.ts'
import { quantity } from '../../domain/quantity.ts'
import { html, type Content, type Html } from '../../platform/http/html.ts'
import { component } from '../../platform/pages/components.ts'
import { choicesAmong, radioField, textArea, valueOrNone } from '../../platform/pages/fields.ts'
import type { PageHouse } from '../../platform/pages/house.ts'
import { heading, type PageView } from '../../platform/pages/layout.ts'
import {
  registerForm,
  registerPage,
  type Page,
  type PageAction,
  type Visit,
} from '../../platform/pages/page.ts'
import { dataTable, factList, paragraph, tag, textLink } from '../../platform/pages/parts.ts'
import { sayInstant } from '../../platform/pages/words.ts'
import type { accessEntry, unusualAccess } from './schema.ts'

type Unusual = z.output<typeof unusualAccess>
type Entry = z.output<typeof accessEntry>

const purpose = 'a review of who looked at whom'
/** The days of the lists of this page, where the address names none. */
const daysShown = 28

const stateOf = ({ review }: Unusual): Html =>
  review === null
    ? tag('To be looked into', 'orange')
    : tag(
        accessFindings[review.finding as keyof typeof accessFindings],
        review.finding === 'explained' ? 'green' : 'red',
      )

/** From when to when the address asks; the last weeks where it does not. */
const periodOf = ({ query, today }: Visit) => ({
  from: query.from || addDays(query.to || today, -daysShown),
  to: query.to || today,
})

/** What is unusual, and every breaking of glass. */
const accessPage: Page = {
  url: '/data-protection/access',
  scope: 'access-log:read',
  purpose,
  fields: {
    '#/query/from': { field: 'from', name: 'The first day' },
    '#/query/to': { field: 'to', name: 'The last day' },
  },
  show: async (visit) => {
    const period = new URLSearchParams(periodOf(visit)).toString()
    const { items } =
      visit.faults.length > 0
        ? { items: [] }
        : await visit.api.get<{ items: Unusual[] }>(`/v1/unusual-access?${period}`)
    const isGlass = ({ rule }: Unusual) => rule === 'glass-broken'
    const body = html`${heading('Who looked at whom')}
    ${paragraph(textLink('/data-protection/access/log', 'The whole access log'))} ${periodForm(visit)}
    ${unusualTable(
      'Unusual reading',
      items.filter((one) => !isGlass(one)),
      'Nothing unusual was found in these days.',
    )}
    ${unusualTable('Glass was broken', items.filter(isGlass), 'Nobody broke glass in these days.')}`
    return { title: 'Who looked at whom', back: { href: '/data-protection', text: 'Data protection' }, body }
  },
}

function periodForm(visit: Visit): Html {
  const { from, to } = periodOf(visit)
  const day = (name: string, label: string, value: string) => {
    const errorMessage = visit.faultOf(name)
    return component('input', {
      id: name,
      name,
      type: 'date',
      label: { text: label },
      value,
      classes: 'govuk-input--width-10',
      ...(errorMessage && { errorMessage }),
    })
  }
  return html`<form method="get" action="${visit.path}" novalidate>
    ${['childId', 'actor'].map((name) => visit.query[name] && html`<input type="hidden" name="${name}" value="${visit.query[name]}" />`)}
    <div class="app-inline">
      ${day('from', 'From', from)} ${day('to', 'To', to)}
      ${component('button', { text: 'Show', classes: 'govuk-button--secondary' })}
    </div>
  </form>`
}

const unusualTable = (caption: string, items: readonly Unusual[], none: string): Content =>
  items.length === 0
    ? paragraph(none)
    : dataTable<Unusual>(
        caption,
        [
          {
            title: 'What',
            cell: ({ id, rule }) => textLink(`/data-protection/access/${id}`, accessRules[rule].title),
          },
          { title: 'Who', cell: ({ actor }) => textLink(logOf(actor), actor) },
          { title: 'When', cell: ({ from }) => sayInstant(from) },
          { title: 'Children', cell: ({ children }) => children, isNumber: true },
          { title: 'Why', cell: ({ reason }) => reason },
          { title: 'Review', cell: stateOf },
        ],
        items,
      )

const logOf = (actor: string) => `/data-protection/access/log?actor=${encodeURIComponent(actor)}`

/** One unusual access, what a review found, and the form for it. */
async function showUnusual(visit: Visit): Promise<PageView> {
  const access = await visit.api.get<Unusual>(`/v1/unusual-access/${encodeURIComponent(visit.params.id!)}`)
  const { rule, review } = access
  const { title, words } = accessRules[rule]
  const body = html`${heading(title)}
  ${factList([
    ['What that is', words],
    ['Who', textLink(logOf(access.actor), access.actor)],
    ['Role', access.role],
    ['From', sayInstant(access.from)],
    ['To', sayInstant(access.to)],
    ['Children', access.children],
    ['Entries of the access log', access.entries],
    ['Why glass was broken', access.reason],
    ['Review', stateOf(access)],
    ['What was found', review?.note],
    ['Looked into by', review && `${review.reviewedBy}, ${sayInstant(review.reviewedAt)}`],
  ])}
  ${
    review === null &&
    visit.may('access-log:write') &&
    visit.formTo(
      `/data-protection/access/${access.id}`,
      html`${radioField(visit, { name: 'finding', label: 'What did you find?', choices: choicesAmong(accessFindings) })}
      ${textArea(visit, { name: 'note', label: 'In words', hint: 'In words that name no child.' })}
      ${component('button', { text: 'Record the review', preventDoubleClick: true })}`,
    )
  }`
  return { title, back: { href: '/data-protection/access', text: 'Who looked at whom' }, body }
}

const unusualPage: PageAction = {
  url: '/data-protection/access/:id',
  scope: 'access-log:read',
  purpose,
  fields: {
    '#/finding': { field: 'finding', name: 'What you found' },
    '#/note': { field: 'note', name: 'The words' },
  },
  show: showUnusual,
  act: async ({ api, form, key, params }) => {
    const body = { finding: valueOrNone(form, 'finding'), note: form.text('note') }
    await api.post(`/v1/unusual-access/${encodeURIComponent(params.id!)}/review`, body, { key })
    return { to: `/data-protection/access/${params.id}` }
  },
}

/** The access log, of all, of a child or of a user. */
const accessLogPage: Page = {
  url: '/data-protection/access/log',
  scope: 'access-log:read',
  purpose,
  fields: {
    '#/query/from': { field: 'from', name: 'The first day' },
    '#/query/to': { field: 'to', name: 'The last day' },
  },
  show: async (visit) => {
    const { childId, actor, cursor } = visit.query
    const question = new URLSearchParams({
      ...periodOf(visit),
      ...(childId && { childId }),
      ...(actor && { actor }),
    })
    const address = `/v1/access-log?${question.toString()}&limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`
    const { items, nextCursor } =
      visit.faults.length > 0
        ? { items: [], nextCursor: null }
        : await visit.api.get<{ items: Entry[]; nextCursor: string | null }>(address)
    const body = html`${heading('Access log')}
    ${paragraph(childId ? 'Who looked at one child.' : actor ? `What was looked at by: ${actor}.` : 'Everybody who looked at a child.')}
    ${periodForm(visit)}
    ${
      items.length === 0
        ? paragraph('No entry is like that.')
        : dataTable<Entry>(
            'Entries, the latest first',
            [
              { title: 'When', cell: ({ at: instant }) => sayInstant(instant) },
              { title: 'Who', cell: (entry) => textLink(logOf(entry.actor), entry.actor) },
              { title: 'Role', cell: ({ role }) => role },
              { title: 'What was asked', cell: ({ action }) => action },
              { title: 'Why', cell: (entry) => entry.purpose },
              { title: 'Children', cell: (entry) => childrenText(visit, entry) },
              {
                title: 'Glass',
                cell: ({ breakGlassId }) => breakGlassId !== null && tag('Broken', 'red'),
              },
            ],
            items,
          )
    }
    ${nextCursor !== null && paragraph(textLink(`${visit.path}?${question.toString()}&cursor=${encodeURIComponent(nextCursor)}`, 'Earlier entries'))}`
    return {
      title: 'Access log',
      back: { href: '/data-protection/access', text: 'Who looked at whom' },
      body,
    }
  },
}

/** One child by its record; of more how many they are. */
function childrenText(visit: Visit, { childIds }: Entry): Content {
  const [only] = childIds
  if (childIds.length !== 1 || only === undefined) return quantity(childIds.length, 'child', 'children')
  return visit.may('children:read') ? textLink(`/children/${only}`, 'The child') : 'One child'
}

/** Pages of who looked at whom: what is unusual, its review, and the log. */
export function registerAccessReviewPages(house: PageHouse): void {
  registerPage(house, accessPage)
  registerPage(house, accessLogPage)
  registerForm(house, unusualPage)
}
