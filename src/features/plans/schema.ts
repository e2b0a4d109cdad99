import { z } from 'zod'
import { accepts, codesOf, homeKinds, ofstedGrades, sectors } from '../../domain/codes.ts'
import { musts } from '../../domain/matching/criteria.ts'
import { placementTypeCodes } from '../../domain/placement-types.ts'
import { objectiveIds } from '../../domain/plans/objectives.ts'
import { gateAhead } from '../../engines/gates/schema.ts'
import { searchCriteria } from '../../engines/matching/search-criteria.ts'
import { civilDate, id, postcode, weeklyMoney, words } from '../../platform/http/fields.ts'
import { planStatuses } from './queries/plans.ts'

export const mostChildren = 500

const need = searchCriteria
  .omit({ profile: true })
  .extend({
    latestStart: civilDate
      .nullable()
      .default(null)
      .describe('The last day on which the placement may start; without it, that of the plan.'),
    waitingSince: civilDate
      .nullable()
      .default(null)
      .describe('Since when a home is looked for, by which greedy goes; without it, `from`.'),
  })
  .refine(({ from, to }) => to === null || to > from, {
    path: ['to'],
    error: 'must be later than from: it is the day of leaving',
  })
  .refine(({ children }) => children.every(({ childId }) => childId !== undefined), {
    path: ['children'],
    error: 'must be children on record: give the childId of each',
  })
  .describe('A search for a home, as in `POST /v1/vacancy-searches`; its children go to one home.')

const newHome = z
  .strictObject({
    name: words(100),
    kind: z.enum(codesOf(homeKinds)),
    sector: z.enum(codesOf(sectors)).default('own'),
    postcode,
    beds: z.number().int().min(1).max(20),
    from: civilDate.describe('The day on which it would open.'),
    ageFrom: z.number().int().min(0).max(25).default(0),
    ageTo: z.number().int().min(0).max(25).default(17),
    accepts: z.enum(codesOf(accepts)).default('any'),
    capabilities: z.array(z.string().max(40)).max(40).default([]),
    takesSiblings: z.boolean().default(true),
    takesEmergencies: z.boolean().default(false),
    ofstedGrade: z.enum(codesOf(ofstedGrades)).nullable().default('not-yet-inspected'),
    weeklyFee: weeklyMoney.nullable().default(null),
  })
  .describe('A home that is not there, with standard beds.')

const earlier = z
  .strictObject({ homeId: id, from: civilDate })
  .describe('A home on record some of whose beds are still to open, and the day on which they would.')

const alternative = z.strictObject({
  title: words(120),
  open: z
    .array(z.union([newHome, earlier]))
    .min(1)
    .max(20),
})

const order = z
  .array(z.enum(objectiveIds))
  .min(1)
  .max(objectiveIds.length)
  .refine((ids) => new Set(ids).size === ids.length, { error: 'names an objective twice' })

const aim = z
  .strictObject({
    order: order
      .optional()
      .describe('First things first: each is made as good as can be without making one before it any worse.'),
    weights: z
      .partialRecord(z.enum(objectiveIds), z.number().min(0).max(1_000_000))
      .optional()
      .describe('What a unit of each is worth: all are weighed against each other.'),
  })
  .refine(({ order, weights }) => (order === undefined) !== (weights === undefined), {
    error: 'give order or weights, one of the two',
  })
  .refine(
    ({ order }) => {
      const placedRank = order?.indexOf('placed') ?? 0
      const least = order?.findIndex((id) => ['distance', 'disruption', 'cost', 'waiting'].includes(id)) ?? -1
      return least === -1 || (placedRank !== -1 && placedRank < least)
    },
    {
      path: ['order'],
      error: 'must name placed before whatever is to be least: nothing is less than placing nobody',
    },
  )
  .refine(({ weights }) => weights === undefined || (weights.placed ?? 0) > 0, {
    path: ['weights'],
    error: 'must give placed more than 0',
  })

