import type { Tx } from '../db/tenant.ts'
import { may } from '../domain/access.ts'
import type { CivilDate } from '../domain/dates.ts'
import type { DimensionName } from '../domain/measures/dimensions.ts'
import type { Period } from '../domain/measures/periods.ts'
import { withSwitches } from '../domain/measures/setting.ts'
import type { SwitchName } from '../domain/measures/switches.ts'
import { changesOf, freshness, namesOf, type Question } from './queries/changes.ts'
import * as service from './service.ts'

/** The parameters of a measure beside its days, as they are written in a URL. */
export type Divisions = {
  by?: string | undefined
  knownAt?: string | undefined
  period?: Period | undefined
  /** The first day of a period of any length. */
  first?: CivilDate | undefined
} & Partial<Record<DimensionName | SwitchName, string | undefined>>

/** A question that can be answered, and how its measure stands in it. */
export interface Asked {
  id: string
  question: Question
  switches: Partial<Record<SwitchName, string>>
  period: Period | 'range' | null
}

/**
 * What is asked of a measure on some days.
 * @throws {Problem} naming the parameter that the measure does not take
 */
export function questionOf(
  id: string,
  points: readonly CivilDate[],
  { by, knownAt, period: named, first, ...filters }: Divisions,
  today: CivilDate,
): Asked {
  const measure = service.findMeasure(id)
  service.checkKnownAt(measure, knownAt)
  const switches = service.switchesOf(measure, filters)
  const period = service.periodOf(measure, { period: named, from: first })
  const question = {
    measure: withSwitches(measure, switches),
    points,
    starts: service.startsOf(period, first, points),
    by: service.dimensionsOf(measure, by),
    cohort: service.cohortOf(measure, filters),
    today,
    knownAt,
  }
  return { id, question, switches, period }
}

/** The figures that answer each of some questions, as every surface shows them. */
export async function figuresOf(tx: Tx, asked: readonly Asked[]): Promise<service.Item[][]> {
  const found = await changesOf(
    tx,
    asked.map(({ question }) => question),
  )
  const answers: service.Item[][] = []
  for (const [index, { question }] of asked.entries()) {
    const changes = found[index] ?? []
    const names = await namesOf(tx, question.by, changes, may(tx.principal, 'homes:read'))
    answers.push(service.figures(question, changes, names))
  }
  return answers
}

/** The figures that answer a question, with how it was understood and how fresh they are. */
export async function answerTo(tx: Tx, asked: Asked) {
  const { id, question, switches, period } = asked
  const [items = []] = await figuresOf(tx, [asked])
  return {
    measure: service.describe(id, service.findMeasure(id)),
    by: [...question.by],
    cohort: question.cohort,
    switches,
    period,
    knownAt: question.knownAt ?? null,
    items,
    freshness: await freshness(tx),
  }
}
