import fc from 'fast-check'
import t from 'tap'
import {
  levelsOf,
  objectiveIds,
  type Aim,
  type ObjectiveId,
} from '../../../../src/domain/plans/objectives.ts'
import { programmeOf } from '../../../../src/domain/plans/programme.ts'
import { assignmentsOf, greedy } from '../../../../src/domain/plans/tally.ts'
import type { Assignment, Problem } from '../../../../src/domain/plans/types.ts'
import { unmetNeeds } from '../../../../src/domain/plans/unplaced.ts'
import { solve, solverInput } from '../../../../src/features/plans/solver.ts'
import { problems } from './arbitrary.ts'
import { everyPlan, faultsOf, worthOf, type Whole } from './by-enumeration.ts'

const SEED = Number(process.env.PROPERTY_SEED ?? 903)
const RUNS = Number(process.env.PROPERTY_RUNS ?? 12)

/** With one option of each need to begin with, so that the rest come in by what they are worth. */
async function solved(problem: Problem, aim: Aim, atOnce = 1) {
  const programme = programmeOf(problem)
  const start = greedy(problem, programme)
  const solution = await solve(
    solverInput(problem, programme, levelsOf(aim), start, { atOnce, seconds: 60 }),
    () => {},
    new AbortController().signal,
  )
  return { programme, start, solution, assignments: assignmentsOf(problem, programme, solution.columns) }
}

const wholeOf = ({ needs }: Problem, assignments: readonly Assignment[]): Whole =>
  needs.map((_, need) => assignments.find((assignment) => assignment.need === need) ?? null)

/** The best of all plans, level by level; ties left as they are. */
function bestOf(problem: Problem, order: readonly string[]): number[] {
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
        const { solution, assignments, programme, start } = await solved(problem, { order })
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
      const { assignments } = await solved(problem, { weights })
      const total = (plan: Whole) => {
        const { placed, distance, cost, waiting } = worthOf(problem, plan)
        return (
          weights.placed * placed! +
          (weights.distance * distance!) / 10 +
          (weights.cost * cost!) / 100 +
          weights.waiting * waiting!
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
      const { programme, solution, assignments } = await solved(problem, { order: ['placed'] })
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
    const once = await solved(problem!, order)
    const again = await solved(problem!, order)
    t.same(once.assignments, again.assignments)
  },
)
