import type { CivilDate } from '../../domain/dates.ts'
import { measureOfPopulation, MONTH, type ReleaseTally } from '../../domain/disclosure/blocks.ts'
import {
  releasePopulations,
  tables,
  type Population,
  type PopulationId,
} from '../../domain/disclosure/contents.ts'
import type { FinancialYear } from '../../domain/disclosure/year.ts'
import type { DimensionName } from '../../domain/measures/dimensions.ts'
import { startOf, type Period } from '../../domain/measures/periods.ts'
import { figures, type Item } from '../../engines/figures/arithmetic.ts'
import { readTallies } from '../../engines/figures/queries/read-tallies.ts'
import type { Question } from '../../engines/figures/question.ts'
import type { Tx } from '../../platform/db/tenant.ts'

/** The true counts of every population of a release, by every combination of dimensions that its tables need. */
export async function gatherTallies(
  tx: Tx,
  { to, months }: FinancialYear,
  today: CivilDate,
): Promise<ReleaseTally[]> {
  const tallies: ReleaseTally[] = []
  const figuresOf = async (question: Question): Promise<Item[]> => {
    const [groups = []] = await readTallies(tx, [question])
    return figures(question, groups)
  }
  const count = async (
    population: PopulationId,
    dimensions: readonly DimensionName[],
    points: readonly CivilDate[],
    period: Period | null,
  ) => {
    const measure = measureOfPopulation(population)
    const starts = period === null ? [] : points.map((day) => startOf(period, day))
    const question = { measure, points, starts, dimensions, cohort: {}, today, knownAt: undefined }
    return figuresOf(question)
  }
  /** The counts of a population from the beginning of each month to the end of the year. */
  const countSince = async (population: PopulationId, months: readonly CivilDate[], last: CivilDate) => {
    const starts = months.map((month) => startOf('month', month))
    const measure = measureOfPopulation(population)
    const points = months.map(() => last)
    const question = { measure, points, starts, dimensions: [], cohort: {}, today, knownAt: undefined }
    return (await figuresOf(question)).map(({ numerator }) => numerator)
  }
  for (const id of Object.keys(releasePopulations) as PopulationId[]) {
    const { spine, spokes, months: monthly }: Population = releasePopulations[id]
    const overYear = measureOfPopulation(id).over === 'period'
    for (const dimensions of [spine, ...spokes.map((spoke) => [...spine, ...spoke])]) {
      const items = await count(id, dimensions, [to], overYear ? 'year-to-date' : null)
      tallies.push({ population: id, day: to, dimensions, counts: items.map(asCount) })
    }
    if (tables.some(({ population, every: step }) => population === id && step === 'quarter')) {
      // A child may leave care twice in a year and counts at the last time: from each month to the year's end, less from the next.
      const untilEnd = await countSince(id, months, to)
      const counts = months.map((month, index) => ({
        cell: { [MONTH]: month },
        count: (untilEnd[index] ?? 0) - (untilEnd[index + 1] ?? 0),
      }))
      tallies.push({ population: id, day: to, dimensions: [MONTH], counts })
    }
    if (monthly) {
      const earlier = months.slice(0, -1)
      for (const dimensions of [[], monthly]) {
        const items = await count(id, dimensions, earlier, null)
        for (const day of earlier)
          tallies.push({
            population: id,
            day,
            dimensions,
            counts: items.filter(({ asAt }) => asAt === day).map(asCount),
          })
      }
    }
  }
  return tallies
}

/** Populations are counts, which are always known. */
const asCount = ({ group, numerator }: Item) => ({
  cell: group as Record<string, string>,
  count: numerator ?? 0,
})
