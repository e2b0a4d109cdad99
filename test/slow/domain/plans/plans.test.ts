import fc from 'fast-check'
import t from 'tap'
import {
  levelsOf,
  objectiveIds,
  type Aim,
  type ObjectiveId,
} from '../../../../src/domain/plans/objectives.ts'
import { assignmentsOf, greedy } from '../../../../src/domain/plans/partial-solution.ts'
import { programmeOf } from '../../../../src/domain/plans/programme.ts'
import type { Assignment, PlanProblem } from '../../../../src/domain/plans/types.ts'
import { unmetNeeds } from '../../../../src/domain/plans/unplaced.ts'
import { solve, solverInput } from '../../../../src/features/plans/solver.ts'
import { problems } from './arbitrary.ts'
import { everyPlan, faultsOf, worthOf, type Whole } from './by-enumeration.ts'

t.setTimeout(900_000)

const SEED = Number(process.env.PROPERTY_SEED ?? 903)
const RUNS = Number(process.env.PROPERTY_RUNS ?? 12)

/** Solves with one option of each need in the restricted master at first, so that the others enter by reduced cost. */
async function solutionOf(problem: PlanProblem, aim: Aim, optionsAtStart = 1) {
  const programme = programmeOf(problem)
  const start = greedy(problem, programme)
  const solution = await solve(
    solverInput(
      { problem, programme, levels: levelsOf(aim), start },
      { batchSize: optionsAtStart, seconds: 60 },
    ),
    () => {},
    new AbortController().signal,
  )
  return { programme, start, solution, assignments: assignmentsOf(problem, programme, solution.columns) }
}

const wholeOf = ({ needs }: PlanProblem, assignments: readonly Assignment[]): Whole =>
  needs.map((_, need) => assignments.find((assignment) => assignment.need === need) ?? null)

/** The lexicographically best value of each objective over all plans. */
function bestOf(problem: PlanProblem, order: readonly string[]): number[] {
  let plans = everyPlan(problem).map((plan) => worthOf(problem, plan))
  return order.map((objective) => {
    const best = Math.max(...plans.map((worth) => worth[objective]!))
    plans = plans.filter((worth) => worth[objective] === best)
    return best
  })
}

const small = problems.filter(({ options }) => options.length > 0 && options.length <= 10)
const rest = objectiveIds.filter((id) => id !== 'placed')
const orders = fc
  .shuffledSubarray(rest, { minLength: 0, maxLength: 4 })
  .map((more): ObjectiveId[] => ['placed', ...more])

t.test(
  'a plan is as good as the best of all plans, first things first, and breaks no rule on any night',
  async (t) => {
    await fc.assert(
      fc.asyncProperty(small, orders, async (problem, order) => {
        const { solution, assignments, programme, start } = await solutionOf(problem, { order })
        const plan = wholeOf(problem, assignments)
        t.same(faultsOf(problem, plan), [])
        t.same(
          faultsOf(problem, wholeOf(problem, assignmentsOf(problem, programme, start))),
          [],
          'nor does greedy',
        )
        const levels = [
          ...order,
          ...['suitability', 'waiting'].filter((id) => !(order as string[]).includes(id)),
        ]
        const best = bestOf(problem, levels)
        const worth = worthOf(problem, plan)
        t.same(
          levels.map((objective) => worth[objective]),
          best,
        )
        t.same(
          solution.levels.map(({ value, bound, proven }) => [value, bound, proven]),
          best.map((value) => [value, value, true]),
          'and it is proven',
        )
      }),
      { seed: SEED, numRuns: RUNS },
    )
  },
)

t.test('weighed against each other, nothing has more worth than the plan', async (t) => {
  const weights = fc.record({
    placed: fc.integer({ min: 1, max: 1000 }),
    distance: fc.integer({ min: 0, max: 20 }),
    cost: fc.constantFrom(0, 0.01, 0.25),
    waiting: fc.integer({ min: 0, max: 30 }),
  })
  await fc.assert(
    fc.asyncProperty(small, weights, async (problem, weights) => {
      const { assignments } = await solutionOf(problem, { weights })
      const total = (plan: Whole) => {
        const worth = worthOf(problem, plan)
        return (
          weights.placed * worth.placed! +
          (weights.distance * worth.distance!) / 10 +
          (weights.cost * worth.cost!) / 100 +
          weights.waiting * worth.waiting!
        )
      }
      const best = Math.max(...everyPlan(problem).map(total))
      t.ok(Math.abs(total(wholeOf(problem, assignments)) - best) < 1e-4 * Math.max(1, Math.abs(best)))
    }),
    { seed: SEED, numRuns: Math.ceil(RUNS / 2) },
  )
})

t.test('who stays unplaced is told what is in the way: no option of theirs could be added', async (t) => {
  await fc.assert(
    fc.asyncProperty(small, async (problem) => {
      const { programme, solution, assignments } = await solutionOf(problem, { order: ['placed'] })
      const plan = wholeOf(problem, assignments)
      for (const { need, options, inTheWay } of unmetNeeds(
        problem,
        programme,
        solution.columns,
        assignments,
      )) {
        t.equal(plan[need], null)
        t.equal(options, problem.options.filter((option) => option.need === need).length)
        t.notOk(
          inTheWay.some(({ rule }) => rule === null),
          'something is in the way of each',
        )
        t.ok(options === 0 || inTheWay.length > 0)
      }
    }),
    { seed: SEED, numRuns: Math.ceil(RUNS / 2) },
  )
})

t.test(
  'a plan is the same however often it is made, and whatever order its options are told in',
  async (t) => {
    const [problem] = fc.sample(small, { seed: SEED, numRuns: 1 })
    const order = { order: ['placed', 'distance'] } as const
    const once = await solutionOf(problem!, order)
    const again = await solutionOf(problem!, order)
    t.same(once.assignments, again.assignments)
  },
)
