/** In which years children have episodes, and whether one was open at the end of the year. */
export type Presence = ReadonlyMap<string, ReadonlyMap<number, boolean>>

/** From how many children on a return with few of them is taken for a part. */
const enoughChildren = 20

/** Children who have an open episode in a year and none in a later one up to `lastYear`. */
export function absentAfter(presence: Presence, lastYear: number): string[] {
  return [...presence].flatMap(([reference, years]) => {
    const latest = Math.max(...years.keys())
    return latest < lastYear && years.get(latest) ? [reference] : []
  })
}

/**
 * The latest year whose return tells who is in care: of the children who were in care at the end of the year before it,
 * it has at least half. A return with fewer is taken for a part, such as a correction, from which nobody is missing.
 *
 * @returns 0 where there is none
 */
export function lastWholeYear(presence: Presence): number {
  const years = [...new Set([...presence.values()].flatMap((ofChild) => [...ofChild.keys()]))].sort(
    (a, b) => b - a,
  )
  const isWhole = (year: number, index: number) => {
    const yearBefore = years[index + 1]
    if (yearBefore === undefined) return true
    const inCare = [...presence.values()].filter((ofChild) => ofChild.get(yearBefore) === true)
    const there = inCare.filter((ofChild) => ofChild.has(year))
    return inCare.length < enoughChildren || there.length * 2 >= inCare.length
  }
  return years.find(isWhole) ?? 0
}
