import type { CivilDate } from '../dates.ts'
import type { LevelScore } from './back-test.ts'
import type { Outturn } from './cost.ts'
import type { OpenedHomes } from './opened-homes.ts'
import type { ForecastSeries } from './series.ts'
import type { SuppliedType } from './states.ts'

const monthTitle = (day: CivilDate) =>
  new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )

/** What no record can tell, said with every forecast. */
export const cannotKnow =
  'It cannot know what has not happened before: a change of policy or of thresholds, the pace of the courts, transfers between authorities, a closure.'

export interface Telling {
  series: readonly ForecastSeries[]
  /** The last day of each month ahead. */
  months: readonly CivilDate[]
  last: number
  scores: readonly LevelScore[]
}

/** The forecast of the total in sentences, at a year and at the end. */
export function tellTotal({ series, months, last }: Pick<Telling, 'series' | 'months' | 'last'>): string[] {
  const total = series.find((one) => one.by === 'total')
  if (!total) return []
  const milestones = [...new Set([12, months.length])].filter((month) => month <= months.length)
  return milestones.flatMap((month) => {
    const value = total.values[month - 1]!.interval
    if (!value) return []
    const when = monthTitle(months[month - 1]!)
    return [
      `Most likely ${value.p50} children in care at the end of ${when}; 8 times in 10 between ${value.p10} and ${value.p90}. The last value alone would say ${last}.`,
    ]
  })
}

const closeness = (ratio: number) => {
  const percent = Math.round(100 * Math.abs(1 - ratio))
  if (percent === 0) return 'no closer than the last value'
  return ratio < 1
    ? `${percent} % closer than the last value`
    : `${percent} % further off than the last value`
}

/** How the method did, at a year, against the last value. */
export function tellBackTest(scores: readonly LevelScore[]): string {
  const score = (level: LevelScore['level']) =>
    scores.find((row) => row.level === level && row.horizon === 12)
  const [cell, total] = [score('cell'), score('total')]
  if (!cell || !total)
    return 'There is too little history to test this method on it: nobody knows how close it is here.'
  const parts = [
    cell.ratios.naive === null ? null : `by age and type it was ${closeness(cell.ratios.naive)}`,
    total.ratios.naive === null ? null : `on the total ${closeness(total.ratios.naive)}`,
  ].filter((part) => part !== null)
  return `In ${total.origins} back-tests a year ahead, of which ${total.independentOrigins} do not overlap, ${parts.join(', ')}; 8 in 10 was ${Math.round(100 * total.coverage)} % of the time on the total and ${Math.round(100 * cell.coverage)} % by age and type.`
}

/** What was said of a month, and what came. */
export function tellOutcome(
  day: CivilDate,
  interval: { p10: number; p90: number },
  outcome: number,
  saidOn: CivilDate,
): string {
  const hit = outcome >= interval.p10 && outcome <= interval.p90
  return `At the end of ${monthTitle(saidOn)} we said ${interval.p10} to ${interval.p90} for the end of ${monthTitle(day)}; it was ${outcome}${hit ? '' : ', outside'}.`
}

/** What a scenario changes of all children in care, in words. */
export function tellEffect(
  { p10, p50, p90 }: { p10: number; p50: number; p90: number },
  day: CivilDate,
): string {
  const [low, middle, high] = [Math.floor(p10), Math.round(p50), Math.ceil(p90)]
  if (low === 0 && high === 0) return `It changes nothing by the end of ${monthTitle(day)}.`
  const most = Math.abs(middle)
  return `${most} ${middle < 0 ? 'fewer' : 'more'} children in care at the end of ${monthTitle(day)} than without it; 8 times in 10 the difference is between ${low} and ${high}.`
}

interface HomesTold {
  homes: number
  bedsEach: number
  placementType: SuppliedType
  area: string | null
  from: CivilDate
  /** Chances of finding none, without the homes and with them. */
  before: number
  now: number
  by: CivilDate
}

const homeTitles: Record<SuppliedType, [home: string, homes: string]> = {
  'internal-foster': ['foster household', 'foster households'],
  residential: ['children’s home', 'children’s homes'],
  supported: ['supported home', 'supported homes'],
}

