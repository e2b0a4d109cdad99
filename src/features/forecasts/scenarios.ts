import type { CivilDate } from '../../domain/dates.ts'
import { gapOf } from '../../domain/forecast/gap.ts'
import type { ForecastModel } from '../../domain/forecast/model.ts'
import { applyEdits, strengths, type DemandEdit } from '../../domain/forecast/scenario.ts'
import { effectSeries } from '../../domain/forecast/series.ts'
import { simulateWorlds } from '../../domain/forecast/simulate.ts'
import {
  forecastTypeIds,
  forecastTypeOf,
  suppliedTypes,
  type SuppliedType,
} from '../../domain/forecast/states.ts'
import type { ForecastTally } from '../../domain/forecast/tally.ts'
import { tellEffect, tellHomes } from '../../domain/forecast/telling.ts'
import type { BedCount } from './queries/records.ts'
import type { ForecastAsked, ForecastResult, ScenarioEdit } from './schema.ts'

type Gap = ForecastResult['gap'][number]
type Opening = Extract<ScenarioEdit, { kind: 'open-homes' }>

/** The forecast that scenarios are edits of. */
export interface PlainForecast {
  tally: ForecastTally
  scales: readonly number[]
  model: ForecastModel
  beds: readonly BedCount[]
  areas: readonly string[]
  months: readonly CivilDate[]
}

const isOpening = (edit: ScenarioEdit): edit is Opening => edit.kind === 'open-homes'

/** Beds on record at the end of each month, of a type, in an area or (null) anywhere. */
export function bedsByMonth(
  { beds, areas, months }: Pick<PlainForecast, 'beds' | 'areas' | 'months'>,
  question: ForecastAsked,
  { placementType, area }: { placementType: SuppliedType; area: string | null },
): number[] {
  const areaOf = (district: string | null) =>
    question.areas.find(({ districts }) => district !== null && districts.includes(district))?.name ??
    areas.at(-1)
  const type = forecastTypeIds.indexOf(placementType)
  return months.map((day) =>
    beds
      .filter(
        (count) =>
          count.day === day &&
          forecastTypeOf(count.type) === type &&
          (area === null || areaOf(count.district) === area),
      )
      .reduce((sum, count) => sum + count.beds, 0),
  )
}

/** Demand against beds, of each type that an authority opens, everywhere and in each area asked for. */
export function gapsOf(plain: PlainForecast, question: ForecastAsked, openings: readonly Opening[]): Gap[] {
  const { tally, scales, model, areas, months } = plain
  const places = [null, ...(question.areas.length > 0 ? areas.keys() : [])]
  return suppliedTypes.flatMap((placementType) =>
    places.map((area) => {
      const name = area === null ? null : areas[area]!
      const additions = openings
        .filter((one) => one.placementType === placementType && (name === null || one.area === name))
        .map((one) =>
          strengths(one, model.asAt, months.length).map((share) => share * one.homes * one.bedsEach),
        )
      const supply = bedsByMonth(plain, question, { placementType, area: name }).map(
        (count, month) => count + additions.reduce((sum, opening) => sum + opening[month]!, 0),
      )
      const series = { type: forecastTypeIds.indexOf(placementType), area, beds: supply }
      return { placementType, area: name, values: gapOf(tally, series, scales, question.bearableChance) }
    }),
  )
}

/** Plays a scenario in the worlds of a forecast: what it changes, what is short then, and both in words. */
export function playScenario(
  plain: PlainForecast,
  question: ForecastAsked,
  { title, edits }: ForecastAsked['scenarios'][number],
): ForecastResult['scenarios'][number] {
  const { tally: base, model, scales, months } = plain
  const demand = edits.filter((edit): edit is DemandEdit & ScenarioEdit => !isOpening(edit))
  const openings = edits.filter(isOpening)
  const tally =
    demand.length === 0
      ? base
      : simulateWorlds({
          model,
          months: months.length,
          worlds: question.worlds,
          seed: question.seed,
          edits: applyEdits(demand, base, model.asAt),
        })
  const effects = effectSeries(tally, base, scales)
  const gap = gapsOf({ ...plain, tally }, question, openings)
  const plainGap = gapsOf(plain, question, [])
  const last = months.length - 1
  const chance = (gaps: readonly Gap[], type: SuppliedType, area: string | null) =>
    gaps.find((one) => one.placementType === type && one.area === area)!.values[last]!.chanceUnmet
  return {
    title,
    effects,
    gap,
    sentences: [
      ...(demand.length === 0 ? [] : [tellEffect(effects[0]!.values[last]!, months[last]!)]),
      ...openings.map((one) =>
        tellHomes({
          ...one,
          before: chance(plainGap, one.placementType, one.area),
          now: chance(gap, one.placementType, one.area),
          by: months[last]!,
        }),
      ),
    ],
  }
}
