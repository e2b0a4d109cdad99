import { z } from 'zod'
import { placementTypeCodes, placementTypes } from '../../../domain/placement-types.ts'
import type { OptionView } from '../../../engines/matching/option.ts'
import { html, type Content, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { instantChoices, selectField, textField } from '../../../platform/pages/fields.ts'
import { FormRefused } from '../../../platform/pages/form.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { PageAction, Visit } from '../../../platform/pages/page.ts'
import { textLink, paragraph, subheading } from '../../../platform/pages/parts.ts'
import { sayDay, sayList, sayMiles } from '../../../platform/pages/words.ts'
import type { Comparison } from '../compare.ts'
import type { SearchAnswer } from '../schema.ts'
import { optionCard, type PersonThere } from './card.ts'
import { mapPart } from './map.ts'

/** The most options that one comparison takes, and so the most whose residents are looked up. */
const mostCompared = 5
/** The options that the map and the table beside it have. */
const mostOnMap = 20
/** The options that are shown at first: few officers read further. */
const firstShown = 8

/** What the page reads of the request. */
interface RequestFacts {
  id: string
  childIds: string[]
  neededFrom: string
  neededTo: string | null
  urgency: string
  actions: { action: string; open: boolean; why: string | null }[]
}

/** What is asked beside what the request says: in the address, and so without anything of a child. */
const filters = z.object({
  maxMiles: z.coerce.number().positive().max(1000).optional().catch(undefined),
  types: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(placementTypeCodes)).min(1))
    .optional()
    .catch(undefined),
  area: z.enum(['in', 'out']).optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  stay: z.enum(['placement', 'emergency', 'short-break']).optional().catch(undefined),
})
type Filters = z.output<typeof filters>
const filtersOf = (query: Readonly<Record<string, string>>): Filters =>
  filters.parse(Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')))

function addressOf(requestId: string, { area, types, ...rest }: Filters): string {
  const entries = Object.entries({ ...rest, area, types: types?.join() }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  )
  const query = new URLSearchParams(entries).toString()
  return `/requests/${requestId}/options${query && `?${query}`}`
}

async function show(visit: Visit, filter: Filters): Promise<PageView> {
  const id = visit.params.id!
  const request = await visit.api.get<RequestFacts>(`/v1/placement-requests/${encodeURIComponent(id)}`)
  const back = { href: `/requests/${id}`, text: 'The request' }
  const state = request.actions.find(({ action }) => action === 'search')
  if (state?.open !== true)
    return {
      title: 'Beds',
      back,
      body: html`${heading('Beds')}${paragraph(`No beds can be looked for now. ${state?.why ?? ''}`)}`,
    }
  const { area, ...rest } = filter
  const search = await visit.api.post<SearchAnswer>('/v1/vacancy-searches', {
    requestId: id,
    ...rest,
    ...(area && { inAuthority: area === 'in' }),
    limit: visit.query.all === 'yes' ? 100 : firstShown,
  })
  const residents = await residentsOf(visit, search)
  const nights = { from: filter.from ?? request.neededFrom, to: filter.to ?? request.neededTo }
  const title =
    request.childIds.length === 1
      ? 'Beds for one child'
      : `Homes for ${request.childIds.length} children together`
  const body = html`${heading(title)}
  ${paragraph(html`${search.summary ?? ''} From ${sayDay(nights.from)}${nights.to === null ? ', with no end' : ` to ${sayDay(nights.to)}`}.`)}
  ${filterForm(visit, filter)}
  ${await mapPart(visit, { searchId: search.id, childId: request.childIds[0]!, options: search.items.slice(0, mostOnMap) })}
  ${search.items.length > 0 && subheading('Options, the best first')}
  ${search.items.map((option, index) =>
    optionCard({
      option,
      rank: index + 1,
      residents: residents.get(option.bed.id),
      actions: visit.may('placements:write') && holdForm(visit, { request, option, nights, filter }),
    }),
  )}
  ${search.nextCursor !== null && visit.query.all !== 'yes' && paragraph(textLink(withAll(visit), `Show all ${search.found ?? ''} options`))}
  ${splitPart(visit, search, { request, nights, filter })} ${missesPart(id, filter, search)}`
  return { title, back, body }
}

/** The address of the page as it is filter, with every option. */
const withAll = ({ path, query }: Visit) =>
  `${path}?${new URLSearchParams({ ...query, all: 'yes' }).toString()}`

/** Who lives in the best of the homes. */
async function residentsOf(
  visit: Visit,
  { id, items }: SearchAnswer,
): Promise<Map<string, readonly PersonThere[]>> {
  const beds = items.slice(0, mostCompared).map(({ bed }) => bed.id)
  if (beds.length < 2) return new Map()
  const { options: rows } = await visit.api.get<Comparison>(
    `/v1/vacancy-searches/${id}/compare?beds=${beds.join()}`,
  )
  return new Map(rows.map(({ bedId, livesThere }) => [bedId, livesThere]))
}

const anyType = placementTypeCodes.filter(
  (code) =>
    ['fostering', 'residential', 'supported'].includes(placementTypes[code].careFamily) &&
    placementTypes[code].lookedAfter,
)

function filterForm(visit: Visit, filter: Filters): Html {
  const { query } = visit
  return component('details', {
    summaryText: 'Look nearer, further, or for one kind of home alone',
    open: Object.keys(query).length > 0,
    html: html`<form method="get" action="${visit.path}">
      ${textField(visit, { name: 'maxMiles', label: 'Miles from home at most', width: 5, value: filter.maxMiles === undefined ? '' : String(filter.maxMiles) })}
      ${selectField(visit, {
        name: 'area',
        label: 'Where',
        none: 'Anywhere',
        value: filter.area ?? '',
        choices: [
          { value: 'in', text: 'In our area alone' },
          { value: 'out', text: 'Outside our area alone' },
        ],
      })}
      ${selectField(visit, {
        name: 'types',
        label: 'Kind of home',
        none: 'All that suit',
        value: filter.types?.join() ?? '',
        choices: anyType.map((code) => ({ value: code, text: placementTypes[code].label })),
      })}
      ${component('button', { text: 'Look again', classes: 'govuk-button--secondary' })}
    </form>`,
  })
}

interface Holding {
  request: RequestFacts
  nights: { from: string; to: string | null }
  filter: Filters
}

function holdForm(visit: Visit, { request, option, nights, filter }: Holding & { option: OptionView }): Html {
  const pairs = option.beds.map(({ id }, index) => `${id}:${request.childIds[index]}`)
  return holdFormOf(visit, { request, nights, filter }, pairs, option.home.name)
}

function holdFormOf(
  visit: Visit,
  { request, nights, filter }: Holding,
  pairs: readonly string[],
  homeName: string,
): Html {
  const field = `until-${pairs[0]!.slice(0, 36)}`
  const label = pairs.length === 1 ? 'Hold this bed for' : 'Hold these beds for'
  return visit.formTo(
    addressOf(request.id, filter),
    html`${pairs.map((pair) => html`<input type="hidden" name="bed" value="${pair}" />`)}
      <input type="hidden" name="from" value="${nights.from}" /><input
        type="hidden"
        name="to"
        value="${nights.to ?? ''}"
      /><input type="hidden" name="lapse-field" value="${field}" />
      <div class="app-inline">
        ${selectField(visit, { name: field, label, choices: instantChoices(visit, [1, 4, 24, 72]) })}
        ${component('button', { html: html`Hold<span class="govuk-visually-hidden"> at ${homeName}</span>`, preventDoubleClick: true })}
      </div>`,
  )
}

/** Brothers and sisters for whom no home has a bed each: between which homes they could be. */
function splitPart(visit: Visit, { split }: SearchAnswer, holding: Holding): Content {
  if (split === null) return null
  const { parts, furthestMiles } = split
  const pairs = parts.flatMap(({ children, option }) =>
    children.map((position, index) => `${option.beds[index]!.id}:${holding.request.childIds[position]}`),
  )
  return html`${subheading('Apart, if no home takes all of them')}
  ${paragraph(`The fewest homes, nearest to each other${furthestMiles === null ? '' : `: at most ${sayMiles(furthestMiles)} apart`}.`)}
  ${parts.map(({ children, option }) =>
    optionCard({
      option,
      residents: undefined,
      actions: paragraph(
        `For ${sayList(children.map((position) => `child ${position + 1}`))} of the request.`,
      ),
    }),
  )}
  ${visit.may('placements:write') && holdFormOf(visit, holding, pairs, 'all of them')}`
}

function missesPart(requestId: string, filter: Filters, { nearMisses }: SearchAnswer): Content {
  if (nearMisses === null || nearMisses.length === 0) return null
  return html`${subheading('What to ask for')}
  ${paragraph('Each of these homes would do if one thing were different.')}
  ${nearMisses.map((miss) =>
    optionCard({
      option: miss,
      residents: undefined,
      actions: html`<p class="govuk-body"><b>In the way:</b> ${miss.inTheWay.detail}</p>
        ${miss.cures.map(({ sentence, search }) => html`<p class="govuk-body"><b>What would help:</b> ${sentence} ${search && textLink(addressOf(requestId, { ...filter, ...curedBy(search) }), 'Look again with that')}</p>`)}`,
    }),
  )}`
}

/** The fields of a cure that the address of the page can say. */
function curedBy(
  search: NonNullable<NonNullable<SearchAnswer['nearMisses']>[number]['cures'][number]['search']>,
): Filters {
  const { inAuthority, ...rest } = search
  return {
    ...filters.parse({ ...rest, types: rest.types?.join() }),
    ...(inAuthority === null && { area: undefined }),
  }
}

const bedPair = /^([0-9a-f-]{36}):([0-9a-f-]{36})$/i

/**
 * The options for a request, the best first, with a button to hold each: all of its beds or none. Where somebody was first,
 * the page says so, with what is free by now.
 */
export const optionsPage: PageAction = {
  url: '/requests/:id/options',
  scope: 'vacancies:search',
  purpose: 'beds for the children of a request',
  show: (visit) => show(visit, filtersOf(visit.query)),
  act: async (visit) => {
    const { form } = visit
    const beds = form.list('bed').flatMap((text) => {
      const [, bedId, childId] = bedPair.exec(text) ?? []
      return bedId && childId ? [{ bedId, childId }] : []
    })
    if (beds.length === 0) throw new FormRefused([{ field: null, text: 'Choose beds from the list.' }])
    const { id } = await visit.api.post<{ id: string }>(
      '/v1/holds',
      {
        beds,
        from: form.text('from'),
        to: form.text('to') || null,
        expiresAt: form.text(form.text('lapse-field')),
        requestId: visit.params.id,
      },
      { key: visit.key },
    )
    return { to: `/holds/${id}` }
  },
}
