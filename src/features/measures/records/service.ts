import { may } from '../../../domain/access.ts'
import { labelsOf, type DimensionName } from '../../../domain/measures/dimensions.ts'
import { factSets } from '../../../domain/measures/fact-sets.ts'
import { answerTo } from '../../../engines/figures/answer.ts'
import type { MeasureQuery } from '../../../engines/figures/parse.ts'
import { namesOf, sourceOf, type Question } from '../../../engines/figures/queries/increments.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { Problem } from '../../../platform/http/problem.ts'
import { columnsOf, counted, referencesOf, type Counted, type Part } from './queries.ts'

/** A record behind a figure, as it is shown. */
export type FigureRecord = ReturnType<typeof present>

function refuse(parameter: string, detail: string, code: string): never {
  throw new Problem('invalid-request', detail, [{ pointer: `#/query/${parameter}`, detail, code }])
}

/**
 * Sees that there is such a part of a figure, and that one cell of it is meant.
 * @throws {Problem} naming the parameter
 */
export function checkPart({ question: { measure, dimensions: by, cohort } }: MeasureQuery, part: Part): void {
  if (part === 'denominator' && measure.denominator === null)
    refuse('of', 'The measure has no denominator: its numerator is the figure.', 'no-denominator')
  for (const name of by)
    if (cohort[name]?.length !== 1)
      refuse(name, `Give the one code of ${name} whose records are meant.`, 'no-cell')
}

/** The records in a part of a figure, those after a key, with the figure that they add up to. */
export async function recordsOf(
  tx: Tx,
  asked: MeasureQuery,
  page: { part: Part; after: readonly string[] | undefined; limit: number },
) {
  const { question } = asked
  const dimensions = factSets[question.measure.of].dimensions
  const found = await counted(tx, question, page)
  const names = await namesOf(tx, dimensions, found, may(tx.principal, 'homes:read'))
  const references = await referencesOf(tx, found.flatMap(childrenOf))
  const { items: figures, ...about } = await answerTo(tx, { ...asked, question: whole(question) })
  const [figure] = figures
  if (figure === undefined) throw new Error('a figure that is not divided is always one')
  return {
    ...about,
    by: [...question.dimensions],
    figure,
    items: found.map((fact) => ({ key: fact.key, record: present(fact, question, references, names) })),
  }
}

const whole = (question: Question): Question => ({ ...question, dimensions: [] })

const childrenOf = ({ members, childId }: Counted): string[] => members ?? (childId ? [childId] : [])

function present(
  fact: Counted,
  question: Question,
  references: ReadonlyMap<string, string>,
  names: Awaited<ReturnType<typeof namesOf>>,
) {
  const dimensions: readonly DimensionName[] = factSets[question.measure.of].dimensions
  const { records, numbers } = columnsOf(sourceOf(question))
  const codes = dimensions.map((name) => [name, fact[name] ?? 'unknown'] as const)
  const meaning = (name: DimensionName, code: string) => names[name]?.[code] ?? labelsOf(name)[code] ?? code
  return {
    from: fact.firstOn,
    to: fact.endsOn,
    nights: fact.nights,
    amount: fact.amount,
    adds: fact.nights * fact.amount,
    children: childrenOf(fact).map((id) => ({ id, reference: references.get(id) ?? null })),
    records: Object.fromEntries(
      records.filter((name) => name !== 'childId').map((name) => [name, fact[name] ?? null]),
    ),
    facts: Object.fromEntries(codes),
    labels: Object.fromEntries(codes.map(([name, code]) => [name, meaning(name, code)])),
    numbers: Object.fromEntries(numbers.map((name) => [name, fact[name] ?? null])),
  }
}
