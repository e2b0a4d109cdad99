import type { ModuleName } from './modules.ts'

/** In which years children have episodes, and whether one was open at the end of the year. */
export type Presence = ReadonlyMap<string, ReadonlyMap<number, boolean>>

/** From how many children on a return with few of them is taken for a part. */
const enoughChildren = 20

/**
 * The years of whole returns from which a child is missing who had an open episode in an earlier one: the first of each
 * gap, by child.
 *
 * @param years of the whole returns, in order
 */
export function absencesFrom(presence: Presence, years: readonly number[]): Map<string, number[]> {
  const absences = new Map<string, number[]>()
  for (const [reference, ofChild] of presence) {
    const own = [...ofChild.keys()].sort((a, b) => a - b)
    const absentYears = own.flatMap((year, index) => {
      const next = own[index + 1] ?? Infinity
      return ofChild.get(year) ? (years.find((whole) => whole > year && whole < next) ?? []) : []
    })
    if (absentYears.length > 0) absences.set(reference, absentYears)
  }
  return absences
}

/** The children who are missing from other returns than before. */
export function absentOtherwise(
  earlier: ReadonlyMap<string, readonly number[]>,
  now: ReadonlyMap<string, readonly number[]>,
): string[] {
  const references = new Set([...earlier.keys(), ...now.keys()])
  return [...references].filter((reference) => earlier.get(reference)?.join() !== now.get(reference)?.join())
}

/**
 * The years, in order, whose return tells who is in care: of the children who were in care at the end of the year before
 * it, it has at least half. A return with fewer is taken for a part, such as a correction, from which nobody is missing.
 */
export function wholeYears(presence: Presence): number[] {
  const years = [...new Set([...presence.values()].flatMap((ofChild) => [...ofChild.keys()]))].sort(
    (a, b) => a - b,
  )
  const isWhole = (year: number, index: number) => {
    const yearBefore = years[index - 1]
    if (yearBefore === undefined) return true
    const inCare = [...presence.values()].filter((ofChild) => ofChild.get(yearBefore) === true)
    const there = inCare.filter((ofChild) => ofChild.has(year))
    return inCare.length < enoughChildren || there.length * 2 >= inCare.length
  }
  return years.filter(isWhole)
}

/** The children, by their references, whom a return has in each of its modules, by collection year. */
export type ReturnedChildren = ReadonlyMap<number, ReadonlyMap<ModuleName, ReadonlySet<string>>>

/** Whom a module of a year's return had when it was sent before, and no longer has. */
export interface Loss {
  year: number
  module: ModuleName
  child: string
}

/** The modules that say who is in a return. */
const whoIsIn = ['header', 'episodes'] as const

/**
 * Whom the returns of years that are sent again no longer have. A return whose Header or Episodes have less than half of the
 * children whom they had is taken for a part, from which nobody is gone; one that comes without both is judged module by
 * module. Who is in no row of a return with a Header is gone from all modules of its year.
 */
export function lossesOf(earlier: ReturnedChildren, now: ReturnedChildren): Loss[] {
  return [...now].flatMap(([year, modules]) => {
    const modulesBefore: ReadonlyMap<ModuleName, ReadonlySet<string>> = earlier.get(year) ?? new Map()
    const isPart = (module: ModuleName) => {
      const [had, has] = [[...(modulesBefore.get(module) ?? [])], modules.get(module)]
      return had.filter((child) => has?.has(child)).length * 2 < had.length
    }
    const main = whoIsIn.filter((module) => modules.has(module))
    if (main.some(isPart)) return []
    const present = new Set([...modules.values()].flatMap((children) => [...children]))
    const isGone = (module: ModuleName, child: string) => {
      if (!present.has(child)) return modules.has('header') || lacks(module, child)
      return module !== 'header' && lacks(module, child)
    }
    const lacks = (module: ModuleName, child: string) =>
      modules.get(module)?.has(child) === false && (main.length > 0 || !isPart(module))
    return [...modulesBefore].flatMap(([module, children]) =>
      [...children].filter((child) => isGone(module, child)).map((child) => ({ year, module, child })),
    )
  })
}
