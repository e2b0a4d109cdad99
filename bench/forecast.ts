import { monthEnd } from '../src/domain/forecast/days.ts'
import { dmrOf, dmrPath } from '../src/domain/forecast/dmr.ts'
import type { CareHistory } from '../src/domain/forecast/history.ts'
import { modelOf } from '../src/domain/forecast/model.ts'
import { Simulator } from '../src/domain/forecast/simulate.ts'
import { ForecastTally } from '../src/domain/forecast/tally.ts'
import { madeAuthority } from '../test/support/forecast/authority.ts'
import { median, printTable, ratio } from './table.ts'

/*
 * Benchmarks forecasts: processor time of a thousand worlds against the mean path of the regional demand model in the same run, steps
 * against those of a simulation day by day, memory, and how all of it grows with children, months and worlds.
 */

const historyMonths = 84
/** What the making of a history calls 680 is about 500 children in care. */
const historyOf = (children: number): CareHistory =>
  madeAuthority({ seed: 1, regime: 'stationary', size: Math.round(children * 1.36), months: historyMonths })

function processorTime(work: () => void): number {
  const began = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1e6
}

/** Steps that were taken, and nights that children spent: a simulation day by day takes a step for each of those. */
function forecast(history: CareHistory, months: number, worlds: number): { steps: number; nights: number } {
  const simulator = new Simulator({ model: modelOf(history), months, worlds, seed: 1 })
  const tally = new ForecastTally(simulator.shape)
  for (let world = 0; world < worlds; world++) tally.store(world, simulator.simulate(world))
  return { steps: simulator.steps, nights: tally.nights.reduce((sum, nights) => sum + nights, 0) }
}

function demandModel(history: CareHistory, months: number): void {
  const origin = history.end - 1
  dmrPath(dmrOf(history, 730), monthEnd(origin, months) - origin)
}

const runs = [
  { children: 500, months: 36, worlds: 1000 },
  { children: 250, months: 36, worlds: 1000 },
  { children: 1000, months: 36, worlds: 1000 },
  { children: 500, months: 12, worlds: 1000 },
  { children: 500, months: 36, worlds: 250 },
]
forecast(historyOf(250), 12, 50)
const rows: (string | number)[][] = []
let whole = 0
for (const { children, months, worlds } of runs) {
  const history = historyOf(children)
  const inCare = modelOf(history).residents.length
  let counts = { steps: 0, nights: 0 }
  const time = processorTime(() => (counts = forecast(history, months, worlds)))
  const baseline = median([1, 2, 3].map(() => processorTime(() => demandModel(history, months))))
  whole ||= time
  rows.push([
    inCare,
    months,
    worlds,
    ratio(time, baseline),
    ratio(counts.nights, counts.steps),
    ratio(time, whole),
  ])
}
printTable(
  'Forecasts: processor time ÷ the demand model’s mean path; steps of a simulation day by day ÷ those taken; time ÷ the first row’s',
  ['children', 'months', 'worlds', '÷ demand model', 'fewer steps', '÷ first row'],
  rows,
)
console.log(`Resident at most: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB.`)
