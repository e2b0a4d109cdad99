import { may } from '../../domain/access.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { figures, type Item, type Names } from './arithmetic.ts'
import { describe, findMeasure } from './catalogue.ts'
import type { MeasureQuery } from './parse.ts'
import { freshness } from './queries/freshness.ts'
import { namesOf } from './queries/names.ts'
import { readTallies, type CountingLimits } from './queries/read-tallies.ts'
import type { Tally } from './tallies.ts'

/** What a query comes to, not yet worked out into figures, and the names of the homes and providers in it. */
export interface QueryTallies {
  query: MeasureQuery
  tallies: readonly Tally[]
  names: Names
}

/**
 * The tallies of each query, in the order of the queries, with the names of homes and providers as the caller may see them.
 * @throws {Problem} for more figures, and the reason of the limits' signal when that aborts
 */
export async function talliesOf(
  tx: Tx,
  measureQueries: readonly MeasureQuery[],
  limits?: CountingLimits,
): Promise<QueryTallies[]> {
  const answers = await readTallies(
    tx,
    measureQueries.map(({ question }) => question),
    limits,
  )
  const dimensions = new Set(measureQueries.flatMap(({ question }) => question.dimensions))
  const groups = answers.flatMap((tallies) => tallies.map(({ group }) => group))
  const names = await namesOf(tx, [...dimensions], groups, may(tx.principal, 'homes:read'))
  return measureQueries.map((query, index) => ({ query, tallies: answers[index] ?? [], names }))
}

/** The figures that the tallies of a query come to. */
export const figuresFrom = ({ query, tallies, names }: QueryTallies): Item[] =>
  figures(query.question, tallies, names)

/** The figures of each query, in the order of the queries. */
export const figuresOf = async (tx: Tx, measureQueries: readonly MeasureQuery[]): Promise<Item[][]> =>
  (await talliesOf(tx, measureQueries)).map(figuresFrom)

/** The body of an answer to a query: the measure, the query as it was understood, its figures and how fresh they are. */
export async function answerTo(tx: Tx, query: MeasureQuery) {
  const { id, question, switches, period } = query
  const [[items = []], fresh] = await Promise.all([figuresOf(tx, [query]), freshness(tx)])
  return {
    measure: describe(id, findMeasure(id)),
    by: [...question.dimensions],
    cohort: question.cohort,
    switches,
    period,
    knownAt: question.knownAt ?? null,
    items,
    freshness: fresh,
  }
}
