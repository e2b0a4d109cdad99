import {
  answeredTables,
  canBeAsked,
  NotAsGiven,
  draftAnswer,
  talliedDimensions,
  type AnsweredTable,
  type AskedTable,
  type GivenTable,
} from '../../../domain/disclosure/answer.ts'
import { measureOfPopulation, type ReleaseTally } from '../../../domain/disclosure/blocks.ts'
import type { AnswerProtection, PartlyGiven } from '../../../domain/disclosure/protect-answer.ts'
import { addDays, type CivilDate } from '../../../domain/dates.ts'
import { measureOf, type MeasureId } from '../../../domain/measures/measures.ts'
import { figures } from '../../../engines/figures/arithmetic.ts'
import { readTallies } from '../../../engines/figures/queries/read-tallies.ts'
import { checkFilter } from '../../../engines/figures/subject.ts'
import { listReleases, releaseById } from '../../../engines/released/queries.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { Problem, type Fault } from '../../../platform/http/problem.ts'
import { inThread } from '../../../platform/threads/in-thread.ts'
import { releaseInstants, tablesGiven, type ReleaseInstant } from './queries.ts'
import type { PublicQuestion } from './schema.ts'

const thread = new URL(`./protect-thread${import.meta.url.slice(-3)}`, import.meta.url)

/** The time limit of protection, in seconds: the database ends transactions that have been idle for a minute. */
const maxSeconds = 45

/** A question in one form of writing: days and codes in order and once. */
export function normaliseQuestion({
  measures,
  by: divisions,
  cohort,
  points,
}: PublicQuestion): PublicQuestion {
  const codes = Object.entries(cohort).map(([name, list]) => [name, [...new Set(list)].sort()] as const)
  return {
    measures: [...new Set(measures)],
    by: divisions,
    cohort: Object.fromEntries(codes.sort(([a], [b]) => (a < b ? -1 : 1))),
    points: [...new Set(points)].sort(),
  }
}

const fault = (pointer: string, detail: string, code: string): Fault => ({ pointer, detail, code })

/**
 * The tables of a question.
 * @throws {Problem} rule-broken for codes that there are not, and for a table about more subjects than age and one more
 */
export function tablesAsked({ measures, by: divisions, cohort }: PublicQuestion): AskedTable[] {
  for (const measure of measures) checkFilter(measure, cohort, '#/cohort')
  const faults: Fault[] = []
  const cohortNames = Object.keys(cohort)
  const tables = measures.flatMap((measure) =>
    divisions.map((names, index) => {
      const table = { measure, by: names, cohort: cohort as AskedTable['cohort'] }
      const takes: readonly string[] = measureOf(measure)?.dimensions ?? []
      const misfit = names.find((name, place) => !takes.includes(name) || names.indexOf(name) < place)
      const subjects = [names.join(' and '), cohortNames.join(' and ')]
      if (misfit !== undefined)
        faults.push(
          fault(
            `#/by/${index}`,
            `${measure} is not divided by ${misfit}, or not twice; it takes ${takes.join(', ')}`,
            'unsuitable-dimension',
          ),
        )
      else if (!canBeAsked(table))
        faults.push(
          fault(
            `#/by/${index}`,
            `${measure} by ${subjects[0] || 'nothing'}, of a cohort by ${subjects[1] || 'nothing'}, is about more than age and one more subject`,
            'too-many-subjects',
          ),
        )
      return table
    }),
  )
  if (faults.length > 0)
    throw new Problem('rule-broken', 'The question can’t be answered to the public.', faults)
  return tables
}

/** When what the public is told of a day was recorded: when the day’s year was released, else the first year that was. */
function instantOf(day: CivilDate, index: number, releases: readonly ReleaseInstant[]): string {
  const release = releases.find(({ yearEnds }) => yearEnds >= day)
  const pointer = `#/points/${index}`
  if (release === undefined)
    throw new Problem('rule-broken', 'The public is told of years that are released.', [
      fault(pointer, 'is in a year that is not released: release it first', 'not-released'),
    ])
  if (addDays(day, 1).slice(8) !== '01')
    throw new Problem('rule-broken', 'The public is told of last days of months.', [
      fault(pointer, 'is not the last day of a month', 'not-end-of-month'),
    ])
  return release.madeAt
}

/**
 * Counts, protects and lays out the tables of a question, with all that the public was given before. Stores nothing.
 * @throws {OutOfTime} where protection takes too long
 */
export async function makeAnswer(
  tx: Tx,
  { points }: PublicQuestion,
  tables: readonly AskedTable[],
  { today, signal }: { today: CivilDate; signal: AbortSignal },
): Promise<AnsweredTable[]> {
  const releases = await releaseInstants(tx)
  const drafts = []
  for (const [index, day] of points.entries()) {
    const tallies = await talliesOf(tx, day, instantOf(day, index, releases), today)
    const releaseTables = await tablesOfReleases(tx, day)
    const earlier = (await tablesGiven(tx, day)).map(givenTable)
    try {
      drafts.push({ day, draft: draftAnswer(day, tallies, { releaseTables, earlier, tables }) })
    } catch (error) {
      if (!(error instanceof NotAsGiven)) throw error
      throw new Problem(
        'conflict',
        `Nothing more can be told of ${day}: ${error.message} since it was published.`,
      )
    }
  }
  const protections = await inThread({
    module: thread,
    input: drafts.map(({ draft: { system, earlierMarks, closures } }): PartlyGiven => ({
      system,
      earlierMarks,
      closures,
    })),
    limits: { seconds: maxSeconds },
    signal,
    resultOf: (message: AnswerProtection[]) => message,
  })
  return drafts.flatMap(({ day, draft }, index) =>
    answeredTables(day, draft, protections[index] as AnswerProtection),
  )
}

/** The children looked after on a day, as recorded at an instant, by every combination of dimensions that questions need. */
async function talliesOf(tx: Tx, day: CivilDate, knownAt: string, today: CivilDate): Promise<ReleaseTally[]> {
  const measure = measureOfPopulation('looked-after')
  const questions = talliedDimensions.map((dimensions) => ({
    measure,
    points: [day],
    starts: [],
    dimensions,
    cohort: {},
    today,
    knownAt,
  }))
  const tallies = await readTallies(tx, questions)
  return questions.map((question, index) => ({
    population: 'looked-after',
    day,
    dimensions: question.dimensions,
    counts: figures(question, tallies[index] ?? []).map(({ group, numerator }) => ({
      cell: group,
      count: numerator ?? 0,
    })),
  }))
}

/** What releases show of the children looked after on a day. */
async function tablesOfReleases(tx: Tx, day: CivilDate): Promise<GivenTable[]> {
  const summary = (await listReleases(tx)).findLast(({ yearEnds }) => yearEnds >= day)
  const release = summary && (await releaseById(tx, summary.id))
  return (release?.tables ?? [])
    .filter(({ items }) => items.some(({ from, asAt }) => from === null && asAt === day))
    .map(({ measure: { id, version }, by: divisions, items }) => ({
      measure: id as MeasureId,
      version,
      by: divisions,
      cohort: {},
      isRefused: false,
      merges: [],
      items: items.filter(({ asAt }) => asAt === day),
    }))
    .filter(canBeAsked)
}

const givenTable = ({ measure: { id, version }, merges = [], ...table }: AnsweredTable): GivenTable => ({
  merges,
  ...table,
  measure: id as MeasureId,
  version,
})
