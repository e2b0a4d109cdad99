import { may } from '../../domain/access.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { figures, type Item } from './arithmetic.ts'
import { describe, findMeasure } from './catalogue.ts'
import type { MeasureQuery } from './parse.ts'
import { readAllIncrements, freshness, namesOf } from './queries/increments.ts'

/** The figures of each query, in the order of the queries, with the names of homes and providers as the caller may see them. */
export async function figuresOf(tx: Tx, measureQueries: readonly MeasureQuery[]): Promise<Item[][]> {
  const increments = await readAllIncrements(
    tx,
    measureQueries.map(({ question }) => question),
  )
  const answers: Item[][] = []
  for (const [index, { question }] of measureQueries.entries()) {
    const groupIncrements = increments[index] ?? []
    const names = await namesOf(tx, question.dimensions, groupIncrements, may(tx.principal, 'homes:read'))
    answers.push(figures(question, groupIncrements, names))
  }
  return answers
}

/** The body of an answer to a query: the measure, the query as it was understood, its figures and how fresh they are. */
export async function answerTo(tx: Tx, query: MeasureQuery) {
  const { id, question, switches, period } = query
  const [items = []] = await figuresOf(tx, [query])
  return {
    measure: describe(id, findMeasure(id)),
    by: [...question.dimensions],
    cohort: question.cohort,
    switches,
    period,
    knownAt: question.knownAt ?? null,
    items,
    freshness: await freshness(tx),
  }
}
