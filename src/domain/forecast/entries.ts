import { forecastConstants } from './constants.ts'
import { monthEnd, monthOfYear, type DayNumber } from './days.ts'
import { exponential } from './exact-math.ts'
import { ageBandOn, type CareHistory, type CareSpell } from './history.ts'
import { firstTypePrior } from './priors.ts'
import { entryGroups, typeCount, unaccompaniedGroup } from './states.ts'

/** A child who came into care: whoever comes is as one of them was. */
export interface Entrant {
  ageDays: number
  area: number
  need: number
}

/** How many children of a group come into care in a month, and who they are. */
export interface EntryRate {
  perMonth: number
  /** Deviation of the logarithm of `perMonth`: what so many entries can tell. */
  error: number
  halfLifeMonths: number
  /** By calendar month, of mean 1. */
  season: readonly number[]
  entrants: readonly Entrant[]
  /** Weights of the first types, prior included. */
  firstTypes: readonly number[]
}

export interface EntryModel {
  groups: readonly EntryRate[]
  dispersion: number
  /** How many deviations the last six months' entries lie from the 24 before; null with less history. */
  shift: number | null
}

const monthsOfEntrants = 36
const leastSeasons = 36
const seasonPrior = 30
const typeHalfLifeMonths = 24

export const entryGroupOf = ({ uasc, bornOn, from }: Pick<CareSpell, 'uasc' | 'bornOn' | 'from'>): number =>
  uasc ? unaccompaniedGroup : ageBandOn(bornOn, from)

/** Last days of the whole months of a history, the latest first. */
function monthsBack({ start, end }: CareHistory): DayNumber[] {
  const ends: DayNumber[] = []
  for (let month = 0; monthEnd(end - 1, month - 1) + 1 >= start; month--) ends.push(monthEnd(end - 1, month))
  return ends
}

/** How many of the whole months there are since a day: 0 for one of the last month, null before the first. */
function monthsAgo(day: DayNumber, ends: readonly DayNumber[]): number | null {
  const index = ends.findIndex((end, month) => day <= end && day > (ends[month + 1] ?? monthEnd(end, -1)))
  return index === -1 ? null : index
}

/** Learns entries from a history that ends with a month. */
export function learnEntries(history: CareHistory): EntryModel {
  const ends = monthsBack(history)
  const dates = history.spells
    .filter(({ beganBefore, from }) => !beganBefore && from >= history.start)
    .flatMap((spell) => {
      const ago = monthsAgo(spell.from, ends)
      return ago === null ? [] : [{ spell, ago, group: entryGroupOf(spell) }]
    })
  const counts = entryGroups.map(() => new Float64Array(ends.length))
  for (const { group, ago } of dates) counts[group]![ago]! += 1
  const dispersion = dispersionOf(counts)
  const usual = ends.map((_, month) =>
    sum(counts.map((count, group) => (group < unaccompaniedGroup ? count[month]! : 0))),
  )
  const season = seasonOf(usual, ends)
  const groups = counts.map((count, group) => {
    const isUnaccompanied = group === unaccompaniedGroup
    const halfLifeMonths = isUnaccompanied
      ? forecastConstants.unaccompaniedHalfLifeMonths
      : forecastConstants.entryHalfLifeMonths
    const ofGroup = dates.filter((entry) => entry.group === group)
    const factors = isUnaccompanied ? season.map(() => 1) : season
    return {
      ...levelOf(count, { ends, season: factors, halfLifeMonths, dispersion }),
      halfLifeMonths,
      season: factors,
      entrants: entrantsOf(ofGroup),
      firstTypes: firstTypesOf(ofGroup, group),
    }
  })
  return { groups, dispersion, shift: shiftOf(sumByMonth(counts), dispersion) }
}

interface DatedEntry {
  spell: CareSpell
  ago: number
}

const sum = (values: Iterable<number>) => {
  let total = 0
  for (const value of values) total += value
  return total
}
const sumByMonth = (counts: readonly Float64Array[]) =>
  Array.from(counts[0] ?? [], (_, month) => sum(counts.map((count) => count[month]!)))
