import type { Pool } from 'pg'
import type { Principal } from '../../domain/access.ts'
import type { CivilDate } from '../../domain/dates.ts'
import { groupBy } from '../../domain/group.ts'
import { standardProfile } from '../../domain/matching/profile.ts'
import { levelsOf, objectives, valuesOf } from '../../domain/plans/objectives.ts'
import { programmeOf } from '../../domain/plans/programme.ts'
import { assignmentsOf, greedy } from '../../domain/plans/partial-solution.ts'
import type { PlanProblem } from '../../domain/plans/types.ts'
import { readAs, writeAs } from '../../platform/db/tenant.ts'
import { gather, type Gathered } from './gather.ts'
import type { PreparedNeed, Skipped } from './needs.ts'
import { keepInputs, type PlanProgress } from './queries/plans.ts'
import { difference, outcomeOf } from './report.ts'
import type { Outcome, PlanAsked, Result } from './schema.ts'
import { solve, solverInput, type Solution } from './solver.ts'

export interface Work {
  id: string
  principal: Principal
  plan: PlanAsked
  needs: readonly PreparedNeed[]
  skipped: Skipped[]
  today: CivilDate
}

/** Makes a plan, and one for each alternative. */
export async function makePlan(
  pool: Pool,
  { id, principal, plan, needs, skipped, today }: Work,
  tell: (progress: PlanProgress) => void,
  signal: AbortSignal,
): Promise<Result> {
  const profile = needs[0]?.profile ?? standardProfile
  const made: Outcome[] = []
  for (const [index, alternative] of [null, ...plan.alternatives].entries()) {
    signal.throwIfAborted()
    tell({ step: 'gathering', alternative: index, objective: null, gap: null })
    const began = performance.now()
    const gathered = await readAs(pool, principal, async (tx) => {
      await tx.client.query('set local statement_timeout = 0')
      return gather(tx, needs, plan, profile, alternative, today)
    })
    if (alternative === null) {
      const inputs = { profile, ...inputsOf(gathered.problem) }
      await writeAs(pool, principal, (tx) => keepInputs(tx, id, inputs))
    }
    const seconds = (performance.now() - began) / 1000
    const objective = (name: string, gap: number | null) =>
      tell({ step: 'solving', alternative: index, objective: name, gap })
    made.push({ ...(await solved(gathered, plan, objective, signal)), gatheringSeconds: rounded(seconds) })
  }
  const [asItIs, ...others] = made
  if (asItIs === undefined) throw new Error('a plan is made of the supply as it is')
  return {
    ...asItIs,
    profile: { name: profile.name, version: profile.version },
    skipped,
    alternatives: others.map((outcome, index) => ({
      title: plan.alternatives[index]!.title,
      ...difference(asItIs, outcome),
      ...outcome,
    })),
  }
}

/** What a plan is made from, as it is kept: what is the same on several days is told once. */
function inputsOf({ options, ...rest }: PlanProblem) {
  const alike = groupBy(options, ({ need, homeId, beds, facts }) =>
    JSON.stringify([need, homeId, beds, facts]),
  )
  return {
    ...rest,
    options: [...alike.values()].map((of) => {
      const { need, homeId, beds, facts } = of[0]!
      return { need, homeId, beds, facts, starts: of.map(({ start }) => start) }
    }),
  }
}

const rounded = (seconds: number) => Math.round(seconds * 1000) / 1000

async function solved(
  gathered: Gathered,
  { aim, seconds }: PlanAsked,
  tell: (objective: string, gap: number | null) => void,
  signal: AbortSignal,
): Promise<Omit<Outcome, 'gatheringSeconds'>> {
  const { problem } = gathered
  const { needs, options } = problem
  const programme = programmeOf(problem)
  const start = greedy(problem, programme)
  const levels = levelsOf(aim.order ? { order: aim.order } : { weights: aim.weights ?? {} })
  const began = performance.now()
  const nothing: Solution = {
    columns: start,
    levels: levels.map(() => ({ value: 0, bound: 0, proven: true, seconds: 0 })),
  }
  const input = solverInput(problem, programme, levels, start, { seconds })
  const told = (level: number, gap: number | null) => tell(levels[level]?.name ?? '', gap)
  const solution =
    options.length === 0
      ? nothing
      : await solve(
          input,
          (message) => told(message.level, message.kind === 'gap' ? message.gap : null),
          signal,
        )
  const assignments = assignmentsOf(problem, programme, solution.columns)
  const withUnits = valuesOf(
    assignmentsOf(problem, programme, start).map(({ option }) => options[option]!),
    needs,
  )
  return {
    ...outcomeOf(gathered, programme, levels, solution, assignments),
    greedy: withUnits.map((value) => ({ ...value, unit: objectives[value.objective].unit })),
    solvingSeconds: rounded((performance.now() - began) / 1000),
  }
}
