import { nightsBetween } from '../../domain/dates.ts'
import { objectives, valuesOf, type ObjectiveLevel } from '../../domain/plans/objectives.ts'
import type { Programme } from '../../domain/plans/programme.ts'
import type { Assignment } from '../../domain/plans/types.ts'
import { unmetNeeds } from '../../domain/plans/unplaced.ts'
import type { Gathered } from './gather.ts'
import type { Outcome } from './schema.ts'
import type { Solution } from './solver.ts'

/** What a solution means for the children: who goes where, who stays unplaced and why, and how good it is. */
export function outcomeOf(
  gathered: Gathered,
  programme: Programme,
  levels: readonly ObjectiveLevel[],
  solution: Solution,
  assignments: readonly Assignment[],
): Omit<Outcome, 'greedy' | 'gatheringSeconds' | 'solvingSeconds'> {
  const { problem, leftOut } = gathered
  const { needs, options, beds, homes } = problem
  const taken = assignments.map(({ option }) => options[option]!)
  return {
    status: solution.levels.every(({ proven }) => proven) ? 'best' : 'time-limit',
    values: valuesOf(taken, needs).map((value) => ({ ...value, unit: objectives[value.objective].unit })),
    levels: levels.map(({ name }, index) => levelView(name, solution.levels[index]!)),
    assignments: assignments.flatMap((assignment) => assignmentViews(gathered, assignment)),
    unplaced: unplacedViews(gathered, programme, solution, assignments),
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
): Outcome['levels'][number] {
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
  { problem, shown, supposed, living }: Gathered,
  { need, option, beds }: Assignment,
): Outcome['assignments'] {
  const { children, from, to } = problem.needs[need]!
  const { start, facts } = problem.options[option]!
  return children.map((childId, index) => {
    const bedId = beds[index]!
    const bed = shown.get(bedId)!
    return {
      childId,
      bedId,
      bed: bed.label,
      homeId: bed.homeId,
      home: bed.home,
      provider: bed.provider,
      type: bed.type,
      supposed: supposed.has(bedId),
      from: start,
      to,
      waitingDays: nightsBetween(from, start),
      together: children.filter((other) => other !== childId),
      score: facts.score,
      distanceMiles: facts.homeTenths === null ? null : facts.homeTenths / 10,
      schoolMiles: facts.schoolTenths === null ? null : facts.schoolTenths / 10,
      inAuthority: facts.inAuthority,
      weeklyCost: facts.weeklyPence === null ? null : facts.weeklyPence / 100,
      leaves: living.find((at) => at.childId === childId)?.bedId ?? null,
    }
  })
}

function unplacedViews(
  { problem, excluded }: Gathered,
  programme: Programme,
  { columns }: Solution,
  assignments: readonly Assignment[],
): Outcome['unplaced'] {
  const { needs } = problem
  return unmetNeeds(problem, programme, columns, assignments).map(({ need, options, inTheWay }) => {
    const ruledOut = excluded.get(need) ?? []
    const free = inTheWay.find(({ rule }) => rule === null)
    const reason =
      options > 0 ? (free ? 'not-worth-it' : 'taken') : ruledOut.length > 0 ? 'ruled-out' : 'no-bed'
    const [first] = ruledOut
    const [blocked] = inTheWay
    const details = {
      'no-bed': 'No bed within reach is free on the nights asked for, up to the last day of the plan.',
      'ruled-out': `Every bed that is free is kept out by a rule; ${first?.alone ? `${first.alone} of them by ${first.criterion} alone` : `most of them, ${first?.beds}, by ${first?.criterion}`}.`,
      taken: `All ${options} options are kept from the need by what others are given; ${blocked?.options} of them by ${blocked?.rule}.`,
      'not-worth-it': `${free?.options} of ${options} options are free: the aim makes more of leaving them so, or time ran out.`,
    }
    return {
      childIds: [...needs[need]!.children],
      options,
      reason,
      detail: details[reason],
      excluded: ruledOut.map(({ criterion, beds }) => ({ criterion, beds })),
      inTheWay: inTheWay.map(({ rule, options, needs: by }) => ({
        rule: rule ?? 'not-worth-it',
        options,
        childIds: by.flatMap((other) => needs[other]!.children),
      })),
    }
  })
}

/** What one outcome has that another has not. */
export function difference(before: Outcome, after: Outcome) {
  const placed = ({ assignments }: Outcome) => new Set(assignments.map(({ childId }) => childId))
  const [then, now] = [placed(before), placed(after)]
  return {
    difference: after.values.map(({ objective, unit, value }, index) => ({
      objective,
      unit,
      difference: Math.round((value - before.values[index]!.value) * 100) / 100,
    })),
    newlyPlaced: [...now].filter((childId) => !then.has(childId)),
    noLongerPlaced: [...then].filter((childId) => !now.has(childId)),
  }
}
