import { addDays, type CivilDate } from '../../domain/dates.ts'
import {
  costEffects,
  costSeries,
  costWorlds,
  outturnsOf,
  priceWalks,
  type WorldCosts,
} from '../../domain/forecast/cost.ts'
import { feeFactors, type FeeEdit } from '../../domain/forecast/scenario.ts'
import { leastHalfWidth, spreadAt, type Spreads } from '../../domain/forecast/spread.ts'
import { forecastTypeIds, forecastTypeOf } from '../../domain/forecast/states.ts'
import type { ForecastTally } from '../../domain/forecast/tally.ts'
import { tellOutturn } from '../../domain/forecast/telling.ts'
import { startOf } from '../../domain/measures/periods.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import * as queries from './queries/costs.ts'
import type { CostBasis, PlainForecast } from './plain-forecast.ts'
import type { ForecastAsked, ForecastResult } from './schema.ts'

/** What a forecast's costs are worked out from. */
export interface CostRecords {
  /** On the last known night; and from 1 April to it. */
  night: queries.NightsPaid[]
  yearSoFar: queries.NightsPaid[]
  /** Of the last known night, of the year so far, and of each month ahead. */
  blocks: queries.BlockNights[]
}

/** Where `blocks` has the months ahead, after the night and the year so far. */
const [nightSpan, yearSpan, firstMonthSpan] = [0, 1, 2]

export async function gatherCosts(
  tx: Tx,
  asAt: CivilDate,
  months: readonly CivilDate[],
): Promise<CostRecords> {
  const next = addDays(asAt, 1)
  const yearStart = startOf('year-to-date', asAt)
  const spans = [
    { from: asAt, to: next },
    { from: yearStart, to: next },
    ...months.map((day, month) => ({ from: addDays(months[month - 1] ?? asAt, 1), to: addDays(day, 1) })),
  ]
  return {
    night: await queries.readNightsPaid(tx, asAt, next),
    yearSoFar: await queries.readNightsPaid(tx, yearStart, next),
    blocks: await queries.readBlockNights(tx, spans),
  }
}

const sum = <Row>(rows: readonly Row[], value: (row: Row) => number) =>
  rows.reduce((total, row) => total + value(row), 0)

export function costBasis(
  { night, yearSoFar, blocks }: CostRecords,
  { seed, worlds }: Pick<ForecastAsked, 'seed' | 'worlds'>,
  { months, children, spreads, widening }: {
    months: number
    children: number
    spreads: Spreads
    widening: number
  }, // prettier-ignore
): CostBasis {
  const byType = forecastTypeIds.map((placementType, type) => {
    const ofType = <Row extends { type: string | null }>(rows: readonly Row[]) =>
      rows.filter((row) => forecastTypeOf(row.type) === type)
    const tonight = ofType(night)
    const pricedNights = sum(tonight, (row) => row.pricedNights)
    const nightly = pricedNights === 0 ? null : sum(tonight, ({ pounds }) => pounds) / pricedNights
    const block = (span: number) => ofType(blocks).filter((one) => one.span === span)
    const nightsBought = (span: number) => sum(block(span), ({ nights }) => nights)
    const blockPounds = (span: number) => sum(block(span), ({ pounds }) => pounds)
    const inBlock = sum(tonight, ({ blockNights }) => blockNights)
    const share = Math.min(1, inBlock / Math.max(1, nightsBought(nightSpan)))
    const ahead = Array.from({ length: months }, (_, month) => firstMonthSpan + month)
    return {
      prices: {
        nightly,
        blockPounds: ahead.map(blockPounds),
        blockNights: ahead.map((span) => share * nightsBought(span)),
      },
      shown: {
        placementType,
        nightly: nightly === null ? null : Math.round(100 * nightly) / 100,
        children: sum(tonight, (row) => row.nights + row.blockNights),
        childrenPriced: pricedNights,
        blockBeds: nightsBought(nightSpan),
        blockChildren: inBlock,
      },
      yearSoFar: sum(ofType(yearSoFar), ({ pounds }) => pounds) + blockPounds(yearSpan),
    }
  })
  return {
    prices: byType.map(({ prices }) => prices),
    shown: byType.map((one) => one.shown),
    yearSoFar: byType.map((one) => one.yearSoFar),
    walks: priceWalks({ seed, worlds, months }),
    widthAt: (month, type) => ({
      spread: widening * spreadAt(spreads, type === null ? 'total' : 'category', month),
      leastShare: type === null ? leastHalfWidth(children, month) / Math.max(1, children) : 0,
    }),
  }
}

/** What the worlds of a forecast, or of a scenario of it, cost. */
function worldsOf(
  { model, months, days, scales, costs: { prices, walks } }: PlainForecast,
  tally: ForecastTally,
  fees: readonly FeeEdit[],
): WorldCosts {
  return costWorlds({
    tally,
    scales,
    days,
    last: forecastTypeIds.map((_, type) => model.residents.filter((child) => child.type === type).length),
    prices,
    walks,
    fees: feeFactors(fees, model.asAt, months.length),
  })
}

const outturns = (plain: PlainForecast, costs: WorldCosts, { worlds, budgets }: ForecastAsked) =>
  outturnsOf({ costs, worlds, widthAt: plain.costs.widthAt }, plain.months, plain.costs.yearSoFar, budgets)

export function presentCosts(plain: PlainForecast, question: ForecastAsked): ForecastResult['costs'] {
  const costs = worldsOf(plain, plain.tally, [])
  return {
    prices: plain.costs.shown,
    series: costSeries(costs, question.worlds, plain.costs.widthAt),
    outturns: outturns(plain, costs, question),
  }
}

/** What a scenario changes of the costs. */
export function presentCostEffects(
  plain: PlainForecast,
  question: ForecastAsked,
  tally: ForecastTally,
  fees: readonly FeeEdit[],
): NonNullable<ForecastResult['scenarios'][number]['costs']> {
  const costs = worldsOf(plain, tally, fees)
  return {
    effects: costEffects(costs, worldsOf(plain, plain.tally, []), question.worlds),
    outturns: outturns(plain, costs, question),
  }
}

/** The outturns in sentences, and budgets of which none can be given. */
export function tellCosts(costs: NonNullable<ForecastResult['costs']>, { budgets }: ForecastAsked): string[] {
  return [
    ...costs.outturns.map(tellOutturn),
    ...budgets
      .filter(({ title }) => !costs.outturns.some((outturn) => outturn.title === title))
      .map(
        ({ title, financialYear }) =>
          `Nothing can be said of the budget “${title}”: the forecast does not reach the end of ${financialYear} from within it or before.`,
      ),
  ]
}
