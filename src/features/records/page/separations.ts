import { separationCategories } from '../../../domain/codes.ts'
import { html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { choicesAmong } from '../../../platform/pages/fields.ts'
import {
  dayPart,
  fieldsOfParts,
  radioPart,
  reasonPart,
  textPart,
  filledValues,
  type FormPart,
} from '../../../platform/pages/form-parts.ts'
import { FormRefused } from '../../../platform/pages/form.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { PageAction, Visit } from '../../../platform/pages/page.ts'
import { dataTable, factList, paragraph, subheading, textLink } from '../../../platform/pages/parts.ts'
import { changesSince } from '../../../platform/pages/stale.ts'
import { sayDay } from '../../../platform/pages/words.ts'
import { childOfPage } from './read.ts'

const purpose = 'children who must not live together'

const parts: readonly FormPart[] = [
  textPart({
    name: 'reference',
    pointer: '#/otherChildId',
    title: 'The reference of the other child',
    label: 'Reference of the other child',
    width: 20,
  }),
  radioPart({
    name: 'category',
    title: 'The kind of reason',
    label: 'Why?',
    hint: 'The story is for the case file.',
    choices: choicesAmong(separationCategories),
  }),
  dayPart({
    name: 'fromOn',
    title: 'The first night',
    label: 'From which night?',
    day: (_facts, today) => today,
  }),
  dayPart({
    name: 'toOn',
    title: 'The first night together',
    label: 'From which night may they live together again?',
    hint: 'Leave it empty where that is not known.',
    empty: null,
  }),
]

/** With whom a child must not live; and a form to record one more. */
export const separationsPage: PageAction = {
  url: '/children/:id/separations',
  scope: 'children:write',
  purpose,
  fields: fieldsOfParts(parts),
  show,
  act: async (visit) => {
    const { reference, ...values } = filledValues(parts, visit.form)
    const { items } = await visit.api.post<{ items: { id: string }[] }>('/v1/child-lookups', {
      references: [reference],
    })
    const [other] = items
    if (!other)
      throw new FormRefused([{ field: 'reference', text: 'No child with this reference is on record' }])
    const body = { childId: visit.params.id, otherChildId: other.id, ...values }
    await visit.api.post('/v1/separations', body, { key: visit.key })
    return { to: `/children/${visit.params.id}/separations` }
  },
}

async function show(visit: Visit): Promise<PageView> {
  const { child, separations } = await childOfPage(visit)
  const body = html`${heading('Who must live apart')}
  ${paragraph(html`Reference of the child: <b>${child.reference}</b>. No search offers a home with a child who must not live with this one, and no hold or placement there is taken.`)}
  ${
    separations.length === 0
      ? paragraph('Nobody is on record with whom the child must not live.')
      : dataTable(
          'Must not live with',
          [
            { title: 'Child', cell: ({ childId, reference }) => textLink(`/children/${childId}`, reference) },
            { title: 'Why', cell: ({ title }) => title },
            { title: 'From', cell: ({ from }) => sayDay(from) },
            { title: 'Together again from', cell: ({ to }) => (to === null ? 'Not known' : sayDay(to)) },
            {
              title: 'Change',
              cell: ({ id, reference }) =>
                textLink(
                  `/separations/${id}`,
                  html`Say when it ends<span class="govuk-visually-hidden">, for ${reference}</span>`,
                ),
            },
          ],
          separations,
        )
  }
  ${subheading('Record another')}
  ${visit.formTo(
    `/children/${child.id}/separations`,
    html`${parts.map((part) => part.show(visit, undefined))}
    ${component('button', { text: 'Record it', preventDoubleClick: true })}`,
  )}`
  return { title: 'Who must live apart', back: { href: `/children/${child.id}`, text: 'The child' }, body }
}

/** What the page reads of a separation. */
interface SeparationAnswer {
  id: string
  version: number
  childId: string
  otherChildId: string
  category: keyof typeof separationCategories
  fromOn: string
  toOn: string | null
}

const endParts: readonly FormPart<SeparationAnswer>[] = [
  dayPart({
    name: 'toOn',
    title: 'The day',
    label: 'From which night may they live together again?',
    hint: 'Leave it empty where that is not known.',
    empty: null,
    day: ({ toOn }) => toOn,
  }),
]

const readSeparation = (visit: Visit): Promise<SeparationAnswer> =>
  visit.api.get(`/v1/separations/${encodeURIComponent(visit.params.id!)}`)

/** When a separation ends. */
export const separationPage: PageAction = {
  url: '/separations/:id',
  scope: 'children:write',
  purpose,
  fields: fieldsOfParts(endParts),
  show: async (visit) => {
    const separation = await readSeparation(visit)
    const [child, other] = await Promise.all(
      [separation.childId, separation.otherChildId].map((id) =>
        visit.api.get<{ reference: string }>(`/v1/children/${id}`),
      ),
    )
    const body = html`${heading('When they may live together again')}
    ${await changesSince(visit, `/v1/separations/${separation.id}`, separation.version, { toOn: 'when they may live together again' })}
    ${factList([
      ['Children', `${child!.reference} and ${other!.reference}`],
      ['Why', separationCategories[separation.category]],
      ['From', sayDay(separation.fromOn)],
    ])}
    ${visit.formTo(
      `/separations/${separation.id}`,
      html`${endParts.map((part) => part.show(visit, separation))} ${reasonPart.show(visit, undefined)}
      ${component('button', { text: 'Record it', preventDoubleClick: true })}`,
      separation.version,
    )}`
    const back = { href: `/children/${separation.childId}/separations`, text: 'Who must live apart' }
    return { title: 'When they may live together again', back, body }
  },
  act: async (visit) => {
    const { reason, ...values } = filledValues([...endParts, reasonPart], visit.form)
    const { childId } = await visit.api.patch<SeparationAnswer>(
      `/v1/separations/${encodeURIComponent(visit.params.id!)}`,
      values,
      { version: visit.version, reason: String(reason) },
    )
    return { to: `/children/${childId}/separations` }
  },
}
