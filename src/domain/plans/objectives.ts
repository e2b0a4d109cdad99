import { nightsBetween } from '../dates.ts'
import { cost } from '../matching/prefer/cost.ts'
import { distanceToSchool } from '../matching/prefer/distance-to-school.ts'
import type { PlanNeed, PlanOption } from './types.ts'

interface Objective {
  title: string
  definition: string
  unit: string
  sense: 'most' | 'least'
  /** How many of the whole numbers that `of` counts make one of the unit. */
  perUnit: number
  /** What an option taken adds for each child of its need; null where it is not known. */
  of: (option: PlanOption, need: PlanNeed) => number | null
  /** What counts in the place of a value that is not known, so that not knowing is no advantage. */
  unknown: number
}

/** Straight-line miles that count where the distance is not known: twice the 20 that DfE calls far. */
const unknownMiles = 40

/** What a plan may be asked to bring about. Each is the sum over the children who are placed. */
export const objectives = {
  placed: {
    title: 'Placed',
    definition: 'Children who are placed.',
    unit: 'children',
    sense: 'most',
    perUnit: 1,
    of: () => 1,
    unknown: 0,
  },
  'in-area': {
    title: 'In area',
    definition: "Children placed within the authority's area (Children Act 1989 s22C(9)).",
    unit: 'children',
    sense: 'most',
    perUnit: 1,
    of: ({ facts }) => (facts.inAuthority === null ? null : Number(facts.inAuthority)),
    unknown: 0,
  },
  distance: {
    title: 'Distance from home',
    definition: `Straight-line miles from home (Children Act 1989 s22C(8)(a)); one that is not known counts as ${unknownMiles}.`,
    unit: 'miles',
    sense: 'least',
    perUnit: 10,
    of: ({ facts }) => facts.homeTenths,
    unknown: unknownMiles * 10,
  },
  disruption: {
    title: 'Disruption of education',
    definition: `Children whose school is more than ${distanceToSchool.scale.worst} miles from the home (Children Act 1989 s22C(8)(b)); one of whom no school is known is not counted.`,
    unit: 'children',
    sense: 'least',
    perUnit: 1,
    of: ({ facts }) =>
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
    of: ({ facts }) => facts.weeklyPence,
    unknown: cost.scale.worst * 100,
  },
  waiting: {
    title: 'Waiting',
    definition: 'Days from the day on which a home is needed to the day on which it starts.',
    unit: 'days',
    sense: 'least',
    perUnit: 1,
    of: ({ start }, { from }) => nightsBetween(from, start),
    unknown: 0,
  },
  suitability: {
    title: 'Suitability',
    definition: "The points of the search, by the authority's profile of weights.",
    unit: 'points',
    sense: 'most',
    perUnit: 1,
    of: ({ facts }) => facts.score,
    unknown: 0,
  },
} as const satisfies Record<string, Objective>

export type ObjectiveId = keyof typeof objectives
export const objectiveIds = Object.keys(objectives) as [ObjectiveId, ...ObjectiveId[]]

/** What an option adds to an objective, in its whole numbers, for all children of the need. */
export function worth(id: ObjectiveId, option: PlanOption, need: PlanNeed): number {
  const { of, unknown }: Objective = objectives[id]
  return (of(option, need) ?? unknown) * need.children.length
}

/** What the caller wants: objectives in order of importance, or weighed against each other by unit. */
export type Aim =
  { order: readonly ObjectiveId[] } | { weights: Readonly<Partial<Record<ObjectiveId, number>>> }

/** What is left open by the caller's aim is decided by these, so that nothing is left to chance. */
export const lastResort: readonly ObjectiveId[] = ['suitability', 'waiting']

/** One thing to make as large as can be, by what each option adds to it. */
export interface Level {
  name: ObjectiveId | 'weighted'
  of: (option: PlanOption, need: PlanNeed) => number
}

/** What is maximised, first things first. Values that are to be least count below nothing. */
export function levelsOf(aim: Aim): Level[] {
  const signed = (id: ObjectiveId) => (objectives[id].sense === 'most' ? 1 : -1)
  const single = (id: ObjectiveId): Level => ({
    name: id,
    of: (option, need) => signed(id) * worth(id, option, need),
  })
  if ('order' in aim) {
    return [...aim.order, ...lastResort.filter((id) => !aim.order.includes(id))].map(single)
  }
  const weighed = objectiveIds.filter((id) => (aim.weights[id] ?? 0) > 0)
  const weighted: Level = {
    name: 'weighted',
    of: (option, need) =>
      weighed.reduce(
        (sum, id) =>
          sum + (signed(id) * (aim.weights[id] ?? 0) * worth(id, option, need)) / objectives[id].perUnit,
        0,
      ),
  }
  return [weighted, ...lastResort.map(single)]
}

export interface ObjectiveValue {
  objective: ObjectiveId
  value: number
  /** Children for whom it is not known. */
  unknown: number
}

/** What options taken together come to, by every objective, in its unit. */
export function valuesOf(taken: readonly PlanOption[], needs: readonly PlanNeed[]): ObjectiveValue[] {
  return objectiveIds.map((objective) => {
    const { of, perUnit }: Objective = objectives[objective]
    let [sum, unknown] = [0, 0]
    for (const option of taken) {
      const need = needs[option.need]!
      sum += worth(objective, option, need)
      if (of(option, need) === null) unknown += need.children.length
    }
    return { objective, value: sum / perUnit, unknown }
  })
}
