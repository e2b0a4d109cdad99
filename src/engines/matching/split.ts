import { z } from 'zod'
import type { CivilDate } from '../../domain/dates.ts'
import { unitsOf } from '../../domain/matching/parent-and-child.ts'
import { bestSplit, type SplitHome } from '../../domain/matching/split.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import type { SearchCriteria } from './search-criteria.ts'
import { understandWith, type SearchFacts, type Understood } from './need.ts'
import { option, presentOptions } from './option.ts'
import { findOptions, type FoundOption } from './queries/options.ts'
import { distancesBetween } from './queries/points-of-homes.ts'

/** A split in an answer: siblings placed in several homes, where no home takes them all. Parent and child are never split. */
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

/** The most beds considered for each child, best first, and the most homes for all of them. */
const bedsEach = 60
const mostHomes = 24
/** The most splits tried. One is replaced where a home turns out not to suit three or more children together. */
const attempts = 20

/**
 * The best split of the children between homes; null where there is none. The search itself finds the homes that suit
 * each child and every pair, and checks each home of the split for all of its children before it is returned.
 */
export async function splitBetweenHomes(
  tx: Tx,
  search: SearchCriteria,
  facts: SearchFacts,
  today: CivilDate,
) {
  const { profile } = facts
  const understoodOf = (units: readonly number[]) => {
    const positions = childrenOf(units)
    const children = positions.flatMap((position) => {
      const { parent, ...child } = search.children[position]!
      return parent === undefined ? child : { ...child, parent: positions.indexOf(parent) }
    })
    return understandWith(tx, facts, { ...search, children }, today)
  }
  const all = await understandWith(tx, facts, search, today)
  /** The positions of the children of each unit; what is divided between homes are units, by position in this list. */
  const units = unitsOf(all.need.children)
  const childrenOf = (some: readonly number[]) =>
    some.flatMap((unit) => units[unit] ?? []).sort((a, b) => a - b)
  const positions = units.map((_, unit) => unit)
  const count = units.length
  if (count === 1) return null

  const alone: FoundOption[][] = []
  for (const unit of positions) {
    const { need, places } = await understoodOf([unit])
    const options = await findOptions(tx, { need, places, profile, limit: bedsEach })
    if (options.length === 0) return null
    alone.push(options)
  }
  const homes = homesOf(alone)
  const beds = alone.flat().filter(({ home }) => homes.some(({ id }) => id === home.id))
  const bedIds = [...new Set(beds.flatMap((offer) => offer.beds.map(({ id }) => id)))]
  const optionsTogether = async (children: readonly number[], offeredIds: readonly string[]) => {
    const resolution = await understoodOf(children)
    const { need, places } = resolution
    return {
      resolution,
      options: await findOptions(tx, { need, places, profile, limit: offeredIds.length, bedIds: offeredIds }),
    }
  }

  const pairs = new Map<string, Set<string>>() // "child child" to the ids of the homes that suit both
  if (count > 2) {
    for (const one of positions)
      for (const other of positions.slice(one + 1)) {
        const { options } = await optionsTogether([one, other], bedIds)
        pairs.set(`${one} ${other}`, new Set(options.map(({ home }) => home.id)))
      }
  }
  const unsuitable: { homeId: string; children: readonly number[] }[] = []
  const suits = (homeId: string, children: readonly number[]) =>
    children.every((one, index) =>
      children.slice(index + 1).every((other) => pairs.get(`${one} ${other}`)?.has(homeId) ?? false),
    ) &&
    !unsuitable.some(
      (failure) => failure.homeId === homeId && failure.children.every((child) => children.includes(child)),
    )
  const milesBetween = await distancesBetween(
    tx,
    homes.map(({ id }) => id),
  )

  for (let attempt = 0; attempt < attempts; attempt++) {
    const best = bestSplit(
      units.map((unit) => unit.length),
      homes,
      milesBetween,
      suits,
    )
    if (best === null) return null
    const parts: { children: number[]; resolution: Understood; offer: FoundOption }[] = []
    for (const { homeId, children } of best.parts) {
      const inHome = [
        ...new Set(beds.flatMap((offer) => (offer.home.id === homeId ? offer.beds.map(({ id }) => id) : []))),
      ]
      const { resolution, options } = await optionsTogether(children, inHome)
      const [offer] = options
      if (offer) parts.push({ children, resolution, offer })
      else unsuitable.push({ homeId, children })
    }
    if (parts.length < best.parts.length) continue
    const views = []
    for (const { children, resolution, offer } of parts) {
      const [view] = await presentOptions(tx, resolution, [offer])
      views.push({ children: childrenOf(children), option: view! })
    }
    return { parts: views, furthestMiles: best.furthestMiles }
  }
  return null
}

/** The best homes for each child, with the number of beds and each child's score; the highest total score first. */
function homesOf(alone: readonly (readonly FoundOption[])[]): SplitHome[] {
  const homesEach = Math.ceil(mostHomes / alone.length)
  const ids = new Set(
    alone.flatMap((options) => [...new Set(options.map(({ home }) => home.id))].slice(0, homesEach)),
  )
  const homes = [...ids].map((id) => {
    const optionsByChild = alone.map((options) => options.filter(({ home }) => home.id === id))
    return {
      id,
      beds: new Set(optionsByChild.flat().flatMap(({ beds }) => beds.map(({ id: bedId }) => bedId))).size,
      scores: optionsByChild.map(([first]) => first?.score ?? null),
    }
  })
  const sum = ({ scores }: SplitHome) => scores.reduce<number>((total, score) => total + (score ?? 0), 0)
  return homes.sort((a, b) => sum(b) - sum(a) || (a.id < b.id ? -1 : 1))
}
