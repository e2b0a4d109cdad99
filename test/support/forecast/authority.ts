import { toDayNumber, monthEnd } from '../../../src/domain/forecast/days.ts'
import type { CareHistory, CareSpell, TypedStay } from '../../../src/domain/forecast/history.ts'
import { forecastTypeIds, type ForecastType } from '../../../src/domain/forecast/states.ts'

/**
 * Simulated authorities of which the truth is known. Nothing of how they are made is of the method's family: children are of hidden
 * kinds whose time in care is Weibull, placements last log-normally by a frailty of the child, brothers and sisters come together.
 */

export const regimes = {
  /** Nothing drifts. */
  stationary: { entrySwing: 0, entryWalk: 0, exitWalk: 0, mixWalk: 0, trend: 0 },
  /** Level, exits and mix drift about as published counts do. */
  real: { entrySwing: 0.13, entryWalk: 0.08, exitWalk: 0.08, mixWalk: 0.1, trend: 0 },
  growing: { entrySwing: 0.08, entryWalk: 0.04, exitWalk: 0.04, mixWalk: 0.05, trend: 0.04 },
} as const
export type Regime = keyof typeof regimes

/** mulberry32: good enough for a truth, and not the generator of the method. */
export function chanceFrom(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mix32 = Math.imul(state ^ (state >>> 15), 1 | state)
    mix32 = (mix32 + Math.imul(mix32 ^ (mix32 >>> 7), 61 | mix32)) ^ mix32
    return ((mix32 ^ (mix32 >>> 14)) >>> 0) / 4294967296
  }
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return {
    next,
    normal,
    weibull: (shape: number, scale: number) => scale * (-Math.log(1 - next())) ** (1 / shape),
    poisson: (mean: number) => {
      let [count, product] = [0, next()]
      const limit = Math.exp(-mean)
      while (product > limit) {
        product *= next()
        count++
      }
      return count
    },
    weighted: (weights: readonly number[]) => {
      let threshold = next() * weights.reduce((sum, weight) => sum + weight, 0)
      for (const [index, weight] of weights.entries()) if ((threshold -= weight) < 0) return index
      return weights.length - 1
    },
  }
}
type Chance = ReturnType<typeof chanceFrom>

export const truthStart = toDayNumber('2014-04-01')
const burnInMonths = 18 * 12

/** By group of entries: share of entries, youngest and oldest age in years, and shares of quick, middling and long stays. */
const comers = [
  { share: 0.17, ages: [0, 1], kinds: [0.25, 0.35, 0.4] },
  { share: 0.19, ages: [1, 5], kinds: [0.3, 0.35, 0.35] },
  { share: 0.18, ages: [5, 10], kinds: [0.32, 0.3, 0.38] },
  { share: 0.28, ages: [10, 16], kinds: [0.38, 0.27, 0.35] },
  { share: 0.11, ages: [16, 17.9], kinds: [0.3, 0.4, 0.3] },
  { share: 0.07, ages: [15.5, 17.8], kinds: [0.05, 0.05, 0.9] },
] as const
const alone = 5

const type = (id: ForecastType) => forecastTypeIds.indexOf(id)
const season = [1.05, 0.98, 1.12, 0.92, 1.0, 1.06, 1.08, 0.82, 0.98, 1.05, 1.04, 0.9]

interface Path {
  /** Logarithms by month from the first of the burn-in. */
  entries: number[]
  exits: number[]
  residential: number[]
}

function pathOf(chance: Chance, regime: Regime, months: number): Path {
  const { entrySwing, entryWalk, exitWalk, mixWalk, trend } = regimes[regime]
  const share = 0.54 ** (1 / 12)
  const path: Path = { entries: [], exits: [], residential: [] }
  let [swing, walk, exits, mix] = [entrySwing * chance.normal(), 0, 0, 0]
  for (let month = 0; month < months; month++) {
    swing = share * swing + entrySwing * Math.sqrt(1 - share * share) * chance.normal()
    // Walks are drawn back in the long run, or eighteen years of them would lead anywhere.
    walk =
      0.995 * walk + (entryWalk / Math.sqrt(12)) * chance.normal() + (month > burnInMonths ? trend / 12 : 0)
    exits = 0.995 * exits + (exitWalk / Math.sqrt(12)) * chance.normal()
    mix = 0.995 * mix + (mixWalk / Math.sqrt(12)) * chance.normal()
    path.entries.push(swing + walk)
    path.exits.push(exits)
    path.residential.push(mix)
  }
  return path
}

