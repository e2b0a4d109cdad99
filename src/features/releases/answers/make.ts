import {
  answeredTables,
  canBeAsked,
  isOfYear,
  NotAsGiven,
  draftAnswer,
  populationOf,
  talliedDimensions,
  type AnsweredTable,
  type AskedTable,
  type GivenTable,
} from '../../../domain/disclosure/answer.ts'
import { measureOfPopulation, type ReleaseTally } from '../../../domain/disclosure/blocks.ts'
import type { AnswerPopulation } from '../../../domain/disclosure/contents.ts'
import type { AnswerProtection, PartlyGiven } from '../../../domain/disclosure/protect-answer.ts'
import { reasonUnanswered } from '../../../domain/disclosure/unanswered.ts'
import { addDays, type CivilDate } from '../../../domain/dates.ts'
import { measureOf, type MeasureId } from '../../../domain/measures/measures.ts'
import { startOf } from '../../../domain/measures/periods.ts'
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
 * @throws {Problem} rule-broken for measures of which nothing is answered, for codes that there are not, for a table about more
 * subjects than one can be about, and for days that are the end of no year where it is of a year
 */
export function tablesAsked({ measures, by: divisions, cohort, points }: PublicQuestion): AskedTable[] {
  const faults = measures.flatMap((measure, index): Fault[] => {
    const population = populationOf(measure)
    if (population === undefined)
      return [fault(`#/measures/${index}`, `${measure} ${reasonUnanswered(measure)}`, 'not-answered')]
    return points.flatMap((day, place) =>
      isOfYear(population) && !day.endsWith('-03-31')
        ? [
            fault(
              `#/points/${place}`,
              `${measure} is of a financial year: give its last day, 31 March`,
              'not-end-of-year',
            ),
          ]
        : [],
    )
  })
  if (faults.length > 0)
    throw new Problem('rule-broken', 'The question can’t be answered to the public.', faults)
  for (const measure of measures) checkFilter(measure, cohort, '#/cohort')
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
            `${measure} by ${subjects[0] || 'nothing'}, of a cohort by ${subjects[1] || 'nothing'}, is about more than ${scopeOf(measure)}`,
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

/** What a table may be about, in words. */
function scopeOf(measure: MeasureId): string {
  const population = populationOf(measure)
  if (population === undefined || !isOfYear(population)) return 'age and one more subject'
  const [names = []] = talliedDimensions(population).slice(1)
  return names.join(' and ')
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
  for (const [index, asAt] of points.entries()) {
    const earlier = (await tablesGiven(tx, asAt)).map(givenTable)
    for (const population of new Set(tables.map(({ measure }) => populationOf(measure)))) {
      if (population === undefined) continue
      const isOwn = ({ measure }: AskedTable) => populationOf(measure) === population
      const subject = { population, asAt, from: isOfYear(population) ? startOf('year-to-date', asAt) : null }
      const tallies = await talliesOf(tx, subject, instantOf(asAt, index, releases), today)
      const knowledge = {
        releaseTables: (await tablesOfReleases(tx, subject)).filter(isOwn),
        earlier: earlier.filter(isOwn),
        tables: tables.filter(isOwn),
      }
      try {
        drafts.push({ subject, draft: draftAnswer([population, asAt], tallies, knowledge) })
      } catch (error) {
        if (!(error instanceof NotAsGiven)) throw error
        throw new Problem(
          'conflict',
          `Nothing more can be told of ${asAt}: ${error.message} since it was published.`,
        )
      }
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
  return drafts.flatMap(({ subject, draft }, index) =>
    answeredTables(subject, draft, protections[index] as AnswerProtection),
  )
}

/** What a table is of: a population on a day or, with its first day, in the year that ends on it. */
interface Subject {
  population: AnswerPopulation
  from: CivilDate | null
  asAt: CivilDate
}

/** A population as recorded at an instant, by every combination of dimensions that questions need. */
async function talliesOf(
  tx: Tx,
  { population, from, asAt }: Subject,
  knownAt: string,
  today: CivilDate,
): Promise<ReleaseTally[]> {
  const measure = measureOfPopulation(population)
  const questions = talliedDimensions(population).map((dimensions) => ({
    measure,
    points: [asAt],
    starts: from === null ? [] : [from],
    dimensions,
    cohort: {},
    today,
    knownAt,
  }))
  const tallies = await readTallies(tx, questions)
  return questions.map((question, index) => ({
    population,
    day: asAt,
    dimensions: question.dimensions,
    counts: figures(question, tallies[index] ?? []).map(({ group, numerator }) => ({
      cell: group,
      count: numerator ?? 0,
    })),
  }))
}

/** What releases show of children on a day, or of the year that ends on it. */
async function tablesOfReleases(
  tx: Tx,
  { from: start, asAt: day }: Pick<Subject, 'from' | 'asAt'>,
): Promise<GivenTable[]> {
  const summary = (await listReleases(tx)).findLast(({ yearEnds }) => yearEnds >= day)
  const release = summary && (await releaseById(tx, summary.id))
  return (release?.tables ?? [])
    .filter(({ items }) => items.some(({ from, asAt }) => from === start && asAt === day))
    .map(({ measure: { id, version }, by: divisions, items }) => ({
      measure: id as MeasureId,
      version,
      by: divisions,
      cohort: {},
      isRefused: false,
      merges: [],
      items: items.filter(({ from, asAt }) => from === start && asAt === day),
    }))
    .filter(canBeAsked)
}

const givenTable = ({ measure: { id, version }, merges = [], ...table }: AnsweredTable): GivenTable => ({
  merges,
  ...table,
  measure: id as MeasureId,
  version,
})