/** What homes that open change for a child who needs one, in words. */
export function tellHomes({
  homes,
  bedsEach,
  placementType,
  area,
  from,
  before: earlier,
  now,
  by: day,
}: HomesTold): string {
  const [home, plural] = homeTitles[placementType]
  const percent = (chance: number) => `${Math.round(100 * chance)} %`
  const where = area === null ? '' : ` in the area ${area}`
  const who = area === null ? 'a child' : 'a child from there'
  return `With ${homes} ${homes === 1 ? home : plural} of ${bedsEach} beds opened${where} from ${monthTitle(from)}, the chance that ${who} who needs one finds none of the authority’s falls from ${percent(earlier)} to ${percent(now)} by the end of ${monthTitle(day)}.`
}

/** How full homes that open would be and what they cost, in words. */
export function tellOpenedHomes(
  { beds, bedsUsed, occupancy, poundsAYear, poundsAWeekUsed }: OpenedHomes,
  day: CivilDate,
): string {
  const count = bedsUsed.toLocaleString('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const fullness = `Of the ${beds} new beds, ${count} are in use on average at the end of ${monthTitle(day)} (${Math.round(100 * occupancy)} %).`
  if (poundsAYear === null) return fullness
  const pounds = (value: number) => `£${Math.round(value).toLocaleString('en-GB')}`
  const perWeek =
    poundsAWeekUsed === null ? '' : `: ${pounds(poundsAWeekUsed)} for each week that a child lives there`
  return `${fullness} They cost ${pounds(poundsAYear)} a year, used or not${perWeek}.`
}

/** Which homes to open, and what is short with them and without, in words. */
export function tellChoice({
  titles,
  short,
  nothing,
  by: day,
}: {
  titles: readonly string[]
  short: number
  nothing: number
  by: CivilDate
}): string {
  const nights = (count: number) => Math.round(count).toLocaleString('en-GB')
  if (titles.length === 0)
    return `Within the budget, no home lowers what is short: ${nights(nothing)} nights by the end of ${monthTitle(day)}.`
  return `Open ${titles.join(', ')}: by the end of ${monthTitle(day)} children find no such bed on ${nights(short)} nights, instead of ${nights(nothing)} were nothing opened.`
}

const millions = (pounds: number) =>
  `£${(pounds / 1e6).toLocaleString('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} million`

/** What a financial year is likely to come to, against its budget where it has one, in words. */
export function tellOutturn({
  financialYear,
  title,
  projected: pounds,
  budget,
  chanceOver,
}: Outturn): string {
  const { p10, p50, p90 } = pounds
  const likely = `Most likely ${millions(p50)} in ${financialYear}; 8 times in 10 between ${millions(p10)} and ${millions(p90)}.`
  if (title === null || budget === null || chanceOver === null) return `All placements: ${likely}`
  return `${title}: ${likely} The chance that the budget of ${millions(budget)} is not enough is ${Math.round(100 * chanceOver)} %.`
}

/** What a scenario changes of the cost of the last month, in words. */
export function tellCostEffect(
  { p10, p50, p90 }: { p10: number; p50: number; p90: number },
  day: CivilDate,
): string {
  const pounds = (value: number) => `£${Math.abs(value).toLocaleString('en-GB')}`
  const signs = (value: number) => `${value < 0 ? '−' : ''}${pounds(value)}`
  if (p10 === 0 && p90 === 0) return `It costs the same in ${monthTitle(day)}.`
  return `${pounds(p50)} ${p50 < 0 ? 'less' : 'more'} in ${monthTitle(day)} than without it; 8 times in 10 the difference is between ${signs(p10)} and ${signs(p90)}.`
}

interface PlacesTold {
  /** Foster places gained, less those lost. */
  places: number
  area: string | null
  before: number
  now: number
  by: CivilDate
}

/** What more or fewer foster households change for a child who needs one, in words. */
export function tellCarers({ places, area, before: earlier, now, by: day }: PlacesTold): string {
  const percent = (chance: number) => `${Math.round(100 * chance)} %`
  const where = area === null ? '' : ` in the area ${area}`
  const count = Math.abs(places).toLocaleString('en-GB', { maximumFractionDigits: 1 })
  return `With ${count} foster places ${places < 0 ? 'fewer' : 'more'}${where} by the end of ${monthTitle(day)}, the chance that a child who needs one finds none is ${percent(now)} then, and ${percent(earlier)} without.`
}
