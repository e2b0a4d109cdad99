import { may } from '../../domain/access.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { figures, type Item } from './arithmetic.ts'
import { describe, findMeasure } from './catalogue.ts'
import type { Asked } from './parse.ts'
import { changesOf, freshness, namesOf } from './queries/changes.ts'

/** The figures that answer each of some questions, as every surface shows them. */
export async function figuresOf(tx: Tx, asked: readonly Asked[]): Promise<Item[][]> {
  const found = await changesOf(
    tx,
    asked.map(({ question }) => question),
  )
  const answers: Item[][] = []
  for (const [index, { question }] of asked.entries()) {
    const changes = found[index] ?? []
    const names = await namesOf(tx, question.by, changes, may(tx.principal, 'homes:read'))
    answers.push(figures(question, changes, names))
  }
  return answers
}

/** The figures that answer a question, with how it was understood and how fresh they are. */
export async function answerTo(tx: Tx, asked: Asked) {
  const { id, question, switches, period } = asked
  const [items = []] = await figuresOf(tx, [asked])
  return {
    measure: describe(id, findMeasure(id)),
    by: [...question.by],
    cohort: question.cohort,
    switches,
    period,
    knownAt: question.knownAt ?? null,
    items,
    freshness: await freshness(tx),
  }
}
