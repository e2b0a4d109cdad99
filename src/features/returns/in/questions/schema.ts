import { z } from 'zod'
import { page } from '../../../../platform/http/cursor.ts'
import { id, words } from '../../../../platform/http/fields.ts'
import { questionAnswers, questionStatuses } from '../queries/questions.ts'

const day = z.string().meta({ format: 'date' })

const version = {
  record: z.enum(['care-periods', 'legal-statuses', 'placements']),
  startedOn: day,
  endedOn: day.nullable(),
  what: z.string().nullable().describe('The legal status, or the type of the placement.'),
}

export const importQuestionView = z
  .object({
    id: z.string(),
    version: z.number().int(),
    importId: z.string(),
    childId: z.string(),
    childReference: z.string(),
    status: z
      .enum(questionStatuses)
      .describe('Superseded: an import that came later settled it, and nothing is left to answer.'),
    recorded: z
      .array(z.object({ ...version, href: z.string() }))
      .describe('What was recorded live, and not made from a return.'),
    returned: z.array(z.object(version)).describe('What the return says of the same nights.'),
    years: z.array(z.string()).describe('The collection years of the return, as in 2023/24.'),
    answer: z.enum(questionAnswers).nullable(),
    reason: z.string().nullable(),
    answeredAt: z.string().nullable(),
    answeredBy: z.string().nullable().describe('The subject of the token.'),
    notes: z
      .array(z.string())
      .describe(
        'What could not be recorded as the return has it, such as the bed, where another child is in it by then.',
      ),
    createdAt: z.string().describe('When it was asked first.'),
  })
  .meta({ id: 'ImportQuestion' })

export const questionQuery = z.strictObject({
  status: z.enum(questionStatuses).optional(),
  ...page.shape,
})
export const allQuestionsQuery = questionQuery.extend({ importId: id.optional(), childId: id.optional() })

const answer = z
  .enum(questionAnswers)
  .describe(
    'Which is right. `return`: what the return says is recorded in place of what contradicts it. `record`: what is recorded stays, and what the return says of the child is set aside; the same return again does not ask again.',
  )
const reason = words(500).describe('Why, in words that name no one. Kept in the history of what it changes.')

export const answerForm = z.strictObject({ answer, reason })

/** Most questions answered in one call. */
export const mostAnswers = 200

export const answersForm = z.strictObject({
  answer,
  reason,
  questions: z
    .array(id)
    .min(1)
    .max(mostAnswers)
    .optional()
    .describe(`Which questions; without it, the open ones of the import, up to ${mostAnswers}.`),
})

export const answersView = z.object({
  answered: z.array(importQuestionView),
  refused: z
    .array(z.object({ questionId: z.string(), code: z.string(), detail: z.string() }))
    .describe('Those that could not be answered, and why. The others are.'),
  open: z.number().int().describe('How many questions of the import are open still.'),
})
