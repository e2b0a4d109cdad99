import { sql, type SQL } from 'drizzle-orm'
import { ofEachPeriod } from '../../../domain/measures/fact-sets.ts'
import type { Condition, Measure, NumberFact } from '../../../domain/measures/measure.ts'
import type { Question } from '../question.ts'
import { conjunction, matchesCondition, allKnown } from './compile.ts'
import type { Source } from './facts/index.ts'

/** SQL of what a fact adds for each of its nights: 1, or the number that the measure sums. */
export const amountOf = (source: Source, sum: NumberFact | undefined): SQL =>
  sum === undefined ? sql`1` : (source.columns[sum] ?? sql`null`)

/** SQL of what a fact that meets the numerator's condition adds to the numerator for each of its nights. */
export function numeratorOf(source: Source, { sum, share = 1, less }: Measure['numerator']): SQL {
  const amount = amountOf(source, sum)
  if (less === undefined) return amount
  return sql`(${share}::numeric - case when ${matchesCondition(source, less)} then 1 else 0 end) * ${amount}`
}

/** SQL condition: enough is known of a fact for the denominator. */
export const inDenominator = (source: Source, { unknown }: Measure): SQL =>
  unknown?.inDenominator ? sql`true` : allKnown(source, unknown?.facts ?? [])

/** The conditions of a question's denominator (of its numerator where there is none) and of its cohort, one dimension each. */
function conditionsOf({ measure: { numerator, denominator }, cohort }: Question): Condition[] {
  const whole = Object.entries((denominator ?? numerator).where)
  return [...whole, ...Object.entries(cohort).map(([name, codes]) => [name, { in: codes }] as const)].map(
    ([name, test]) => ({ [name]: test }),
  )
}

/** SQL condition: the fact belongs to the requesting authority and has a night in the question's days. */
const dayFilter = ({ points, starts }: Question): SQL =>
  sql`night.authority_code = current_authority()
       and night.from_on <= ${points.at(-1)}::date and night.to_on > ${starts[0] ?? points[0]}::date`

/** A `from` item: the facts of a question with one point. */
export const factsAsked = ({ measure, points, starts }: Question, { rows }: Source): SQL =>
  ofEachPeriod.includes(measure.of)
    ? sql`(values (${starts[0]}::date, ${points[0]}::date)) asked (first, last), lateral ${rows}`
    : rows

/** SQL condition: the fact is in the question's days and cohort, and meets the condition of its denominator. */
export const questionFilter = (question: Question, source: Source): SQL =>
  conjunction([
    dayFilter(question),
    ...conditionsOf(question).map((condition) => matchesCondition(source, condition)),
  ])
