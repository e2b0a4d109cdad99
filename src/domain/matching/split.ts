/** A home that could take some of the siblings. */
export interface SplitHome {
  id: string
  /** The number of free beds; each does for any child whom the home suits. */
  beds: number
  /** For each child (or parent with their child), the home's score for them alone; null where it is not an option. */
  scores: readonly (number | null)[]
}

export interface Split {
  /** For each home, the indexes of its children. Homes are in the order of their first child. */
  parts: { homeId: string; children: number[] }[]
  /** Miles between the two homes that are furthest apart; null where a distance is not known. */
  furthestMiles: number | null
}

/**
 * The best division of children between homes, by exact branch and bound. A child here may be a parent with their child,
 * who are never divided: `sizes` are the beds that each of them takes. Each home must suit its children
 * individually (`scores`) and together (`suits`). Divisions are compared by fewest homes; then by the least distance
 * between the two homes furthest apart (an unknown one counts as furthest); then by the highest sum of scores; then by the
 * order of `homes`.
 *
 * @returns null where there is no such division
 */
export function bestSplit(
  sizes: readonly number[],
  homes: readonly SplitHome[],
  milesBetween: (one: string, other: string) => number | null,
  suits: (homeId: string, children: readonly number[]) => boolean,
): Split | null {
  const count = sizes.length
  const bedsFor = (children: readonly number[]) =>
    children.reduce((sum, child) => sum + (sizes[child] ?? 0), 0)
  const bedsWanted = sizes.reduce((sum, size) => sum + size, 0)
  const bestScores = Array.from({ length: count }, (_, child) =>
    Math.max(...homes.map(({ scores }) => scores[child] ?? -Infinity)),
  )
  if (bestScores.some((score) => score === -Infinity)) return null
  const remainingBound = bestScores.map((_, child) =>
    bestScores.slice(child).reduce((sum, score) => sum + score, 0),
  )
  const mostBeds = Math.max(...homes.map(({ beds }) => beds))
  const apart = (one: SplitHome, other: SplitHome) => milesBetween(one.id, other.id) ?? Infinity

  /** The best division between at most `most` homes within `maxMiles` of each other: the closest, or the highest score. */
  function search(most: number, maxMiles: number, goal: 'nearest' | 'score'): Division | null {
    let best: Division | null = null
    const assignment: SplitHome[] = []
    const cannotBeBetter = (furthest: number, score: number) =>
      furthest > maxMiles || (best && (goal === 'nearest' ? furthest >= best.furthest : score <= best.score))
    const place = (child: number, usedHomes: readonly SplitHome[], furthest: number, score: number): void => {
      if (cannotBeBetter(furthest, score + (remainingBound[child] ?? 0))) return
      if (child === count) {
        best = { furthest, score, homes: [...assignment] }
        return
      }
      const room = usedHomes.reduce((sum, { beds }) => sum + beds, 0) + (most - usedHomes.length) * mostBeds
      if (room < bedsWanted) return
      for (const home of homes) {
        const alone = home.scores[child] ?? null
        if (alone === null) continue
        const childrenThere = assignment.flatMap((assignedHome, other) =>
          assignedHome === home ? [other] : [],
        )
        const isNew = childrenThere.length === 0
        if (
          isNew
            ? usedHomes.length === most || bedsFor([child]) > home.beds
            : bedsFor([...childrenThere, child]) > home.beds || !suits(home.id, [...childrenThere, child])
        )
          continue
        const reach = isNew
          ? usedHomes.reduce((far, usedHome) => Math.max(far, apart(usedHome, home)), furthest)
          : furthest
        assignment.push(home)
        place(child + 1, isNew ? [...usedHomes, home] : usedHomes, reach, score + alone)
        assignment.pop()
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
  /** The home of each child, by the child's index. */
  homes: readonly SplitHome[]
}

function splitOf({ homes, furthest }: Division): Split {
  const ids = [...new Set(homes.map(({ id }) => id))]
  return {
    parts: ids.map((homeId) => ({
      homeId,
      children: homes.flatMap(({ id }, child) => (id === homeId ? [child] : [])),
    })),
    furthestMiles: furthest === Infinity ? null : furthest,
  }
}
