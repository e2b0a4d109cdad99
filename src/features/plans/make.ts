import type { Pool } from 'pg'
import type { Principal } from '../../domain/access.ts'
import type { CivilDate } from '../../domain/dates.ts'
import { groupBy } from '../../domain/group.ts'
import { standardProfile } from '../../domain/matching/profile.ts'
import { levelsOf, objectives, valuesOf } from '../../domain/plans/objectives.ts'
import { assignmentsOf, greedy } from '../../domain/plans/partial-solution.ts'
import { programmeOf } from '../../domain/plans/programme.ts'
import type { PlanProblem } from '../../domain/plans/types.ts'
import { readAs, writeAs, type Tx } from '../../platform/db/tenant.ts'
import { gatesAhead } from '../../engines/gates/ahead.ts'
import { gatherPlanData, type PlanData } from './gather.ts'
import type { PreparedNeed, SkippedRequest } from './needs.ts'
import { keepInputs, type PlanProgress } from './queries/plans.ts'
import { difference, outcomeOf, type PlanReport } from './report.ts'
import type { PlanOutcome, PlanAsked, Result } from './schema.ts'
import { solve, solverInput, type Solution } from './solver.ts'

export interface Work {
  id: string
  principal: Principal
  plan: PlanAsked
  needs: readonly PreparedNeed[]
  skipped: SkippedRequest[]
  today: CivilDate
}

/**
 * Makes a plan for the supply as it is, then one for each alternative.
 * @param tell is called with the progress before each step
 * @throws {Error} the reason of `signal` when that aborts
 */
export async function makePlan(
  pool: Pool,
  { id, principal, plan, needs, skipped: skippedRequests, today }: Work,
  tell: (progress: PlanProgress) => void,
  signal: AbortSignal,
): Promise<Result> {
  const profile = needs[0]?.profile ?? standardProfile
  const outcomes: PlanOutcome[] = []
  for (const [index, alternative] of [null, ...plan.alternatives].entries()) {
    signal.throwIfAborted()
    tell({ step: 'gathering', alternative: index, objective: null, gap: null })
    const began = performance.now()
    const planData = await readAs(pool, principal, async (tx) => {
      await tx.client.query('set local statement_timeout = 0')
      return gatherPlanData(tx, needs, { plan, profile, alternative, today })
    })
    if (alternative === null) {
      const inputs = { profile, ...inputsOf(planData.problem) }
      await writeAs(pool, principal, (tx) => keepInputs(tx, id, inputs))
    }
    const seconds = (performance.now() - began) / 1000
    const objective = (name: string, gap: number | null) =>
      tell({ step: 'solving', alternative: index, objective: name, gap })
    const { assignments, ...outcome } = await solvePlan(planData, plan, objective, signal)
    outcomes.push({
      ...outcome,
      assignments: await readAs(pool, principal, (tx) => addGates(tx, assignments, needs, today)),
      gatheringSeconds: roundSeconds(seconds),
    })
  }
  const [asItIs, ...others] = outcomes
  if (asItIs === undefined) throw new Error('a plan is made of the supply as it is')
  return {
    ...asItIs,
    profile: { name: profile.name, version: profile.version },
    skipped: skippedRequests,
    alternatives: others.map((outcome, index) => ({
      title: plan.alternatives[index]!.title,
      ...difference(asItIs, outcome),
      ...outcome,
    })),
  }
}

/** Assignments with the gates before each of them. */
async function addGates(
  tx: Tx,
  assignments: PlanReport['assignments'],
  needs: readonly PreparedNeed[],
  today: CivilDate,
): Promise<PlanOutcome['assignments']> {
  const there = assignments.filter(({ supposed: isSupposed }) => !isSupposed)
  const places = there.map(({ childId, bedId, from, to }) => ({
    beds: [{ id: bedId }],
    children: [{ childId }],
    from,
    to,
    emergency: needs.some(
      ({ children, need }) => need.stay === 'emergency' && children.some(({ id }) => id === childId),
    ),
  }))
  const gates = await gatesAhead(tx, places, today)
  return assignments.map((assignment) => ({ ...assignment, gates: gates[there.indexOf(assignment)] ?? [] }))
}

/** A problem as it is stored: options that differ only in their day are one entry with all its `starts`. */
function inputsOf({ options, ...rest }: PlanProblem) {
  const alike = groupBy(options, ({ need, homeId, beds, facts }) =>
    JSON.stringify([need, homeId, beds, facts]),
  )
  return {
    ...rest,
    options: [...alike.values()].map((group) => {
      const { need, homeId, beds, facts } = group[0]!
      return { need, homeId, beds, facts, starts: group.map(({ start }) => start) }
    }),
  }
}

const roundSeconds = (seconds: number) => Math.round(seconds * 1000) / 1000

async function solvePlan(
  planData: PlanData,
  { aim, seconds }: PlanAsked,
  tell: (objective: string, gap: number | null) => void,
  signal: AbortSignal,
): Promise<PlanReport & Pick<PlanOutcome, 'greedy' | 'solvingSeconds'>> {
  const { problem } = planData
  const { needs, options } = problem
  const programme = programmeOf(problem)
  const start = greedy(problem, programme)
  const levels = levelsOf(aim.order ? { order: aim.order } : { weights: aim.weights ?? {} })
  const began = performance.now()
  const nothing: Solution = {
    columns: start,
    levels: levels.map(() => ({ value: 0, bound: 0, proven: true, seconds: 0 })),
  }
  const input = solverInput({ problem, programme, levels, start }, { seconds })
  const reportProgress = (level: number, gap: number | null) => tell(levels[level]?.name ?? '', gap)
  const solution =
    options.length === 0
      ? nothing
      : await solve(
          input,
          (message) => reportProgress(message.level, message.kind === 'gap' ? message.gap : null),
          signal,
        )
  const assignments = assignmentsOf(problem, programme, solution.columns)
  const withUnits = valuesOf(
    assignmentsOf(problem, programme, start).map(({ option }) => options[option]!),
    needs,
  )
  return {
    ...outcomeOf({ planData, programme, levels, solution, assignments }),
    greedy: withUnits.map((value) => ({ ...value, unit: objectives[value.objective].unit })),
    solvingSeconds: roundSeconds((performance.now() - began) / 1000),
  }
}
