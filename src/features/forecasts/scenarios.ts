import { gapOf } from '../../domain/forecast/gap.ts'
import {
  applyEdits,
  placesGained,
  strengths,
  type CarersEdit,
  type DemandEdit,
  type FeeEdit,
} from '../../domain/forecast/scenario.ts'
import { openedHomes } from '../../domain/forecast/opened-homes.ts'
import { chooseCells, worldsOfCells } from '../../domain/forecast/levels.ts'
import { areaTypeWorlds, effectSeries, typeWorlds } from '../../domain/forecast/series.ts'
import { simulateWorlds } from '../../domain/forecast/simulate.ts'
import {
  ageEnd,
  forecastAges,
  forecastTypeIds,
  forecastTypeOf,
  suppliedTypes,
  type SuppliedType,
} from '../../domain/forecast/states.ts'
import {
  tellCarers,
  tellCostEffect,
  tellEffect,
  tellHomes,
  tellOpenedHomes,
} from '../../domain/forecast/telling.ts'
import { presentCostEffects } from './costs.ts'
import type { PlainForecast } from './plain-forecast.ts'
import type { BedCount } from './queries/records.ts'
import type { ForecastAsked, ForecastResult, ScenarioEdit } from './schema.ts'

type Gap = ForecastResult['gap'][number]
type Opening = Extract<ScenarioEdit, { kind: 'open-homes' }>
type Recruitment = CarersEdit & { area: string | null }
type SupplyEdit = Opening | Recruitment

const isOpening = (edit: ScenarioEdit): edit is Opening => edit.kind === 'open-homes'
const isRecruitment = (edit: ScenarioEdit): edit is Extract<ScenarioEdit, Recruitment> =>
  edit.kind === 'carers'
const isFee = (edit: ScenarioEdit): edit is ScenarioEdit & FeeEdit => edit.kind === 'fee'
const isDemand = (edit: ScenarioEdit): edit is ScenarioEdit & DemandEdit =>
  !isOpening(edit) && !isRecruitment(edit) && !isFee(edit)

const typeSupplied = (edit: SupplyEdit): SuppliedType =>
  edit.kind === 'carers' ? 'internal-foster' : edit.placementType

/** Beds that an edit adds by the end of each month, or takes where negative. */
const bedsAdded = (edit: SupplyEdit, asAt: number, months: number): number[] =>
  edit.kind === 'carers'
    ? placesGained(edit, asAt, months)
    : strengths(edit, asAt, months).map((share) => share * edit.homes * edit.bedsEach)

interface KindOfBed {
  placementType: SuppliedType
  area: string | null
  /** Whether such beds are for those in question. */
  takes?: (beds: Pick<BedCount, 'ageFrom' | 'ageTo'>) => boolean
}

/**
 * Beds on record at the end of each month, of a type, in an area or (null) anywhere. Those that are planned open so many months later
 * than recorded, as far as they open at all.
 */
export function bedsByMonth(
  { beds, areas, months }: Pick<PlainForecast, 'beds' | 'areas' | 'months'>,
  question: ForecastAsked,
  { placementType, area, takes = () => true }: KindOfBed,
): number[] {
  const areaOf = (district: string | null) =>
    question.areas.find(({ districts }) => district !== null && districts.includes(district))?.name ??
    areas.at(-1)
  const type = forecastTypeIds.indexOf(placementType)
  const { chance, slipMonths } = question.pipeline
  const ofPlace = beds.filter(
    (count) =>
      forecastTypeOf(count.type) === type &&
      (area === null || areaOf(count.district) === area) &&
      takes(count),
  )
  return months.map((day, month) =>
    ofPlace.reduce((sum, count) => {
      const isThere = count.day === (count.isPlanned ? months[month - slipMonths] : day)
      return isThere ? sum + count.beds * (count.isPlanned ? chance : 1) : sum
    }, 0),
  )
}

/** Children in a type who come from an area or (null) anywhere, in each world. */
function worldsOfKind(
  { tally, areas }: Pick<PlainForecast, 'tally' | 'areas'>,
  month: number,
  { placementType, area }: KindOfBed,
): Float64Array {
  const type = forecastTypeIds.indexOf(placementType)
  return area === null
    ? typeWorlds(tally, month, type)
    : areaTypeWorlds(tally, month, areas.indexOf(area), type)
}

