import { nightsBetween } from '../dates.ts'
import { cost } from '../matching/prefer/cost.ts'
import { distanceToSchool } from '../matching/prefer/distance-to-school.ts'
import type { PlanNeed, PlanOption } from './types.ts'

interface Objective {
  title: string
  definition: string
  unit: string
  sense: 'most' | 'least'
  /** How many of the integers that `valueFor` returns make one unit: 10 where it returns tenths of a mile. */
  perUnit: number
  /** What an option adds for each child of its need, as an integer; null where it is not known. */
  valueFor: (option: PlanOption, need: PlanNeed) => number | null
  /** Counted in place of an unknown value, chosen so that an unknown value is no advantage. */
  unknown: number
}

/** Straight-line miles counted for an unknown distance: twice the 20 miles beyond which DfE statistics call it far. */
const unknownMiles = 40

/** The objectives that a plan can be asked to optimise. Each is a sum over the children placed. */
export const objectives = {
  placed: {
    title: 'Placed',
    definition: 'Children who are placed.',
    unit: 'children',
    sense: 'most',
    perUnit: 1,
    valueFor: () => 1,
    unknown: 0,
  },
  'in-area': {
    title: 'In area',
    definition: "Children placed within the authority's area (Children Act 1989 s22C(9)).",
    unit: 'children',
    sense: 'most',
    perUnit: 1,
    valueFor: ({ facts }) => (facts.inAuthority === null ? null : Number(facts.inAuthority)),
    unknown: 0,
  },
  distance: {
    title: 'Distance from home',
    definition: `Straight-line miles from home (Children Act 1989 s22C(8)(a)); one that is not known counts as ${unknownMiles}.`,
    unit: 'miles',
    sense: 'least',
    perUnit: 10,
    valueFor: ({ facts }) => facts.homeTenths,
    unknown: unknownMiles * 10,
  },
  disruption: {
    title: 'Disruption of education',
    definition: `Children whose school is more than ${distanceToSchool.scale.worst} miles from the home (Children Act 1989 s22C(8)(b)); one of whom no school is known is not counted.`,
    unit: 'children',
    sense: 'least',
    perUnit: 1,
    valueFor: ({ facts }) =>
      facts.schoolTenths === null
        ? null
        : Number(facts.schoolTenths > distanceToSchool.scale.worst * distanceToSchool.scale.steps),
    unknown: 0,
  },
  cost: {
    title: 'Weekly cost',
    definition: `Pounds a week, by the fee in force on the first night; one that is not known counts as ${cost.scale.worst}.`,
    unit: 'pounds a week',
    sense: 'least',
    perUnit: 100,
    valueFor: ({ facts }) => facts.weeklyPence,
    unknown: cost.scale.worst * 100,
  },
  waiting: {
    title: 'Waiting',
    definition: 'Days from the day on which a home is needed to the day on which it starts.',
    unit: 'days',
    sense: 'least',
    perUnit: 1,
    valueFor: ({ start }, { from }) => nightsBetween(from, start),
    unknown: 0,
  },
  suitability: {
    title: 'Suitability',
    definition: "The points of the search, by the authority's profile of weights.",
    unit: 'points',
    sense: 'most',
    perUnit: 1,
    valueFor: ({ facts }) => facts.score,
    unknown: 0,
  },
} as const satisfies Record<string, Objective>

export type ObjectiveId = keyof typeof objectives
export const objectiveIds = Object.keys(objectives) as [ObjectiveId, ...ObjectiveId[]]

/** What an option adds to an objective for all children of its need, in integers (see `perUnit`). */
export function worth(id: ObjectiveId, option: PlanOption, need: PlanNeed): number {
  const { valueFor, unknown }: Objective = objectives[id]
  return (valueFor(option, need) ?? unknown) * need.children.length
}

/** The caller's aim: objectives in lexicographic order, or a weight for one unit of each. */
export type Aim =
  { order: readonly ObjectiveId[] } | { weights: Readonly<Partial<Record<ObjectiveId, number>>> }

/** Tie-breakers after the caller's aim, so that the same question gives the same plan. */
export const lastResort: readonly ObjectiveId[] = ['suitability', 'waiting']

/** One level of the lexicographic optimisation: the sum of `value` over the options taken is maximised. */
export interface ObjectiveLevel {
  name: ObjectiveId | 'weighted'
  value: (option: PlanOption, need: PlanNeed) => number
}

/** The levels to maximise, most important first. Objectives to minimise have negative values. */
export function levelsOf(aim: Aim): ObjectiveLevel[] {
  const sign = (id: ObjectiveId) => (objectives[id].sense === 'most' ? 1 : -1)
  const single = (id: ObjectiveId): ObjectiveLevel => ({
    name: id,
    value: (option, need) => sign(id) * worth(id, option, need),
  })
  if ('order' in aim) {
    return [...aim.order, ...lastResort.filter((id) => !aim.order.includes(id))].map(single)
  }
  const ids = objectiveIds.filter((id) => (aim.weights[id] ?? 0) > 0)
  const total: ObjectiveLevel = {
    name: 'weighted',
    value: (option, need) =>
      ids.reduce(
        (sum, id) =>
          sum + (sign(id) * (aim.weights[id] ?? 0) * worth(id, option, need)) / objectives[id].perUnit,
        0,
      ),
  }
  return [total, ...lastResort.map(single)]
}

export interface ObjectiveValue {
  objective: ObjectiveId
  value: number
  /** The number of children whose value is not known. */
  unknown: number
}

/** The value of every objective, in its unit, for the options taken. */
export function valuesOf(options: readonly PlanOption[], needs: readonly PlanNeed[]): ObjectiveValue[] {
  return objectiveIds.map((objective) => {
    const { valueFor, perUnit }: Objective = objectives[objective]
    let [sum, unknown] = [0, 0]
    for (const option of options) {
      const need = needs[option.need]!
      sum += worth(objective, option, need)
      if (valueFor(option, need) === null) unknown += need.children.length
    }
    return { objective, value: sum / perUnit, unknown }
  })
}
