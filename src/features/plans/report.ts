import { nightsBetween } from '../../domain/dates.ts'
import { objectives, valuesOf, type ObjectiveLevel } from '../../domain/plans/objectives.ts'
import type { Programme } from '../../domain/plans/programme.ts'
import type { Assignment } from '../../domain/plans/types.ts'
import { unmetNeeds } from '../../domain/plans/unplaced.ts'
import type { PlanData } from './gather.ts'
import type { PlanOutcome } from './schema.ts'
import type { Solution } from './solver.ts'

/** An outcome without what is measured of it, and without the gates before its assignments. */
export interface PlanReport extends Omit<
  PlanOutcome,
  'assignments' | 'greedy' | 'gatheringSeconds' | 'solvingSeconds'
> {
  assignments: Omit<PlanOutcome['assignments'][number], 'gates'>[]
}

/** A solution as the API presents it: who goes where, who stays unplaced and why, values, bounds and size. */
export function outcomeOf({
  planData,
  programme,
  levels,
  solution,
  assignments,
}: {
  planData: PlanData
  programme: Programme
  levels: readonly ObjectiveLevel[]
  solution: Solution
  assignments: readonly Assignment[]
}): PlanReport {
  const { problem, leftOut } = planData
  const { needs, options, beds, homes } = problem
  const takenOptions = assignments.map(({ option }) => options[option]!)
  return {
    status: solution.levels.every(({ proven }) => proven) ? 'best' : 'time-limit',
    values: valuesOf(takenOptions, needs).map((value) => ({
      ...value,
      unit: objectives[value.objective].unit,
    })),
    levels: levels.map(({ name }, index) => levelView(name, solution.levels[index]!)),
    assignments: assignments.flatMap((assignment) => assignmentViews(planData, assignment)),
    unplaced: unplacedViews(planData, programme, solution, assignments),
    size: {
      needs: needs.length,
      children: needs.reduce((sum, { children }) => sum + children.length, 0),
      homes: homes.length,
      beds: beds.length,
      options: options.length,
      leftOut,
      columns: programme.columns.length,
      rows: programme.rows.length,
    },
  }
}

function levelView(
  objective: ObjectiveLevel['name'],
  { value, bound, proven, seconds }: Solution['levels'][number],
): PlanOutcome['levels'][number] {
  const perUnit = objective === 'weighted' ? 1 : objectives[objective].perUnit
  return {
    objective,
    value: value / perUnit,
    bound: bound === null ? null : bound / perUnit,
    gap: proven ? 0 : bound === null ? null : Math.abs(bound - value) / Math.max(Math.abs(value), 1),
    proven,
    seconds: Math.round(seconds * 1000) / 1000,
  }
}

function assignmentViews(
  { problem, bedDetails, alternativeBeds, residences }: PlanData,
  { need, option, beds }: Assignment,
): PlanReport['assignments'] {
  const { children, from, to } = problem.needs[need]!
  const { start, facts } = problem.options[option]!
  return children.map((childId, index) => {
    const bedId = beds[index]!
    const bed = bedDetails.get(bedId)!
    return {
      childId,
      bedId,
      bed: bed.label,
      homeId: bed.homeId,
      home: bed.home,
      provider: bed.provider,
      type: bed.type,
      supposed: alternativeBeds.has(bedId),
      from: start,
      to,
      waitingDays: nightsBetween(from, start),
      together: children.filter((other) => other !== childId),
      score: facts.score,
      distanceMiles: facts.homeTenths === null ? null : facts.homeTenths / 10,
      schoolMiles: facts.schoolTenths === null ? null : facts.schoolTenths / 10,
      inAuthority: facts.inAuthority,
      weeklyCost: facts.weeklyPence === null ? null : facts.weeklyPence / 100,
      leaves: residences.find((resident) => resident.childId === childId)?.bedId ?? null,
    }
  })
}

function unplacedViews(
  { problem, exclusions }: PlanData,
  programme: Programme,
  { columns }: Solution,
  assignments: readonly Assignment[],
): PlanOutcome['unplaced'] {
  const { needs } = problem
  return unmetNeeds(problem, programme, columns, assignments).map(({ need, options, inTheWay }) => {
    const ruledOut = exclusions.get(need) ?? []
    const free = inTheWay.find(({ rule }) => rule === null)
    const reason =
      options > 0 ? (free ? 'not-worth-it' : 'taken') : ruledOut.length > 0 ? 'ruled-out' : 'no-bed'
    const [first] = ruledOut
    const [obstacle] = inTheWay
    const details = {
      'no-bed': 'No bed within reach is free on the nights asked for, up to the last day of the plan.',
      'ruled-out': `Every bed that is free is kept out by a rule; ${first?.alone ? `${first.alone} of them by ${first.criterion} alone` : `most of them, ${first?.beds}, by ${first?.criterion}`}.`,
      taken: `All ${options} options are kept from the need by what others are given; ${obstacle?.options} of them by ${obstacle?.rule}.`,
      'not-worth-it': `${free?.options} of ${options} options are free: the aim makes more of leaving them so, or time ran out.`,
    }
    return {
      childIds: [...needs[need]!.children],
      options,
      reason,
      detail: details[reason],
      excluded: ruledOut.map(({ criterion, beds }) => ({ criterion, beds })),
      inTheWay: inTheWay.map(({ rule, options, needs: needIndexes }) => ({
        rule: rule ?? 'not-worth-it',
        options,
        childIds: needIndexes.flatMap((other) => needs[other]!.children),
      })),
    }
  })
}

/** How an alternative's outcome differs from that of the supply as it is. */
export function difference(baseline: PlanOutcome, alternative: PlanOutcome) {
  const placedIds = ({ assignments }: PlanOutcome) => new Set(assignments.map(({ childId }) => childId))
  const [then, now] = [placedIds(baseline), placedIds(alternative)]
  return {
    difference: alternative.values.map(({ objective, unit, value }, index) => ({
      objective,
      unit,
      difference: Math.round((value - baseline.values[index]!.value) * 100) / 100,
    })),
    newlyPlaced: [...now].filter((childId) => !then.has(childId)),
    noLongerPlaced: [...then].filter((childId) => !now.has(childId)),
  }
}
