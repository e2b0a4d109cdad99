import type { ModuleName } from './modules.ts'

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
