import { voidReasons } from '../../../domain/codes.ts'
import { html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { choicesAmong } from '../../../platform/pages/fields.ts'
import {
  dayPart,
  fieldsOfParts,
  filledValues,
  listPart,
  radioPart,
  reasonPart,
  textPart,
  type FormPart,
} from '../../../platform/pages/form-parts.ts'
import { heading } from '../../../platform/pages/layout.ts'
import type { PageAction, Visit } from '../../../platform/pages/page.ts'
import { factList } from '../../../platform/pages/parts.ts'
import { changesSince } from '../../../platform/pages/stale.ts'
import { sayDay } from '../../../platform/pages/words.ts'
import type { WholeHome } from '../schema.ts'

const purpose = 'a bed that is out of use'

const endsOnPart = <Facts>(day?: (facts: Facts) => string | null): FormPart<Facts> =>
  dayPart<Facts>({
    name: 'endsOn',
    title: 'The first night in use',
    label: 'From which night is it in use again?',
    hint: 'Leave it empty where that is not known.',
    empty: null,
    ...(day && { day }),
  })

const parts: readonly FormPart<WholeHome>[] = [
  radioPart({
    name: 'bedId',
    title: 'The bed',
    label: 'Which bed?',
    choices: ({ beds }) => beds.map(({ id, label }) => ({ value: id, text: label })),
  }),
  listPart({
    name: 'reason',
    title: 'The reason',
    label: 'Why is it out of use?',
    choices: choicesAmong(
      Object.fromEntries(Object.entries(voidReasons).map(([reason, { label }]) => [reason, label])),
    ),
    none: 'Choose one',
  }),
  textPart({
    name: 'detail',
    title: 'What it is',
    label: 'What is it, in words?',
    hint: 'Asked of another reason. Nothing about a child.',
    empty: null,
  }),
  dayPart({
    name: 'startsOn',
    title: 'The first night',
    label: 'From which night is it out of use?',
    day: (_facts, today) => today,
  }),
  endsOnPart(),
]

const readHome = (visit: Visit): Promise<WholeHome> =>
  visit.api.get(`/v1/homes/${encodeURIComponent(visit.params.id!)}/record`)

/** A bed is taken out of use. */
export const newVoidPage: PageAction = {
  url: '/homes/:id/void',
  scope: 'homes:write',
  purpose,
  fields: fieldsOfParts(parts),
  show: async (visit) => {
    const record = await readHome(visit)
    const { home } = record
    return {
      title: 'Take a bed out of use',
      back: { href: `/homes/${home.id}`, text: home.name },
      body: html`${heading('Take a bed out of use')} ${factList([['Home', home.name]])}
      ${visit.formTo(
        `/homes/${home.id}/void`,
        html`${parts.map((part) => part.show(visit, record))}
        ${component('button', { text: 'Take it out of use', preventDoubleClick: true })}`,
      )}`,
    }
  },
  act: async ({ api, form, key, params }) => {
    await api.post('/v1/voids', filledValues(parts, form), { key })
    return { to: `/homes/${params.id}` }
  },
}

/** What the page reads of a void. */
interface VoidAnswer {
  id: string
  version: number
  bedId: string
  reason: keyof typeof voidReasons
  detail: string | null
  startsOn: string
  endsOn: string | null
}

const endParts: readonly FormPart<VoidAnswer>[] = [endsOnPart(({ endsOn }) => endsOn)]

/** When a bed is in use again. */
export const voidPage: PageAction = {
  url: '/voids/:id',
  scope: 'homes:write',
  purpose,
  fields: fieldsOfParts(endParts),
  show: async (visit) => {
    const answer = await visit.api.get<VoidAnswer>(`/v1/voids/${encodeURIComponent(visit.params.id!)}`)
    const bed = await visit.api.get<{ label: string; homeId: string }>(`/v1/beds/${answer.bedId}`)
    const home = await visit.api.get<{ name: string }>(`/v1/homes/${bed.homeId}`)
    return {
      title: 'When the bed is in use again',
      back: { href: `/homes/${bed.homeId}`, text: home.name },
      body: html`${heading('When the bed is in use again')}
      ${await changesSince(visit, `/v1/voids/${answer.id}`, answer.version, { startsOn: 'the first night', endsOn: 'when it is in use again', reason: 'the reason' })}
      ${factList([
        ['Bed', `${home.name}, ${bed.label}`],
        ['Why', `${voidReasons[answer.reason].label}${answer.detail === null ? '' : `: ${answer.detail}`}`],
        ['Out of use from', sayDay(answer.startsOn)],
      ])}
      ${visit.formTo(
        `/voids/${answer.id}`,
        html`${endParts.map((part) => part.show(visit, answer))} ${reasonPart.show(visit, undefined)}
        ${component('button', { text: 'Record it', preventDoubleClick: true })}`,
        answer.version,
      )}`,
    }
  },
  act: async ({ api, form, params, version }) => {
    const { reason, ...values } = filledValues([...endParts, reasonPart], form)
    const { bedId } = await api.patch<VoidAnswer>(`/v1/voids/${encodeURIComponent(params.id!)}`, values, {
      version,
      reason: String(reason),
    })
    const { homeId } = await api.get<{ homeId: string }>(`/v1/beds/${bedId}`)
    return { to: `/homes/${homeId}` }
  },
}
