import { authorities } from '../../domain/geography/authorities.ts'
import { crossSection, type CrossSectionRow } from './cross-section.ts'
import { randomFrom } from './random.ts'

export const demonstrationAuthority = 'E06000049'
const englandLookedAfter = 83_000
const demonstrationLookedAfter = 533

/**
 * How many children each authority looks after, as a multiple of the demonstration authority's: spread as
 * unevenly as England's authorities are and 83,000 children in all, whichever of them are loaded.
 */
export function factorOf(authorityCode: string): number {
  if (authorityCode === demonstrationAuthority) return 1
  const others = authorities.filter(({ code }) => code !== demonstrationAuthority)
  const all = others.reduce((sum, { code }) => sum + weightOf(code), 0)
  const children = ((englandLookedAfter - demonstrationLookedAfter) * weightOf(authorityCode)) / all
  return children / demonstrationLookedAfter
}

const weightOf = (code: string) => Math.exp(0.6 * randomFrom(`size/${code}`).normal())

/** The cross-section of an authority `factor` times the size; a row keeps its shares as whole children allow. */
export function scaledCrossSection(factor: number): CrossSectionRow[] {
  if (factor === 1) return [...crossSection]
  return crossSection.map((row) => {
    const cells = apportion(row.children.flat().map((n) => n * factor))
    const total = sum(cells)
    const share = total / sum(row.children.flat())
    const [near = 0, far = 0, inside = 0] = apportion(
      [row.reach.near, row.reach.far, row.reach.in].map((n) => n * share),
    )
    const part = (n: number | undefined) => (n === undefined ? undefined : Math.round(n * share))
    return {
      type: row.type,
      children: [0, 4, 8, 12].map((start) => cells.slice(start, start + 4)),
      reach: { in: inside, near, far },
      elevenOrTwelve: part(row.elevenOrTwelve),
      disabled: part(row.disabled),
      uasc: part(row.uasc),
    }
  })
}

/** Whole numbers that keep the (rounded) total: the largest remainders are rounded up. */
export function apportion(shares: readonly number[]): number[] {
  const whole = shares.map(Math.floor)
  const left = Math.round(sum(shares)) - sum(whole)
  shares
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
    .slice(0, left)
    .forEach(({ index }) => (whole[index] = (whole[index] ?? 0) + 1))
  return whole
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)
