import { may } from '../../domain/access.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { figures, type Item } from './arithmetic.ts'
import { describe, findMeasure } from './catalogue.ts'
import type { MeasureQuery } from './parse.ts'
import { refuse } from './parse.ts'
import { freshness } from './queries/freshness.ts'
import { namesOf } from './queries/names.ts'
import { readTallies } from './queries/read-tallies.ts'

/** How many figures are computed at most for one answer, of all its measures together. */
const maxFigures = 600_000

/**
 * The figures of each query, in the order of the queries, with the names of homes and providers as the caller may see
 * them.
 * @throws {Problem} for more than 600,000 figures
 */
export async function figuresOf(tx: Tx, measureQueries: readonly MeasureQuery[]): Promise<Item[][]> {
  const tallies = await readTallies(
    tx,
    measureQueries.map(({ question }) => question),
  )
  const answers: Item[][] = []
  let total = 0
  for (const [index, { question }] of measureQueries.entries()) {
    const groups = tallies[index] ?? []
    const codes = groups.map(({ group }) => group)
    const names = await namesOf(tx, question.dimensions, codes, may(tx.principal, 'homes:read'))
    const items = figures(question, groups, names)
    total += items.length
    if (total > maxFigures)
      refuse('by', `gives more than ${maxFigures} figures; ask for fewer measures, dimensions or days`, 'too-many-figures') // prettier-ignore
    answers.push(items)
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
