import { ethnicities, sexes } from '../../../domain/codes.ts'
import { html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { choicesAmong } from '../../../platform/pages/fields.ts'
import {
  dayPart,
  fieldsOfParts,
  listPart,
  reasonPart,
  textPart,
  filledValues,
  type FormPart,
} from '../../../platform/pages/form-parts.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { PageAction, Visit } from '../../../platform/pages/page.ts'
import { paragraph } from '../../../platform/pages/parts.ts'
import { changesSince } from '../../../platform/pages/stale.ts'

/** What the page reads of a child's own record. */
interface ChildAnswer {
  id: string
  version: number
  reference: string
  dateOfBirth: string
  sex: string
  ethnicity: string
  disabled: boolean | null
  homePostcode: string | null
  schoolPostcode: string | null
}

const facts: readonly FormPart<ChildAnswer>[] = [
  textPart({
    name: 'reference',
    title: 'The reference',
    label: 'Reference',
    hint: 'Never a name.',
    width: 20,
    value: ({ reference }) => reference,
  }),
  dayPart({
    name: 'dateOfBirth',
    title: 'The date of birth',
    label: 'Date of birth',
    day: ({ dateOfBirth }) => dateOfBirth,
  }),
  listPart({
    name: 'sex',
    title: 'The sex',
    label: 'Sex',
    choices: choicesAmong(sexes),
    none: 'Choose one',
    value: ({ sex }) => sex,
  }),
  listPart({
    name: 'ethnicity',
    title: 'The ethnicity',
    label: 'Ethnicity',
    choices: choicesAmong(ethnicities),
    none: 'Choose one',
    value: ({ ethnicity }) => ethnicity,
  }),
  listPart({
    name: 'disabled',
    title: 'Whether the child is disabled',
    label: 'Is the child disabled?',
    choices: choicesAmong({ yes: 'Yes', no: 'No' }),
    none: 'Not known',
    empty: null,
    value: (child) => (child.disabled === null ? null : child.disabled ? 'yes' : 'no'),
    convert: (answer) => answer === 'yes',
  }),
  textPart({
    name: 'homePostcode',
    title: 'The home postcode',
    label: 'Postcode of home on coming into care',
    width: 10,
    empty: null,
    value: ({ homePostcode }) => homePostcode,
  }),
  textPart({
    name: 'schoolPostcode',
    title: 'The school postcode',
    label: 'Postcode of the school',
    width: 10,
    empty: null,
    value: ({ schoolPostcode }) => schoolPostcode,
  }),
]

/** Names of a child's fields, for what has changed since a page was opened. */
const fieldNames = {
  reference: 'the reference',
  dateOfBirth: 'the date of birth',
  sex: 'the sex',
  ethnicity: 'the ethnicity',
  disabled: 'whether the child is disabled',
  homePostcode: 'the home postcode',
  schoolPostcode: 'the school postcode',
}

/** What is recorded of a child, to be put right with a reason that the history keeps. */
export const correctionPage: PageAction = {
  url: '/children/:id/correction',
  scope: 'children:write',
  purpose: 'a correction of what is recorded about a child',
  fields: fieldsOfParts(facts),
  show,
  act: async (visit) => {
    const { reason, ...values } = filledValues([...facts, reasonPart], visit.form)
    await visit.api.patch(`/v1/children/${encodeURIComponent(visit.params.id!)}`, values, {
      version: visit.version,
      reason: String(reason),
    })
    return { to: `/children/${visit.params.id}` }
  },
}

async function show(visit: Visit): Promise<PageView> {
  const child = await visit.api.get<ChildAnswer>(`/v1/children/${encodeURIComponent(visit.params.id!)}`)
  const body = html`${heading('Correct what is recorded')}
  ${await changesSince(visit, `/v1/children/${child.id}`, child.version, fieldNames)}
  ${paragraph('For what is recorded wrongly. The history keeps what was there before, and your reason.')}
  ${visit.formTo(
    `/children/${child.id}/correction`,
    html`${facts.map((part) => part.show(visit, child))} ${reasonPart.show(visit, undefined)}
    ${component('button', { text: 'Correct it', preventDoubleClick: true })}`,
    child.version,
  )}`
  return {
    title: 'Correct what is recorded',
    back: { href: `/children/${child.id}`, text: 'The child' },
    body,
  }
}
