import { may } from '../../../domain/access.ts'
import { labelsOf, type DimensionName } from '../../../domain/measures/dimensions.ts'
import { factSets } from '../../../domain/measures/fact-sets.ts'
import { answerTo } from '../../../engines/figures/answer.ts'
import type { MeasureQuery } from '../../../engines/figures/parse.ts'
import { namesOf } from '../../../engines/figures/queries/names.ts'
import { selectDays, selectionSource } from '../../../engines/figures/queries/read-facts.ts'
import type { Question } from '../../../engines/figures/question.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { Problem } from '../../../platform/http/problem.ts'
import { factColumns, readCountedFacts, referencesOf, type CountedFact, type FigurePart } from './queries.ts'

/** A record behind a figure, as the response shows it. */
export type FigureRecord = ReturnType<typeof present>

function refuse(parameter: string, detail: string, code: string): never {
  throw new Problem('invalid-request', detail, [{ pointer: `#/query/${parameter}`, detail, code }])
}

/**
 * Checks that the measure has the part, and that the filters pick one code of each dimension it is grouped by.
 * @throws {Problem} invalid-request, pointing at the parameter
 */
export function checkPart(
  { question: { measure, dimensions, cohort } }: MeasureQuery,
  part: FigurePart,
): void {
  if (part === 'denominator' && measure.denominator === null)
    refuse('of', 'The measure has no denominator: its numerator is the figure.', 'no-denominator')
  for (const name of dimensions)
    if (cohort[name]?.length !== 1)
      refuse(name, `Give the one code of ${name} whose records are meant.`, 'no-cell')
}

/** A page of the records in a part of a figure, with the figure that all of the records add up to. */
export async function figureRecords(
  tx: Tx,
  query: MeasureQuery,
  page: { part: FigurePart; lastKey: readonly string[] | undefined; limit: number },
) {
  const { question } = query
  const dimensions = factSets[question.measure.of].dimensions
  const facts = await readCountedFacts(tx, question, page)
  const names = await namesOf(tx, dimensions, facts, may(tx.principal, 'homes:read'))
  const references = await referencesOf(tx, facts.flatMap(childrenOf))
  const { items: figures, ...answer } = await answerTo(tx, {
    ...query,
    question: withoutDimensions(question),
  })
  const [figure] = figures
  if (figure === undefined) throw new Error('a figure that is not divided is always one')
  return {
    ...answer,
    by: [...question.dimensions],
    figure,
    items: facts.map((fact) => ({ key: fact.key, record: present(fact, question, references, names) })),
  }
}

const withoutDimensions = (question: Question): Question => ({ ...question, dimensions: [] })

const childrenOf = ({ members, childId }: CountedFact): string[] => members ?? (childId ? [childId] : [])

function present(
  fact: CountedFact,
  question: Question,
  references: ReadonlyMap<string, string>,
  names: Awaited<ReturnType<typeof namesOf>>,
) {
  const dimensions: readonly DimensionName[] = factSets[question.measure.of].dimensions
  const { records, numbers } = factColumns(selectionSource(selectDays(question)))
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
