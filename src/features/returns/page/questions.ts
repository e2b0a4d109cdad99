import type { z } from 'zod'
import { legalStatusLabels } from '../../../domain/codes.ts'
import { placementTypes } from '../../../domain/placement-types.ts'
import { quantity } from '../../../domain/quantity.ts'
import { html, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { checkboxField, radioField, textArea } from '../../../platform/pages/fields.ts'
import { FormRefused } from '../../../platform/pages/form.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { PageAction, Visit } from '../../../platform/pages/page.ts'
import { dataTable, paragraph, textLink } from '../../../platform/pages/parts.ts'
import { sayDay, sayList } from '../../../platform/pages/words.ts'
import type { answersView, importQuestionView } from '../in/questions/schema.ts'

type Question = z.output<typeof importQuestionView>
type Statement = Question['returned'][number]

/** As many questions as one answer takes, and so as the page shows. */
const mostQuestions = 200

/** What an import asks: of each child, whether the return is right or what was recorded. One is answered, some or all. */
export const questionsPage: PageAction = {
  url: '/imports/:id/questions',
  scope: 'imports:read',
  purpose: 'questions that an import asks',
  fields: {
    '#/reason': { field: 'reason', name: 'The reason' },
    '#/answer': { field: 'answer', name: 'Which is right' },
  },
  show: async (visit) => {
    const { items } = await visit.api.get<{ items: Question[] }>(
      `${pathOf(visit)}?status=open&limit=${mostQuestions}`,
    )
    const byChild = items.toSorted((a, b) => a.childReference.localeCompare(b.childReference))
    return view(visit, byChild)
  },
  act: async (visit) => {
    const { api, form, params } = visit
    const choice = form.list('questions')
    const questions = choice.includes(everyOne) ? form.list('shown') : choice
    const faults = [
      ...(questions.length === 0 ? [{ field: 'questions', text: 'Choose the children' }] : []),
      ...(form.text('answer') === '' ? [{ field: 'answer', text: 'Choose which is right' }] : []),
      ...(form.text('reason') === '' ? [{ field: 'reason', text: 'Say why' }] : []),
    ]
    if (faults.length > 0) throw new FormRefused(faults)
    const { refused: refusals } = await api.post<z.output<typeof answersView>>(`${pathOf(visit)}/answers`, {
      answer: form.text('answer'),
      reason: form.text('reason'),
      questions,
    })
    if (refusals.length > 0)
      throw new FormRefused(
        refusals.map(({ detail }) => ({ field: null, text: `One was not answered. ${detail}` })),
      )
    return { to: `/imports/${params.id}/questions` }
  },
}

/** Stands for every question that the page showed. */
const everyOne = 'all'

const pathOf = ({ params }: Visit) => `/v1/imports/${encodeURIComponent(params.id!)}/questions`

const recordWords: Record<Statement['record'], string> = {
  'care-periods': 'In care',
  'legal-statuses': 'Legal status',
  placements: 'Placement',
}
const labels: Readonly<Record<string, string>> = {
  ...legalStatusLabels,
  ...Object.fromEntries(Object.entries(placementTypes).map(([type, { label }]) => [type, label])),
}

const statements = (list: readonly Statement[]): Html =>
  html`${list.map(
    ({ record, what, startedOn, endedOn }) =>
      html`${what === null ? recordWords[record] : (labels[what] ?? what)}: from
        ${sayDay(startedOn)}${endedOn === null ? ' on' : ` to ${sayDay(endedOn)}`}<br />`,
  )}`

function view(visit: Visit, questions: readonly Question[]): PageView {
  const body = html`${heading('Which is right?')}
  ${paragraph('Of each of these children the return says one thing, and what was recorded since says another. Everything else of the import is applied.')}
  ${
    questions.length === 0
      ? paragraph('No question is open.')
      : html`${dataTable<Question>(
          `${quantity(questions.length, 'question')} to be answered`,
          [
            {
              title: 'Child',
              cell: ({ childId, childReference }) => textLink(`/children/${childId}`, childReference),
            },
            { title: 'What was recorded', cell: (question) => statements(question.recorded) },
            { title: 'What the return says', cell: ({ returned: claims }) => statements(claims) },
            { title: 'Years', cell: ({ years }) => sayList(years) },
          ],
          questions,
        )}
        ${visit.may('imports:write') && answerForm(visit, questions)}`
  }`
  return {
    title: 'Questions of an import',
    back: { href: `/imports/${visit.params.id}`, text: 'The import' },
    body,
  }
}

const answerForm = (visit: Visit, questions: readonly Question[]): Html =>
  visit.formTo(
    visit.path,
    html`${checkboxField(visit, {
      name: 'questions',
      label: 'For which children?',
      choices: [
        ...(questions.length > 1 ? [{ value: everyOne, text: 'For all of them' }] : []),
        ...questions.map(({ id, childReference }) => ({ value: id, text: childReference })),
      ],
    })}
    ${questions.map(({ id }) => html`<input type="hidden" name="shown" value="${id}" />`)}
    ${radioField(visit, {
      name: 'answer',
      label: 'What is right?',
      choices: [
        { value: 'return', text: 'The return', hint: 'It is recorded in place of what contradicts it.' },
        { value: 'record', text: 'What was recorded', hint: 'What the return says of it is set aside.' },
      ],
    })}
    ${textArea(visit, { name: 'reason', label: 'Why?', hint: 'In words that name no one.' })}
    ${component('button', { text: 'Answer', preventDoubleClick: true })}`,
  )
