/** A home that brothers and sisters could be divided between. */
export interface SplitHome {
  id: string
  /** Free beds that do for any of those whom it suits. */
  beds: number
  /** By the child's position: the score of the home for the child alone; null where it is no option. */
  scores: readonly (number | null)[]
}

export interface Split {
  /** The positions of the children in each home, in the order of their youngest position. */
  parts: { homeId: string; children: number[] }[]
  /** Miles between the two homes that are furthest apart; null where that is not known. */
  furthestMiles: number | null
}

/**
 * The best division of `count` children between homes. Of all divisions in which every home suits those in it, alone
 * (`scores`) and together (`suits`): the fewest homes; then the least distance between the two that are furthest apart,
 * where one not known is further than any; then the highest sum of the children's scores; then the homes that come first.
 * Exact: every division is looked at, save those that cannot be better. Null where there is none.
 */
export function bestSplit(
  count: number,
  homes: readonly SplitHome[],
  milesBetween: (one: string, other: string) => number | null,
  suits: (homeId: string, children: readonly number[]) => boolean,
): Split | null {
  const bestScores = Array.from({ length: count }, (_, child) =>
    Math.max(...homes.map(({ scores }) => scores[child] ?? -Infinity)),
  )
  if (bestScores.some((score) => score === -Infinity)) return null
  const hope = bestScores.map((_, child) => bestScores.slice(child).reduce((sum, score) => sum + score, 0))
  const largest = Math.max(...homes.map(({ beds }) => beds))
  const apart = (one: SplitHome, other: SplitHome) => milesBetween(one.id, other.id) ?? Infinity

  /** The best in `most` homes no further apart than `within`: by score, or the nearest whatever the score. */
  function search(most: number, within: number, by: 'nearest' | 'score'): Division | null {
    let best: Division | null = null
    const of: SplitHome[] = []
    const cannotBeBetter = (furthest: number, score: number) =>
      furthest > within || (best && (by === 'nearest' ? furthest >= best.furthest : score <= best.score))
    const place = (child: number, used: readonly SplitHome[], furthest: number, score: number): void => {
      if (cannotBeBetter(furthest, score + (hope[child] ?? 0))) return
      if (child === count) {
        best = { furthest, score, of: [...of] }
        return
      }
      const room = used.reduce((sum, { beds }) => sum + beds, 0) + (most - used.length) * largest
      if (room < count) return
      for (const home of homes) {
        const alone = home.scores[child] ?? null
        if (alone === null) continue
        const there = of.flatMap((each, other) => (each === home ? [other] : []))
        const isNew = there.length === 0
        if (isNew ? used.length === most : there.length === home.beds || !suits(home.id, [...there, child]))
          continue
        const reach = isNew
          ? used.reduce((far, each) => Math.max(far, apart(each, home)), furthest)
          : furthest
        of.push(home)
        place(child + 1, isNew ? [...used, home] : used, reach, score + alone)
        of.pop()
      }
    }
    place(0, [], 0, 0)
    return best
  }

  for (let most = 1; most <= count; most++) {
    const nearest = search(most, Infinity, 'nearest')
    if (nearest) return splitOf(search(most, nearest.furthest, 'score') ?? nearest)
  }
  return null
}

interface Division {
  furthest: number
  score: number
  /** The home of each child. */
  of: readonly SplitHome[]
}

function splitOf({ of, furthest }: Division): Split {
  const ids = [...new Set(of.map(({ id }) => id))]
  return {
    parts: ids.map((homeId) => ({
      homeId,
      children: of.flatMap(({ id }, child) => (id === homeId ? [child] : [])),
    })),
    furthestMiles: furthest === Infinity ? null : furthest,
  }
}
