import { nightsBetween, addDays } from '../../../../src/domain/dates.ts'
import type { Problem } from '../../../../src/domain/plans/types.ts'

/**
 * Plans by trying every one of them: each need goes nowhere, or to one of its options with one of the choices of beds.
 * Whether that may be is read off night by night. Nothing of the product is used but dates and the shape of a problem.
 */

export interface Choice {
  option: number
  beds: string[]
}

export type Whole = (Choice | null)[]

function choicesOf({ needs, options }: Problem, need: number): (Choice | null)[] {
  const size = needs[need]!.children.length
  const subsets = (beds: readonly string[], count: number): string[][] =>
    count === 0
      ? [[]]
      : beds.flatMap((bed, at) => subsets(beds.slice(at + 1), count - 1).map((rest) => [bed, ...rest]))
  return [
    null,
    ...options.flatMap((option, index) =>
      option.need === need ? subsets(option.beds, size).map((beds) => ({ option: index, beds })) : [],
    ),
  ]
}

export function everyPlan(problem: Problem): Whole[] {
  let whole: Whole[] = [[]]
  for (const need of problem.needs.keys())
    whole = whole.flatMap((before) => choicesOf(problem, need).map((choice) => [...before, choice]))
  return whole.filter((plan) => faultsOf(problem, plan).length === 0)
}

/** What is wrong with a plan on any night that it speaks of. */
export function faultsOf(problem: Problem, plan: Whole): string[] {
  const { needs, options, beds, homes, apart } = problem
  const startOf = (need: number) => {
    const choice = plan[need]
    return choice ? options[choice.option]!.start : null
  }
  const days = [
    ...options.map(({ start }) => start),
    ...homes.flatMap(({ others }) => others.map(({ from }) => from)),
  ].sort()
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return []
  const faults: string[] = []
  for (let night = first; night <= last; night = addDays(night, 1)) {
    /** Who is where on this night, by the plan: those who moved, and those who have not left. */
    const newcomers = needs.flatMap(({ children, to }, need) => {
      const start = startOf(need)
      if (start === null || night < start || (to !== null && night >= to)) return []
      const { homeId } = options[plan[need]!.option]!
      return children.map((child, at) => ({ child, need, homeId, bed: plan[need]!.beds[at]!, isNew: true }))
    })
    const stayers = needs.flatMap(({ leaves }, need) => {
      const start = startOf(need)
      return leaves
        .filter(({ until }) => (until === null || night < until) && (start === null || night < start))
        .map(({ childId, homeId }) => ({ child: childId, need, homeId, bed: '', isNew: false }))
    })
    const present = [...newcomers, ...stayers]
    const used = newcomers.map(({ bed }) => bed)
    if (new Set(used).size < used.length) faults.push(`${night}: a bed used twice`)
    for (const { bed } of newcomers) {
      const { freedBy, freeFrom } = beds.find(({ id }) => id === bed)!
      if (freedBy === null || (freeFrom !== null && night >= freeFrom)) continue
      const left = startOf(freedBy)
      if (left === null || left > night) faults.push(`${night}: a bed that is not left`)
    }
    for (const { id, registeredPlaces, others } of homes) {
      const here = present.filter(({ homeId }) => homeId === id)
      const arrived = here.filter(({ isNew }) => isNew)
      const strangers = others.filter(({ from }) => from <= night).at(-1)?.count ?? 0
      // Only whom the plan brings is its doing.
      if (arrived.length > 0 && registeredPlaces !== null && here.length + strangers > registeredPlaces)
        faults.push(`${night}: too many`)
      for (const { need } of arrived) {
        if (needs[need]!.solo && (strangers > 0 || here.some((other) => other.need !== need)))
          faults.push(`${night}: not alone`)
      }
      if (
        arrived.some(({ need }) =>
          here.some((stayer) => !stayer.isNew && needs[stayer.need]!.solo && stayer.need !== need),
        )
      )
        faults.push(`${night}: someone who is to be alone is not`)
      for (const [one, other] of apart) {
        const both = here.filter(({ child }) => child === one || child === other)
        if (both.length === 2 && both.some(({ isNew }) => isNew) && both[0]!.need !== both[1]!.need)
          faults.push(`${night}: not apart`)
      }
    }
  }
  return faults
}

/** What a plan comes to, in whole numbers, with what is to be least below nothing. */
export function worthOf({ needs, options }: Problem, plan: Whole): Record<string, number> {
  const sum = (of: (facts: Problem['options'][number]['facts'], need: number, start: string) => number) =>
    plan.reduce((total, choice, need) => {
      if (choice === null) return total
      const { facts, start } = options[choice.option]!
      return total + of(facts, need, start) * needs[need]!.children.length
    }, 0)
  return {
    placed: sum(() => 1),
    'in-area': sum(({ inAuthority }) => (inAuthority === true ? 1 : 0)),
    distance: -sum(({ homeTenths }) => homeTenths ?? 400),
    disruption: -sum(({ schoolTenths }) => (schoolTenths !== null && schoolTenths > 100 ? 1 : 0)),
    cost: -sum(({ weeklyPence }) => weeklyPence ?? 800_000),
    waiting: -sum((_, need, start) => nightsBetween(needs[need]!.from, start)),
    suitability: sum(({ score }) => score),
  }
}
