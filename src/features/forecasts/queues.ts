import { toDayNumber } from '../../domain/forecast/days.ts'
import { playQueue, type QueueCount, type QueuedStay } from '../../domain/forecast/queue.ts'
import { Simulator } from '../../domain/forecast/simulate.ts'
import { quantileOf } from '../../domain/forecast/spread.ts'
import { forecastTypeIds, suppliedTypes } from '../../domain/forecast/states.ts'
import type { PlainForecast } from './plain-forecast.ts'
import { bedsByMonth } from './scenarios.ts'
import type { ForecastAsked, ForecastResult } from './schema.ts'

/** So many worlds are played day by day: enough for means, and for P10 and P90 of nights. */
const mostWorlds = 200

const round = (value: number) => Math.round(value * 1e4) / 1e4
const share = (part: number, whole: number) => (whole === 0 ? null : round(part / whole))

/** Plays the stays of each type that an authority supplies through its beds, day by day, in each world. */
export function presentQueues(
  plain: PlainForecast,
  question: ForecastAsked,
): NonNullable<ForecastResult['queues']> {
  const { model, months } = plain
  const stays: QueuedStay[][] = forecastTypeIds.map(() => [])
  const worlds = Math.min(question.worlds, mostWorlds)
  const simulator = new Simulator({
    model,
    months: months.length,
    worlds,
    seed: question.seed,
    onStay: (type, from, to) => stays[type]!.push({ from, to }),
  })
  const ends = months.map(toDayNumber)
  const kinds = suppliedTypes.map((placementType) => {
    const beds = bedsByMonth(plain, question, { placementType, area: null }).map(Math.floor)
    const span = {
      start: model.asAt + 1,
      end: ends.at(-1)! + 1,
      bedsOn: (day: number) => beds[ends.findIndex((end) => day <= end)]!,
    }
    return { placementType, span, leaving: [] as QueueCount[], waiting: [] as QueueCount[] }
  })
  for (let world = 0; world < worlds; world++) {
    for (const ofType of stays) ofType.length = 0
    simulator.simulate(world)
    for (const kind of kinds) {
      const ofType = stays[forecastTypeIds.indexOf(kind.placementType)]!.sort((a, b) => a.from - b.from)
      kind.leaving.push(playQueue(ofType, kind.span, false))
      kind.waiting.push(playQueue(ofType, kind.span, true))
    }
  }
  return kinds.map(({ placementType, leaving, waiting: patient }) => {
    const mean = (counts: readonly QueueCount[], value: (count: QueueCount) => number) =>
      round(counts.reduce((sum, count) => sum + value(count), 0) / worlds)
    const requests = mean(leaving, (count) => count.requests)
    const refusals = mean(leaving, (count) => count.refused)
    const nights = Float64Array.from(leaving, (count) => count.nightsElsewhere).sort()
    const bedNights = mean(leaving, (count) => count.bedNights)
    const occupiedNights = mean(leaving, (count) => count.occupiedNights)
    return {
      placementType,
      worlds,
      requests,
      refused: refusals,
      refusedShare: share(refusals, requests),
      bedNights,
      occupiedNights,
      occupancy: share(occupiedNights, bedNights),
      nightsElsewhere: {
        mean: mean(leaving, (count) => count.nightsElsewhere),
        p10: Math.floor(quantileOf(nights, 0.1)),
        p90: Math.ceil(quantileOf(nights, 0.9)),
      },
      daysWaited: share(
        mean(patient, (count) => count.daysWaited),
        mean(patient, (count) => count.admitted),
      ),
    }
  })
}
