import { authorities } from '../../domain/geography/authorities.ts'
import { crossSection, type CrossSectionRow } from './cross-section.ts'
import { randomFrom } from './random.ts'

export const demonstrationAuthority = 'E06000049'
const englandLookedAfter = 83_000
const demonstrationLookedAfter = 533

/**
 * The number of children that an authority looks after, as a multiple of the demonstration authority's. The numbers are
 * spread about as unevenly as England's and add up to 83,000; they do not depend on which authorities are loaded.
 */
export function factorOf(authorityCode: string): number {
  if (authorityCode === demonstrationAuthority) return 1
  const others = authorities.filter(({ code }) => code !== demonstrationAuthority)
  const all = others.reduce((sum, { code }) => sum + weightOf(code), 0)
  const children = ((englandLookedAfter - demonstrationLookedAfter) * weightOf(authorityCode)) / all
  return children / demonstrationLookedAfter
}

const weightOf = (code: string) => Math.exp(0.6 * randomFrom(`size/${code}`).normal())

/** The cross-section of an authority `factor` times the size, with the shares of each row as near as whole numbers allow. */
export function scaledCrossSection(factor: number): CrossSectionRow[] {
  if (factor === 1) return [...crossSection]
  return crossSection.map((row) => {
    const cells = apportion(row.children.flat().map((n) => n * factor))
    const total = sum(cells)
    const share = total / sum(row.children.flat())
    const [nearCount = 0, far = 0, insideCount = 0] = apportion(
      [row.reach.near, row.reach.far, row.reach.in].map((n) => n * share),
    )
    const part = (n: number | undefined) => (n === undefined ? undefined : Math.round(n * share))
    return {
      type: row.type,
      children: [0, 4, 8, 12].map((start) => cells.slice(start, start + 4)),
      reach: { in: insideCount, near: nearCount, far },
      elevenOrTwelve: part(row.elevenOrTwelve),
      disabled: part(row.disabled),
      uasc: part(row.uasc),
    }
  })
}

/** Rounds shares to whole numbers that add up to their rounded total, by the method of largest remainders. */
export function apportion(shares: readonly number[]): number[] {
  const whole = shares.map(Math.floor)
  const remainder = Math.round(sum(shares)) - sum(whole)
  shares
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
    .slice(0, remainder)
    .forEach(({ index }) => (whole[index] = (whole[index] ?? 0) + 1))
  return whole
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)