export const plan = z
  .strictObject({
    title: words(120).nullable().default(null),
    needs: z
      .array(need)
      .max(mostChildren)
      .default([])
      .describe(
        'Who needs a home. A child who lives somewhere is asked to move, and leaves its bed to others from the day it does.',
      ),
    waiting: z
      .boolean()
      .default(false)
      .describe('Also every placement request for which nothing is held or agreed yet.'),
    lastStart: civilDate.describe('The end of the horizon: the last day on which a placement may start.'),
    siblings: z
      .enum(['together', 'as-listed'])
      .default('together')
      .describe(
        'Together: needs of brothers and sisters become one, from the latest of their days, as narrow as the narrowest. As listed: only the children of one need.',
      ),
    apart: z
      .array(z.array(id).length(2))
      .max(200)
      .default([])
      .describe('Pairs of children who must not live together, besides those on record.'),
    profile: searchCriteria.shape.profile,
    aim: aim.default({ order: ['placed', 'suitability', 'waiting'] }),
    alternatives: z
      .array(alternative)
      .max(5)
      .default([])
      .describe('What if these opened? Each is planned as well, and the difference told.'),
    optionsPerNeed: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(200)
      .describe('How many beds are considered for a need on one day, best first.'),
    seconds: z
      .number()
      .int()
      .min(1)
      .max(600)
      .default(60)
      .describe('The most that solving may take, for the supply as it is and for each alternative.'),
  })
  .refine(({ needs, waiting: includesWaiting }) => includesWaiting || needs.length > 0, {
    path: ['needs'],
    error: 'must name somebody, unless waiting is true',
  })
  .refine(({ needs, lastStart }) => needs.every(({ from }) => from <= lastStart), {
    path: ['lastStart'],
    error: 'must not be earlier than the day on which a home is needed',
  })
  .meta({
    examples: [
      {
        title: 'Everyone who waits, in January',
        waiting: true,
        lastStart: '2024-01-31',
        aim: { order: ['placed', 'in-area', 'distance'] },
        alternatives: [
          {
            title: 'A three-bed home in Crewe',
            open: [
              { name: 'New home', kind: 'childrens-home', postcode: 'CW1 3CC', beds: 3, from: '2024-01-15' },
            ],
          },
        ],
      },
    ],
  })
export type PlanAsked = z.output<typeof plan>
export type NeedAsked = z.output<typeof need>
export type Alternative = PlanAsked['alternatives'][number]

const value = z.object({
  objective: z.enum(objectiveIds),
  unit: z.string(),
  value: z.number(),
  unknown: z.number().int().describe('Children for whom it is not known.'),
})

const level = z.object({
  objective: z.enum([...objectiveIds, 'weighted']),
  value: z.number().describe('In its unit; what is to be least counts below nothing.'),
  bound: z
    .number()
    .nullable()
    .describe('No plan has more, whatever comes before being kept; null: not known.'),
  gap: z
    .number()
    .nullable()
    .describe('How far the value may be from the best there is, as a share of it. 0: it is the best.'),
  proven: z.boolean(),
  seconds: z.number(),
})

const assignment = z.object({
  childId: z.string(),
  bedId: z.string(),
  bed: z.string(),
  homeId: z.string(),
  home: z.string(),
  provider: z.string(),
  type: z.enum(placementTypeCodes),
  supposed: z.boolean().describe('Whether the bed is one of an alternative, and is not there.'),
  from: z.string(),
  to: z.string().nullable(),
  waitingDays: z.number().int().describe('From the day on which the home is needed.'),
  together: z.array(z.string()).describe('Who of the plan goes there with the child: brothers and sisters.'),
  score: z.number().int().describe('The points of the search.'),
  distanceMiles: z.number().nullable(),
  schoolMiles: z.number().nullable(),
  inAuthority: z.boolean().nullable(),
  weeklyCost: z.number().nullable(),
  leaves: z.string().nullable().describe('The bed that the child leaves to others.'),
  gates: z
    .array(gateAhead.omit({ children: true }))
    .describe(
      'What the law, or the authority, puts before the placement, as known when the plan was made: who opens each, and whether it may start first in an emergency. None is told of a bed that is supposed.',
    ),
})