const decay = (months: number, halfLife: number) => exponential((-0.6931471805599453 * months) / halfLife)

/** The exponentially weighted mean, season taken out, and its error: that of so many months as the weights are worth. */
function levelOf(
  count: Float64Array,
  {
    ends,
    season,
    halfLifeMonths,
    dispersion,
  }: { ends: readonly DayNumber[]; season: readonly number[]; halfLifeMonths: number; dispersion: number },
): Pick<EntryRate, 'perMonth' | 'error'> {
  const weights = ends.map((_, month) => decay(month, halfLifeMonths))
  const denominator = sum(ends.map((end, month) => weights[month]! * season[monthOfYear(end)]!))
  const perMonth =
    denominator === 0 ? 0 : sum(count.map((value, month) => value * weights[month]!)) / denominator
  const months = sum(weights) ** 2 / Math.max(sum(weights.map((weight) => weight * weight)), 1e-9)
  const error = perMonth === 0 ? 0 : Math.min(1, Math.sqrt(dispersion / (months * perMonth)))
  return { perMonth, error }
}

/** Variance ÷ mean of months, from differences of neighbouring ones so that no trend counts as spread; shrunk to the constant. */
function dispersionOf(counts: readonly Float64Array[]): number {
  let squares = 0
  let means = 0
  const months = counts[0]?.length ?? 0
  for (const count of counts) {
    for (let month = 1; month < months; month++) squares += (count[month]! - count[month - 1]!) ** 2 / 2
    means += (sum(count) * Math.max(months - 1, 0)) / Math.max(months, 1)
  }
  const { dispersion, dispersionPrior } = forecastConstants
  const ratio = means === 0 ? dispersion : squares / means
  return Math.max(1.05, (months * ratio + dispersionPrior * dispersion) / (months + dispersionPrior))
}

/** Factors of calendar months against the year yearMean each; none where there are too few years. */
function seasonOf(usual: readonly number[], ends: readonly DayNumber[]): number[] {
  const flat = Array.from({ length: 12 }, () => 1)
  if (usual.length < leastSeasons) return flat
  const own = new Float64Array(12)
  const yearMean = new Float64Array(12)
  for (const [month, count] of usual.entries()) {
    const first = Math.min(Math.max(month - 6, 0), usual.length - 12)
    const calendar = monthOfYear(ends[month]!)
    own[calendar]! += count
    yearMean[calendar]! += sum(usual.slice(first, first + 12)) / 12
  }
  const factors = flat.map((_, month) => (own[month]! + seasonPrior) / (yearMean[month]! + seasonPrior))
  const mean = sum(factors) / 12
  return factors.map((factor) => factor / mean)
}

/** Those of the last three years, or all where they are few. */
function entrantsOf(dates: readonly DatedEntry[]): Entrant[] {
  const recent = dates.filter(({ ago }) => ago < monthsOfEntrants)
  return (recent.length >= 10 ? recent : dates).map(({ spell }) => ({
    ageDays: spell.from - spell.bornOn,
    area: spell.area,
    need: spell.need,
  }))
}

function firstTypesOf(dates: readonly DatedEntry[], group: number): number[] {
  const weights = firstTypePrior[group]!.map((share) => share * forecastConstants.firstTypePrior)
  for (const { spell, ago } of dates) {
    const first = spell.stays[0]?.type ?? typeCount - 1
    weights[first]! += decay(ago, typeHalfLifeMonths)
  }
  return weights
}

/** Six months' entries against a quarter of the 24 before, by the deviation of their difference. */
function shiftOf(months: readonly number[], dispersion: number): number | null {
  if (months.length < 30) return null
  const recent = sum(months.slice(0, 6))
  const usual = sum(months.slice(6, 30)) / 4
  return (recent - usual) / Math.sqrt(dispersion * Math.max(usual, 1) * (1 + 6 / 24))
}