/** Care in a made authority, of about `size` children, from 1 April 2014 for so many months. */
export function madeAuthority({
  seed,
  regime,
  size,
  months,
}: {
  seed: number
  regime: Regime
  size: number
  months: number
}): CareHistory {
  const chance = chanceFrom(seed * 7919 + 17)
  const first = monthEnd(truthStart - 1, -burnInMonths)
  const end = monthEnd(truthStart - 1, months) + 1
  const path = pathOf(chance, regime, burnInMonths + months)
  const spells: CareSpell[] = []
  // About 2.35 years in care for each who comes.
  const perMonth = size / 2.35 / 12
  for (let month = 0; month < burnInMonths + months; month++) {
    const [from, to] = [monthEnd(first, month) + 1, monthEnd(first, month + 1)]
    for (const [group, { share, ages }] of comers.entries()) {
      const factor = group === alone ? 1 : season[(month + 3) % 12]!
      // A third come with a brother or sister.
      const families = chance.poisson((perMonth * share * factor * Math.exp(path.entries[month]!)) / 1.35)
      for (let family = 0; family < families; family++) {
        const day = from + Math.floor(chance.next() * (to - from + 1))
        const age = ages[0] + chance.next() * (ages[1] - ages[0])
        const kind = chance.weighted(comers[group]!.kinds)
        const children = group === alone ? 1 : 1 + chance.weighted([0.72, 0.21, 0.07])
        for (let child = 0; child < children; child++) {
          const years = Math.min(Math.max(age + (child === 0 ? 0 : 2.5 * chance.normal()), 0.01), 17.7)
          const spell = lifeOf(chance, path, { day, years, kind, group, month })
          if (spell.to !== null && spell.to <= truthStart) continue
          spells.push({ ...spell, key: `made-${seed}-${spells.length}` })
        }
      }
    }
  }
  const cut = (day: number | null) => (day !== null && day < end ? day : null)
  return {
    start: truthStart,
    end,
    areas: ['north', 'south'],
    needs: ['N1', 'other'],
    spells: spells
      .filter(({ from }) => from < end)
      .map((spell) => ({
        ...spell,
        to: cut(spell.to),
        stays: spell.stays.filter(({ from }) => from < end).map((stay) => ({ ...stay, to: cut(stay.to) })),
      })),
  }
}

interface Comer {
  day: number
  years: number
  kind: number
  group: number
  month: number
}

function lifeOf(
  chance: Chance,
  path: Path,
  { day, years, kind, group, month }: Comer,
): Omit<CareSpell, 'key'> {
  const bornOn = day - Math.floor(years * 365.25)
  const adult = bornOn + 6575
  const scales = [
    () => chance.weibull(0.75, 75),
    () => chance.weibull(1.4, 520),
    () => chance.weibull(1.2, years < 5 ? 1100 : 2600),
  ]
  // The faster clock of a month in which more leave, taken at its start and after a year.
  const speed = Math.exp(
    (path.exits[month] ?? 0) / 2 + (path.exits[month + 12] ?? path.exits.at(-1) ?? 0) / 2,
  )
  const length = 1 + scales[kind]!() / (group === alone ? 1 : speed)
  const to = Math.min(Math.floor(day + length), adult)
  const frailty = Math.exp(0.5 * chance.normal())
  const stays: TypedStay[] = []
  let [from, current] = [day, firstType(chance, path, { years, group, month })]
  while (from < to) {
    const median =
      (current === type('residential') ? 150 : 210) * (stays.length > 1 ? 2 : 1) * (kind === 2 ? 2.6 : 1)
    const stayEnd = Math.min(to, from + 1 + Math.floor((median * Math.exp(1.15 * chance.normal())) / frailty))
    stays.push({ type: current, from, to: stayEnd, beganBefore: false })
    const age = (stayEnd - bornOn) / 365.25
    current = nextType(chance, path, {
      current,
      age,
      frailty,
      month: month + Math.floor((stayEnd - day) / 30.4),
    })
    from = stayEnd
  }
  const area = chance.next() < 0.45 ? 0 : 1
  return {
    bornOn, uasc: group === alone, area, need: chance.next() < 0.65 ? 0 : 1, from: day, to, beganBefore: false, stays,
  } // prettier-ignore
}

function firstType(
  chance: Chance,
  path: Path,
  { years, group, month }: Pick<Comer, 'years' | 'group' | 'month'>,
): number {
  if (group === alone) return chance.weighted([0.1, 0.2, 0, 0.05, years > 16 ? 0.8 : 0, 0, 0, 0])
  const residential = (years < 8 ? 0.02 : 0.16) * Math.exp(path.residential[month]!)
  return chance.weighted([0.32, 0.3, 0.18, residential, years > 16 ? 0.55 : 0, 0.09, 0, 0.04])
}

interface Leaver {
  current: number
  age: number
  frailty: number
  month: number
}

function nextType(chance: Chance, path: Path, { current, age, frailty, month }: Leaver): number {
  const mix = Math.exp(path.residential[Math.min(month, path.residential.length - 1)]!)
  const residential = (age < 8 ? 0.03 : 0.25) * frailty * mix * (current === type('residential') ? 2 : 1)
  const adoption = age < 5 ? 0.25 : 0
  return chance.weighted([0.22, 0.36, 0.08, residential, age > 15.9 ? 0.8 : 0, 0.07, adoption, 0.05])
}