/** Demand against beds, of each type that an authority opens, everywhere and in each area asked for. */
export function gapsOf(plain: PlainForecast, question: ForecastAsked, edits: readonly SupplyEdit[]): Gap[] {
  const { model, areas, months } = plain
  const places = [null, ...(question.areas.length > 0 ? areas.keys() : [])]
  return suppliedTypes.flatMap((placementType) =>
    places.map((area) => {
      const name = area === null ? null : areas[area]!
      const additions = edits
        .filter((one) => typeSupplied(one) === placementType && (name === null || one.area === name))
        .map((one) => bedsAdded(one, model.asAt, months.length))
      const supply = bedsByMonth(plain, question, { placementType, area: name }).map((count, month) =>
        Math.max(
          0,
          additions.reduce((sum, addition) => sum + addition[month]!, count),
        ),
      )
      return {
        placementType,
        area: name,
        values: gapOf(
          { worlds: (month) => worldsOfKind(plain, month, { placementType, area: name }), beds: supply },
          plain,
          question.bearableChance,
        ),
      }
    }),
  )
}

/** Children of each age band against the beds of homes that take some of its ages. A bed is counted in each band that it could take. */
export const gapsByAge = (
  plain: PlainForecast,
  question: ForecastAsked,
): NonNullable<ForecastResult['gapByAge']> =>
  suppliedTypes.flatMap((placementType) =>
    forecastAges.map(({ id, from }, age) => {
      const cells = chooseCells({ age, types: [forecastTypeIds.indexOf(placementType)] })
      const takes: KindOfBed['takes'] = ({ ageFrom, ageTo }) => ageFrom < ageEnd(age) && ageTo >= from
      return {
        placementType,
        ageBand: id,
        values: gapOf(
          {
            worlds: (month) => worldsOfCells(plain.tally, month, cells),
            beds: bedsByMonth(plain, question, { placementType, area: null, takes }),
          },
          plain,
          question.bearableChance,
        ),
      }
    }),
  )

/** Plays a scenario in the worlds of a forecast: what it changes, what is short then, and both in words. */
export function playScenario(
  plain: PlainForecast,
  question: ForecastAsked,
  { title, edits }: ForecastAsked['scenarios'][number],
): ForecastResult['scenarios'][number] {
  const { tally: base, model, scales, months } = plain
  const demand = edits.filter(isDemand)
  const [openings, recruitments, fees] = [
    edits.filter(isOpening),
    edits.filter(isRecruitment),
    edits.filter(isFee),
  ]
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
  const gap = gapsOf({ ...plain, tally }, question, [...openings, ...recruitments])
  const costs = presentCostEffects(plain, question, tally, fees)
  const plainGap = gapsOf(plain, question, [])
  const last = months.length - 1
  const chance = (gaps: readonly Gap[], type: SuppliedType, area: string | null) =>
    gaps.find((one) => one.placementType === type && one.area === area)!.values[last]!.chanceUnmet
  const homes = openings.map((one) =>
    openedHomes(
      worldsOfKind({ ...plain, tally }, last, one).map((children) => children * scales[last]!),
      bedsByMonth(plain, question, one)[last]!,
      { beds: one.homes * one.bedsEach, poundsPerBedWeek: one.poundsPerBedWeek },
    ),
  )
  return {
    title,
    effects,
    gap,
    openings: homes,
    costs,
    sentences: [
      ...(demand.length === 0 ? [] : [tellEffect(effects[0]!.values[last]!, months[last]!)]),
      ...openings.flatMap((one, index) => [
        tellHomes({
          ...one,
          before: chance(plainGap, one.placementType, one.area),
          now: chance(gap, one.placementType, one.area),
          by: months[last]!,
        }),
        tellOpenedHomes(homes[index]!, months[last]!),
      ]),
      ...recruitments.map((one) =>
        tellCarers({
          places: bedsAdded(one, model.asAt, months.length)[last]!,
          area: one.area,
          before: chance(plainGap, 'internal-foster', one.area),
          now: chance(gap, 'internal-foster', one.area),
          by: months[last]!,
        }),
      ),
      ...(demand.length + fees.length === 0
        ? []
        : [tellCostEffect(costs.effects[0]!.values[last]!, months[last]!)]),
    ],
  }
}
