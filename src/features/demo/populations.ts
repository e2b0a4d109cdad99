import type { CivilDate } from '../../domain/dates.ts'

/**
 * People aged 0 to 17 in Cheshire East: the mid-year estimates by which DfE computes rates per 10,000 at 31 March of the
 * following year (Children looked after in England). Those before mid-2020 are invented.
 */
const estimates: readonly (readonly [asAt: string, people: number])[] = [
  ['2012-06-30', 75_600],
  ['2018-06-30', 76_600],
  ['2019-06-30', 76_900],
  ['2020-06-30', 77_292],
  ['2021-06-30', 78_381],
  ['2022-06-30', 80_336],
  ['2023-06-30', 81_832],
  ['2024-06-30', 83_041],
]

/** The estimates of an authority `factor` times the size, up to a day. */
export const populationsFrom = (factor: number, lastDay: CivilDate): { asAt: string; people: number }[] =>
  estimates
    .filter(([asAt]) => asAt <= lastDay)
    .map(([asAt, people]) => ({ asAt, people: Math.round(people * factor) }))
