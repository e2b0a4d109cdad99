import { nightsBetween, addDays } from '../../../../src/domain/dates.ts'
import type { PlanProblem } from '../../../../src/domain/plans/types.ts'

/**
 * An independent reference: plans by exhaustive enumeration. Each need stays unplaced or takes one of its options with one
 * choice of beds; the rules are then checked night by night. Only dates and the input types come from the product.
 */

export interface Choice {
  option: number
  beds: string[]
}

export type Whole = (Choice | null)[]

function choicesOf({ needs, options }: PlanProblem, need: number): (Choice | null)[] {
  const size = needs[need]!.children.length
  const subsets = (beds: readonly string[], count: number): string[][] =>
    count === 0
      ? [[]]
      : beds.flatMap((bed, index) => subsets(beds.slice(index + 1), count - 1).map((rest) => [bed, ...rest]))
  return [
    null,
    ...options.flatMap((option, index) =>
      option.need === need ? subsets(option.beds, size).map((beds) => ({ option: index, beds })) : [],
    ),
  ]
}

export function everyPlan(problem: PlanProblem): Whole[] {
  let whole: Whole[] = [[]]
  for (const need of problem.needs.keys())
    whole = whole.flatMap((partial) => choicesOf(problem, need).map((choice) => [...partial, choice]))
  return whole.filter((plan) => faultsOf(problem, plan).length === 0)
}

/** The rules that a plan breaks, night by night. */
export function faultsOf(problem: PlanProblem, plan: Whole): string[] {
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
    /** Who is where on this night: children whom the plan has moved, and those who have not moved out. */
    const newcomers = needs.flatMap(({ children, to }, need) => {
      const start = startOf(need)
      if (start === null || night < start || (to !== null && night >= to)) return []
      const { homeId } = options[plan[need]!.option]!
      return children.map((child, index) => ({
        child,
        need,
        homeId,
        bed: plan[need]!.beds[index]!,
        isNew: true,
      }))
    })
    const stayers = needs.flatMap(({ leaves }, need) => {
      const start = startOf(need)
      return leaves
        .filter(({ until: end }) => (end === null || night < end) && (start === null || night < start))
        .map(({ childId, homeId }) => ({ child: childId, need, homeId, bed: '', isNew: false }))
    })
    const present = [...newcomers, ...stayers]
    const bedsInUse = newcomers.map(({ bed }) => bed)
    if (new Set(bedsInUse).size < bedsInUse.length) faults.push(`${night}: a bed used twice`)
    for (const { bed } of newcomers) {
      const { freedBy, freeFrom } = beds.find(({ id }) => id === bed)!
      if (freedBy === null || (freeFrom !== null && night >= freeFrom)) continue
      const moveDay = startOf(freedBy)
      if (moveDay === null || moveDay > night) faults.push(`${night}: a bed that is not left`)
    }
    for (const { id, registeredPlaces, others } of homes) {
      const here = present.filter(({ homeId }) => homeId === id)
      const newcomersHere = here.filter(({ isNew }) => isNew)
      const strangers = others.filter(({ from }) => from <= night).at(-1)?.count ?? 0
      // A home that is too full without arrivals is not the plan's fault.
      if (newcomersHere.length > 0 && registeredPlaces !== null && here.length + strangers > registeredPlaces)
        faults.push(`${night}: too many`)
      for (const { need } of newcomersHere) {
        if (needs[need]!.solo && (strangers > 0 || here.some((other) => other.need !== need)))
          faults.push(`${night}: not alone`)
      }
      if (
        newcomersHere.some(({ need }) =>
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

/** The value of each objective for a plan, in integers; objectives to minimise are negative. */
export function worthOf({ needs, options }: PlanProblem, plan: Whole): Record<string, number> {
  const sum = (
    valueOf: (facts: PlanProblem['options'][number]['facts'], need: number, start: string) => number,
  ) =>
    plan.reduce((total, choice, need) => {
      if (choice === null) return total
      const { facts, start } = options[choice.option]!
      return total + valueOf(facts, need, start) * needs[need]!.children.length
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
