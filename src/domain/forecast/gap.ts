/** Children who need a home of a kind at the end of a month, in each world, and the usable beds of that kind by month. */
export interface KindOfHome {
  worlds: (month: number) => Float64Array
  beds: readonly number[]
}

/** By month: what children are scaled by, and the nights of the month. */
export interface GapMonths {
  scales: readonly number[]
  days: readonly number[]
}

export interface GapMonth {
  month: number
  beds: number
  /** Mean of the children who need such a home. */
  demand: number
  /** Children more than beds, or beds more than children where negative: 8 times in 10 between P10 and P90. */
  short: { p10: number; p50: number; p90: number }
  /** The chance that a child among them finds no bed: mean of children beyond the beds ÷ mean of children. */
  chanceUnmet: number
  /** Nights of the month that children beyond the beds spend elsewhere, were every night as its last. */
  nightsBeyond: number
  /** The same as Erlang's formula has it for children who come and go by chance about that mean: a check in an instant. */
  erlangB: number
  /** The fewest beds with which `chanceUnmet` is within the target, and the share of them that would then be occupied. */
  bedsForTarget: number
  occupancyAtTarget: number
}

/**
 * The share of children refused where so many would be there on average and there are so many beds (Erlang B): B(0) = 1,
 * B(n) = a·B(n−1) ÷ (n + a·B(n−1)).
 */
export function erlangB(mean: number, beds: number): number {
  let share = 1
  for (let count = 1; count <= Math.floor(beds); count++) share = (mean * share) / (count + mean * share)
  return mean === 0 ? 0 : share
}

const meanOf = (worlds: Float64Array, value: (children: number) => number) => {
  let sum = 0
  for (const children of worlds) sum += value(children)
  return sum / worlds.length
}

/** The share of children beyond so many beds. */
export function unmetShare(worlds: Float64Array, beds: number): number {
  const demand = meanOf(worlds, (children) => children)
  return demand === 0 ? 0 : meanOf(worlds, (children) => Math.max(0, children - beds)) / demand
}

const round = (value: number) => Math.round(value * 1e4) / 1e4

/**
 * Demand less supply, by month.
 * @param target the chance of finding none that is held to be bearable
 */
export function gapOf(
  { worlds: worldsAt, beds }: KindOfHome,
  { scales, days }: GapMonths,
  target: number,
): GapMonth[] {
  return scales.map((scale, month) => {
    const worlds = worldsAt(month).map((children) => children * scale)
    worlds.sort()
    const quantile = (share: number) => worlds[Math.round((worlds.length - 1) * share)]! - beds[month]!
    const demand = meanOf(worlds, (children) => children)
    let least = 0
    while (unmetShare(worlds, least) > target) least++
    return {
      month: month + 1,
      beds: round(beds[month]!),
      demand: round(demand),
      short: {
        p10: Math.floor(quantile(0.1)),
        p50: Math.round(quantile(0.5)),
        p90: Math.ceil(quantile(0.9)),
      },
      chanceUnmet: round(unmetShare(worlds, beds[month]!)),
      nightsBeyond: Math.round(
        days[month]! * meanOf(worlds, (children) => Math.max(0, children - beds[month]!)),
      ),
      erlangB: round(erlangB(demand, beds[month]!)),
      bedsForTarget: least,
      occupancyAtTarget:
        least === 0 ? 0 : round(meanOf(worlds, (children) => Math.min(children, least)) / least),
    }
  })
}
