import { z } from 'zod'
import type { CivilDate } from '../../domain/dates.ts'
import { bestSplit, type SplitHome } from '../../domain/matching/split.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import type { Asked } from './asked.ts'
import { understandWith, type Facts, type Understood } from './need.ts'
import { option, presentOption } from './option.ts'
import { findOptions, type FoundOption } from './queries/options.ts'
import { distancesBetween } from './queries/points-of-homes.ts'

/** Brothers and sisters divided between homes, where none takes them all. */
export const split = z.object({
  parts: z
    .array(
      z.object({
        children: z
          .array(z.number().int())
          .describe('Which of the children, by their position in the search, from 0.'),
        option,
      }),
    )
    .describe('Each home, with a bed for each of the children in it.'),
  furthestMiles: z
    .number()
    .nullable()
    .describe(
      "Straight-line miles between the two homes that are furthest apart, in whole miles where one is another authority's confidential home; null where it is not known.",
    ),
})

/** How many beds are considered for each of the children, best first, and how many homes for all of them. */
const bedsEach = 60
const mostHomes = 24
/** How often a division that turns out not to suit three or more together is replaced. */
const attempts = 20

/**
 * The best division of the children between homes; null where there is none. What suits each alone and every two
 * together is asked of the search itself, and the division is asked of it again before it is shown.
 */
export async function splitBetweenHomes(tx: Tx, asked: Asked, facts: Facts, today: CivilDate) {
  const { profile } = facts
  const count = asked.children.length
  const understoodOf = (children: readonly number[]) =>
    understandWith(
      tx,
      facts,
      { ...asked, children: children.flatMap((child) => asked.children[child] ?? []) },
      today,
    )
  const positions = asked.children.map((_, child) => child)

  const alone: FoundOption[][] = []
  for (const child of positions) {
    const { need, places } = await understoodOf([child])
    const found = await findOptions(tx, need, places, profile, undefined, bedsEach)
    if (found.length === 0) return null
    alone.push(found)
  }
  const homes = homesOf(alone)
  const beds = alone.flat().filter(({ home }) => homes.some(({ id }) => id === home.id))
  const bedIds = [...new Set(beds.map(({ bedId }) => bedId))]
  const optionsTogether = async (children: readonly number[], among: readonly string[]) => {
    const { need, places } = await understoodOf(children)
    return { need, options: await findOptions(tx, need, places, profile, undefined, among.length, among) }
  }

  const pairs = new Map<string, Set<string>>() // the homes that suit two together
  if (count > 2) {
    for (const one of positions)
      for (const other of positions.slice(one + 1)) {
        const { options } = await optionsTogether([one, other], bedIds)
        pairs.set(`${one} ${other}`, new Set(options.map(({ home }) => home.id)))
      }
  }
  const unsuited: { homeId: string; children: readonly number[] }[] = []
  const suits = (homeId: string, children: readonly number[]) =>
    children.every((one, index) =>
      children.slice(index + 1).every((other) => pairs.get(`${one} ${other}`)?.has(homeId) ?? false),
    ) &&
    !unsuited.some(
      (each) => each.homeId === homeId && each.children.every((child) => children.includes(child)),
    )
  const milesBetween = await distancesBetween(
    tx,
    homes.map(({ id }) => id),
  )

  for (let attempt = 0; attempt < attempts; attempt++) {
    const best = bestSplit(count, homes, milesBetween, suits)
    if (best === null) return null
    const parts: { children: number[]; need: Understood['need']; found: FoundOption }[] = []
    for (const { homeId, children } of best.parts) {
      const inHome = [...new Set(beds.flatMap(({ home, bedId }) => (home.id === homeId ? bedId : [])))]
      const { need, options } = await optionsTogether(children, inHome)
      const [found] = options
      if (found) parts.push({ children, need, found })
      else unsuited.push({ homeId, children })
    }
    if (parts.length === best.parts.length)
      return {
        parts: parts.map(({ children, need, found }) => ({
          children,
          option: presentOption(need, found, profile),
        })),
        furthestMiles: best.furthestMiles,
      }
  }
  return null
}

/** The best homes of each child, with the beds in them and the score for each child; the highest score first. */
function homesOf(alone: readonly (readonly FoundOption[])[]): SplitHome[] {
  const homesEach = Math.ceil(mostHomes / alone.length)
  const ids = new Set(
    alone.flatMap((options) => [...new Set(options.map(({ home }) => home.id))].slice(0, homesEach)),
  )
  const homes = [...ids].map((id) => {
    const of = alone.map((options) => options.filter(({ home }) => home.id === id))
    return {
      id,
      beds: new Set(of.flat().map(({ bedId }) => bedId)).size,
      scores: of.map(([first]) => first?.score ?? null),
    }
  })
  const sum = ({ scores }: SplitHome) => scores.reduce<number>((total, score) => total + (score ?? 0), 0)
  return homes.sort((a, b) => sum(b) - sum(a) || (a.id < b.id ? -1 : 1))
}