const unplacedNeed = z.object({
  childIds: z.array(z.string()),
  options: z.number().int().describe('Beds and days that every must allows.'),
  reason: z
    .enum(['no-bed', 'ruled-out', 'taken', 'not-worth-it'])
    .describe(
      'No bed: none is free within reach. Ruled out: `excluded` says by what. Taken: what others are given, `inTheWay`. Not worth it: the aim makes more of leaving the place free, or time ran out.',
    ),
  detail: z.string(),
  excluded: z
    .array(z.object({ criterion: z.enum(musts.map((must) => must.id)), beds: z.number().int() }))
    .describe('Beds free on the first day that each rule keeps out; first that which keeps most out alone.'),
  inTheWay: z.array(
    z.object({
      rule: z.enum([
        'bed-in-one-use',
        'registered-places',
        'kept-apart',
        'solo',
        'once',
        'beds-together',
        'not-worth-it',
      ]),
      options: z.number().int().describe('How many of the options it keeps out.'),
      childIds: z.array(z.string()).describe('Who has what it would take, or would have to leave it first.'),
    }),
  ),
})

const outcome = z.object({
  status: z
    .enum(['best', 'time-limit'])
    .describe('Best: no plan is better, of the options considered. Time limit: `levels` say what is proven.'),
  values: z.array(value),
  levels: z.array(level),
  assignments: z.array(assignment),
  unplaced: z.array(unplacedNeed),
  greedy: z
    .array(value)
    .describe('What best first would come to, for whoever has waited longest, then the next.'),
  size: z.object({
    needs: z.number().int(),
    children: z.number().int(),
    homes: z.number().int(),
    beds: z.number().int(),
    options: z.number().int(),
    leftOut: z
      .number()
      .int()
      .describe('Beds not considered, being beyond `optionsPerNeed`, over all needs and days.'),
    columns: z.number().int(),
    rows: z.number().int(),
  }),
  gatheringSeconds: z.number(),
  solvingSeconds: z.number(),
})
export type PlanOutcome = z.output<typeof outcome>

export const result = outcome.extend({
  profile: z
    .object({ name: z.string(), version: z.number().int() })
    .describe('The weights that points are made with.'),
  skipped: z
    .array(z.object({ requestId: z.string(), why: z.string() }))
    .describe('Placement requests that were waiting and are not in the plan.'),
  alternatives: z.array(
    outcome.extend({
      title: z.string(),
      difference: z
        .array(z.object({ objective: z.enum(objectiveIds), unit: z.string(), difference: z.number() }))
        .describe('What it adds to each value of the plan.'),
      newlyPlaced: z
        .array(z.string())
        .describe('Children whom the plan leaves unplaced and this one does not.'),
      noLongerPlaced: z.array(z.string()),
    }),
  ),
})
export type Result = z.output<typeof result>

export const planSummary = z.object({
  id,
  title: z.string().nullable(),
  status: z.enum(planStatuses),
  requestedBy: z.string(),
  progress: z
    .object({
      step: z.enum(['gathering', 'solving']),
      alternative: z.number().int().describe('0: the supply as it is; 1: the first alternative.'),
      objective: z.string().nullable(),
      gap: z.number().nullable(),
    })
    .nullable(),
  detail: z.string().nullable().describe('Why it failed or was cancelled.'),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
})

export const planView = planSummary.extend({
  asked: z.record(z.string(), z.unknown()).describe('What was asked, with the defaults filled in.'),
  result: result.nullable().describe('Null until it is done.'),
})

export const holding = z
  .strictObject({
    expiresAt: z.iso
      .datetime({ offset: true })
      .describe('When the beds are free again by themselves.')
      .meta({ examples: ['2023-12-01T17:00:00Z'] }),
    childIds: z
      .array(id)
      .min(1)
      .max(mostChildren)
      .nullable()
      .default(null)
      .describe('Of these children alone, with all who go with them; without it, of everybody placed.'),
    onlyWhatStands: z
      .boolean()
      .default(false)
      .describe('True: hold what still stands, and say what does not. False: all, or none.'),
  })
  .meta({ examples: [{ expiresAt: '2023-12-01T17:00:00Z' }] })
export type Holding = z.output<typeof holding>

const proposal = {
  childIds: z.array(z.string()),
  bedIds: z.array(z.string()).describe('In the order of the children.'),
  from: z.string(),
  to: z.string().nullable(),
}

export const holdingResult = z.object({
  held: z.array(
    z.object({ ...proposal, id, href: z.string(), requestId: z.string().nullable() }).describe('A hold.'),
  ),
  stale: z
    .array(z.object({ ...proposal, code: z.string(), detail: z.string() }))
    .describe('Proposals that no longer stand, with why; empty unless `onlyWhatStands`.'),
})
export type HoldingResult = z.output<typeof holdingResult>
