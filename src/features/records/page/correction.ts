import { ethnicities, sexes } from '../../../domain/codes.ts'
import { correctionPageOf } from '../../../platform/pages/correction.ts'
import { choicesAmong } from '../../../platform/pages/fields.ts'
import { dayPart, listPart, partIf, textPart, type FormPart } from '../../../platform/pages/form-parts.ts'
import type { PageAction } from '../../../platform/pages/page.ts'

/** What the page reads of a child's own record. */
interface ChildAnswer {
  id: string
  version: number
  reference: string
  upn: string | null
  uasc: boolean
  uascCeasedOn: string | null
  dateOfBirth: string
  sex: string
  ethnicity: string
  disabled: boolean | null
  homePostcode: string | null
  schoolPostcode: string | null
}

const yesOrNo = choicesAmong({ yes: 'Yes', no: 'No' })
const isYes = (answer: string) => answer === 'yes'

const parts: readonly FormPart<ChildAnswer>[] = [
  textPart({
    name: 'reference',
    title: 'The reference',
    label: 'Reference',
    hint: 'Never a name.',
    width: 20,
    value: ({ reference }) => reference,
    follows: 'By which returns and other systems know the child',
  }),
  textPart({
    name: 'upn',
    title: 'The pupil number',
    label: 'Unique pupil number (UPN)',
    hint: 'UN1 to UN5 say why there is none.',
    width: 20,
    empty: null,
    value: ({ upn }) => upn,
    follows: 'What the return says',
  }),
  dayPart({
    name: 'dateOfBirth',
    title: 'The date of birth',
    label: 'Date of birth',
    day: ({ dateOfBirth }) => dateOfBirth,
    follows: 'The age on every day: in figures, searches and the rules of homes',
  }),
  listPart({
    name: 'sex',
    title: 'The sex',
    label: 'Sex',
    choices: choicesAmong(sexes),
    none: 'Choose one',
    value: ({ sex }) => sex,
    follows: 'Which homes a search offers; figures by sex',
  }),
  listPart({
    name: 'ethnicity',
    title: 'The ethnicity',
    label: 'Ethnicity',
    choices: choicesAmong(ethnicities),
    none: 'Choose one',
    value: ({ ethnicity }) => ethnicity,
    follows: 'Figures by ethnicity',
  }),
  listPart({
    name: 'disabled',
    title: 'Whether the child is disabled',
    label: 'Is the child disabled?',
    choices: yesOrNo,
    none: 'Not known',
    follows: 'Figures by disability',
    empty: null,
    value: (child) => (child.disabled === null ? null : child.disabled ? 'yes' : 'no'),
    convert: isYes,
  }),
  listPart({
    name: 'uasc',
    title: 'Whether the child is alone in the country',
    label: 'Did the child come alone to seek asylum (UASC)?',
    choices: yesOrNo,
    none: 'Choose one',
    value: ({ uasc }) => (uasc ? 'yes' : 'no'),
    convert: isYes,
    follows: 'Figures of unaccompanied asylum-seeking children',
  }),
  partIf(
    ({ uasc }) => uasc,
    dayPart({
      name: 'uascCeasedOn',
      title: 'The day on which that ceased',
      label: 'When did that status cease?',
      hint: 'Leave it empty where it goes on.',
      empty: null,
      day: (child) => child.uascCeasedOn,
      follows: 'Figures of unaccompanied asylum-seeking children',
    }),
  ),
  textPart({
    name: 'homePostcode',
    title: 'The home postcode',
    label: 'Postcode of home on coming into care',
    width: 10,
    empty: null,
    value: ({ homePostcode }) => homePostcode,
    follows: 'Miles from home, of each placement and in each search',
  }),
  textPart({
    name: 'schoolPostcode',
    title: 'The school postcode',
    label: 'Postcode of the school',
    width: 10,
    empty: null,
    value: ({ schoolPostcode }) => schoolPostcode,
    follows: 'Miles from school in each search',
  }),
]

/** Names of a child's fields, for what has changed since a page was opened. */
const fieldNames = {
  reference: 'the reference',
  upn: 'the pupil number',
  uasc: 'whether the child is alone in the country',
  uascCeasedOn: 'when that ceased',
  dateOfBirth: 'the date of birth',
  sex: 'the sex',
  ethnicity: 'the ethnicity',
  disabled: 'whether the child is disabled',
  homePostcode: 'the home postcode',
  schoolPostcode: 'the school postcode',
}

/** What is recorded of a child, to be put right with a reason that the history keeps. */
export const correctionPage: PageAction = correctionPageOf<ChildAnswer>({
  url: '/children/:id/correction',
  scope: 'children:write',
  purpose: 'a correction of what is recorded about a child',
  parts,
  fieldNames,
  recordUrl: (id) => `/v1/children/${encodeURIComponent(id)}`,
  read: ({ api, params }) => api.get(`/v1/children/${encodeURIComponent(params.id!)}`),
  back: ({ id }) => ({ href: `/children/${id}`, text: 'The child' }),
})
