import type { CivilDate } from '../../domain/dates.ts'
import { forecastAges, forecastTypeOf, forecastTypes } from '../../domain/forecast/states.ts'
import { tellOutcome } from '../../domain/forecast/telling.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import type { ForecastRow } from './queries/forecasts.ts'
import { countCareOn, type CareCount } from './queries/records.ts'
import type { ForecastResult, ForecastView } from './schema.ts'

type Outcome = ForecastView['outcomes'][number]
const judgedCuts: readonly string[] = ['total', 'category', 'ageBand', 'ageBandAndCategory']

/** Of the months of a forecast that have passed: what was said, and what came by the records of now. */
export async function outcomesOf(
  tx: Tx,
  { asAt, result }: ForecastRow,
  today: CivilDate,
): Promise<Outcome[]> {
  const { months = [], series = [] } = (result ?? {}) as Partial<ForecastResult>
  const monthsOver = months.filter((day) => day < today)
  if (monthsOver.length === 0) return []
  const counts = await countCareOn(tx, monthsOver)
  return series
    .filter((one) => judgedCuts.includes(one.by))
    .flatMap((one) =>
      monthsOver.flatMap((day, month) => {
        const { category, ageBand } = one
        const interval = one.values[month]?.interval
        if (!interval) return []
        const children = countOf(counts, { day, category, ageBand })
        const { p10, p90 } = interval
        const sentence = one.by === 'total' ? tellOutcome(day, { p10, p90 }, children, asAt) : null
        const hit = children >= p10 && children <= p90
        return [
          { asAt: day, by: one.by as Outcome['by'], category, ageBand, children, p10, p90, hit, sentence },
        ]
      }),
    )
}

interface Group {
  day: CivilDate
  category: string | null
  ageBand: string | null
}

const countOf = (counts: readonly CareCount[], { day, category, ageBand }: Group) =>
  counts
    .filter(
      (count) =>
        count.day === day &&
        (category === null || forecastTypes[forecastTypeOf(count.type)]!.category === category) &&
        (ageBand === null || forecastAges.findLast(({ from }) => count.age >= from)!.id === ageBand),
    )
    .reduce((sum, { children }) => sum + children, 0)

/** The lines of a forecast's spreadsheet: each month of each series. */
export function seriesRows({ result }: Pick<ForecastRow, 'result'>): Record<string, unknown>[] {
  const { series = [], months = [] } = (result ?? {}) as Partial<ForecastResult>
  return series.flatMap(({ values, ...key }) =>
    values.map(({ month, mean, interval, few }) => ({
      ...key,
      asAt: months[month - 1],
      month,
      mean,
      ...interval,
      ...few,
    })),
  )
}
