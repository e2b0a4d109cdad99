import { z } from 'zod'
import { peerMethods } from '../../domain/forecast/back-test.ts'
import { forecastLevels, mostMonths } from '../../domain/forecast/constants.ts'
import { forecastRefusals } from '../../domain/forecast/assess.ts'
import { forecastMethods } from '../../domain/forecast/peer-series.ts'
import { publicCuts } from '../../domain/forecast/publication.ts'
import { forecastCuts } from '../../domain/forecast/series.ts'
import {
  entryGroups,
  forecastAges,
  forecastCategories,
  forecastTypeIds,
  suppliedTypes,
} from '../../domain/forecast/states.ts'
import { civilDate, id, knownAt, words } from '../../platform/http/fields.ts'
import { forecastStatuses } from './queries/forecasts.ts'

const area = z.strictObject({
  name: words(40),
  districts: z
    .array(z.string().regex(/^[A-Z]{1,2}\d[A-Z\d]?$/, 'must be the first half of a postcode, such as CW1'))
    .min(1)
    .max(200)
    .describe('First halves of postcodes: children whose home is in one of them come from this area.'),
})

const editTerm = {
  from: civilDate.describe('From when it is so.'),
  rampMonths: z
    .number()
    .int()
    .min(0)
    .max(36)
    .default(0)
    .describe('Over how many months it grows to its full strength.'),
  to: civilDate.nullable().default(null).describe('Until when; null: for ever.'),
}
const factor = z.number().min(0).max(5).describe('1: as without it; 0.8: a fifth fewer.')
const placementType = z.enum(forecastTypeIds)

/** What a scenario supposes. */
const edit = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('entries'),
      groups: z.array(z.enum(entryGroups)).min(1).nullable().default(null).describe('Null: all of them.'),
      factor,
      ...editTerm,
    })
    .describe('More or fewer children come into care.'),
  z
    .strictObject({ kind: z.literal('exits'), factor, ...editTerm })
    .describe('Children leave care sooner or later.'),
  z
    .strictObject({ kind: z.literal('transfers'), perMonth: z.number().min(0).max(100), ...editTerm })
    .describe('Unaccompanied children come besides, as by the National Transfer Scheme.'),
  z
    .strictObject({
      kind: z.literal('step-down'),
      fromType: placementType,
      toType: placementType,
      ageBands: z.array(z.enum(forecastAges.map(({ id }) => id))).min(1),
      perMonth: z.number().min(0).max(100).describe('How many stay there, breakdowns taken off.'),
      ...editTerm,
    })
    .describe('Children of a type and ages move to another, besides those who do anyway.'),
  z
    .strictObject({
      kind: z.literal('open-homes'),
      homes: z.number().int().min(1).max(50),
      bedsEach: z.number().int().min(1).max(20),
      placementType: z.enum(suppliedTypes),
      area: z.string().max(40).nullable().default(null).describe('One of `areas`; null: anywhere.'),
      poundsPerBedWeek: z
        .number()
        .min(0)
        .max(100_000)
        .nullable()
        .default(null)
        .describe('What a bed costs in a week, used or not; null: their cost is not told.'),
      ...editTerm,
    })
    .describe('Homes open. They change what is short, not who comes into care.'),
  z
    .strictObject({
      kind: z.literal('carers'),
      approvalsPerMonth: z
        .number()
        .min(0)
        .max(100)
        .describe('Foster households approved in a month besides.'),
      resignationsPerMonth: z.number().min(0).max(100).describe('And those that leave besides.'),
      places: z.number().min(0).max(10).describe('Of each household.'),
      usableShare: z
        .number()
        .min(0)
        .max(1)
        .default(1)
        .describe('The share of the places that children can be placed in.'),
      area: z.string().max(40).nullable().default(null).describe('One of `areas`; null: anywhere.'),
      ...editTerm,
    })
    .describe('More or fewer of the authority’s own foster households. They change what is short.'),
  z
    .strictObject({
      kind: z.literal('duration-cap'),
      placementType,
      days: z
        .number()
        .int()
        .min(1)
        .max(6570)
        .describe('A stay of the type is reviewed once, when it is so long.'),
      probability: z.number().min(0).max(1).describe('Of moving on then, to another type.'),
      ...editTerm,
    })
    .describe(
      'Stays of a type are reviewed when they are so long: some children move on, as those of their age do. Those who have been there for longer are reviewed on the first day.',
    ),
  z
    .strictObject({
      kind: z.literal('fee'),
      placementType: placementType.nullable().default(null).describe('Null: all types.'),
      percent: z.number().min(-90).max(200).describe('By how much a night costs more; less where negative.'),
      ...editTerm,
    })
    .describe('A night costs more or less. Block contracts cost what they cost.'),
])
export type ScenarioEdit = z.output<typeof edit>

const scenarioAsked = z.strictObject({
  title: words(120),
  edits: z
    .array(edit)
    .max(20)
    .describe('What it supposes, all together; none is a scenario that changes nothing.'),
})

const commissioningAsked = z.strictObject({
  candidates: z
    .array(
      z.strictObject({
        title: words(120),
        placementType: z.enum(suppliedTypes),
        area: z.string().max(40).nullable().default(null).describe('One of `areas`, where there are any.'),
        beds: z.number().int().min(1).max(20),
        opensOn: civilDate,
        yearlyCost: z.number().min(0).max(100_000_000).describe('In pounds, full or empty.'),
      }),
    )
    .min(1)
    .max(40),
  yearlyBudget: z
    .number()
    .min(0)
    .max(1_000_000_000)
    .describe('In pounds: the chosen homes cost no more together.'),
})

export const forecastAsked = z
  .strictObject({
    title: words(120).nullable().default(null),
    asAt: civilDate
      .optional()
      .describe(
        'The last night of which all is known, which ends a month; without it, that of the last month that has ended.',
      ),
    ...knownAt.shape,
    historyFrom: civilDate
      .nullable()
      .default(null)
      .describe(
        'The first day from which every child in care is on record. Without it, the month after the first leavings on record.',
      ),
    method: z
      .enum(forecastMethods)
      .default('semi-markov-1')
      .describe(
        '`semi-markov-1`: simulated lives, with intervals. The others are there to compare: `naive` is the last value, `dmr-…` the mean path of the open regional demand model by 12 months, 24 or all, `markov` a monthly chain.',
      ),
    months: z.number().int().min(3).max(mostMonths).default(mostMonths),
    worlds: z
      .number()
      .int()
      .min(50)
      .max(2000)
      .default(1000)
      .describe('How many futures are simulated: more make the edges of intervals steadier.'),
    seed: z
      .number()
      .int()
      .min(0)
      .max(4294967295)
      .default(1)
      .describe('The same question with the same seed has the same answer, to the last digit.'),
    areas: z
      .array(area)
      .max(12)
      .default([])
      .describe('Areas of origin to tell apart. A district in none of them is elsewhere.'),
    scenarios: z
      .array(scenarioAsked)
      .max(5)
      .default([])
      .describe(
        'What if? Each is simulated in the same worlds as the forecast: children whom it does not touch live the same lives, so that a difference is far surer than the numbers themselves.',
      ),
    commissioning: commissioningAsked
      .nullable()
      .default(null)
      .describe('Homes that could be opened, and a budget: which of them leave the fewest nights short.'),
    budgets: z
      .array(
        z.strictObject({
          title: words(120),
          financialYear: z
            .string()
            .regex(/^20\d{2}\/\d{2}$/, 'is not a financial year; write it as 2026/27')
            .meta({ examples: ['2026/27'] }),
          placementTypes: z.array(placementType).min(1),
          pounds: z.number().min(0).max(10_000_000_000),
        }),
      )
      .max(40)
      .default([])
      .describe('Budget lines: each is compared with what the year is likely to cost.'),
    pipeline: z
      .strictObject({
        chance: z.number().min(0).max(1).default(1).describe('That a planned bed opens at all.'),
        slipMonths: z.number().int().min(0).max(24).default(0).describe('How much later than recorded.'),
      })
      .default({ chance: 1, slipMonths: 0 })
      .describe('How far planned beds are relied on: without it, they all open on their recorded day.'),
    bearableChance: z
      .number()
      .min(0.01)
      .max(0.5)
      .default(0.1)
      .describe(
        'The chance that a child finds no bed that is held to be bearable: `gap` says how many beds that takes.',
      ),
  })
  .refine(
    ({ areas, scenarios }) =>
      scenarios
        .flatMap(({ edits }) => edits)
        .every(
          (one) =>
            (one.kind !== 'open-homes' && one.kind !== 'carers') ||
            one.area === null ||
            areas.some(({ name }) => name === one.area),
        ),
    { path: ['scenarios'], error: 'must open homes, and approve carers, in areas that `areas` names' },
  )
  .refine(
    ({ areas, commissioning }) =>
      (commissioning?.candidates ?? []).every(({ area }) =>
        areas.length === 0 ? area === null : areas.some(({ name }) => name === area),
      ),
    {
      path: ['commissioning', 'candidates'],
      error: 'must each lie in an area that `areas` names, or in none where it names none',
    },
  )
  .refine(
    ({ areas }) =>
      new Set(areas.flatMap(({ districts }) => districts)).size ===
      areas.flatMap(({ districts }) => districts).length,
    {
      path: ['areas'],
      error: 'must have each district once',
    },
  )
  .meta({
    examples: [
      {
        title: 'Autumn 2026',
        months: 36,
        areas: [{ name: 'north', districts: ['SK9', 'SK10', 'SK11', 'WA16'] }],
      },
    ],
  })
export type ForecastAsked = z.output<typeof forecastAsked>

const interval = z
  .object({ p10: z.number(), p25: z.number(), p50: z.number(), p75: z.number(), p90: z.number() })
  .describe('Whole children, rounded outward: 8 in 10 between P10 and P90, half between P25 and P75.')

export const seriesView = z.object({
  by: z.enum(forecastCuts).describe('The breakdown that it belongs to; the series of one sum to the total.'),
  category: z.enum(forecastCategories).nullable(),
  placementType: z.enum(forecastTypeIds).nullable(),
  ageBand: z.enum(forecastAges.map(({ id }) => id)).nullable(),
  uasc: z.boolean().nullable().describe('Unaccompanied asylum-seeking children.'),
  area: z.string().nullable().describe('Where the children come from.'),
  need: z.string().nullable().describe('The main need, N1 to N8, or unknown.'),
  centre: z
    .enum(['model', 'last-value'])
    .describe(
      '`last-value` where the method has been worse than it in back-tests: the median is then the last value.',
    ),
  isPublic: z
    .boolean()
    .optional()
    .describe('Whether the publication has it. Forecasts made before this was said have none.'),
  values: z.array(
    z.object({
      month: z.number().int().describe('Months after the origin; its last day is in `months`.'),
      mean: z.number().describe('Mean over the worlds. Means of a breakdown sum to the mean of the total.'),
      interval: interval
        .nullable()
        .describe('Null where so few children are expected that only `few` says something.'),
      few: z
        .object({ none: z.number(), oneOrMore: z.number(), twoOrMore: z.number() })
        .nullable()
        .describe('Chances of no child, of one or more, of two or more; where the median is under 8.'),
    }),
  ),
})

const byPeer = <T extends z.ZodType>(value: T) =>
  z.object(
    Object.fromEntries(peerMethods.map((method) => [method, value])) as Record<
      (typeof peerMethods)[number],
      T
    >,
  )

export const backTestView = z.object({
  origins: z.array(
    z.object({
      asAt: z.string(),
      basis: z
        .enum(['as-known', 'as-recorded-since'])
        .describe(
          '`as-known`: from what was recorded by then. `as-recorded-since`: the records of that time were loaded later, so what was put right since is in them.',
        ),
    }),
  ),
  scores: z.array(
    z.object({
      level: z
        .enum(forecastLevels)
        .describe('All children, four categories, five age bands, or the twenty of both.'),
      horizon: z.number().int().describe('Months ahead.'),
      origins: z.number().int(),
      independentOrigins: z
        .number()
        .int()
        .describe('Of these, so many that do not overlap: what the score really rests on.'),
      error: z.number().describe('Mean distance of the median from what came, in children.'),
      peerErrors: byPeer(z.number()),
      ratios: byPeer(z.number().nullable()).describe(
        'Error ÷ that of each other method: under 1 is closer than it.',
      ),
      bias: z.number().nullable().describe('Mean of median − what came, as a share.'),
      coverage: z
        .number()
        .describe('Share of what came that lay within the interval of 8 in 10, before rounding.'),
      crps: z.number().describe('Mean distance of the whole distribution from what came, in children.'),
      dmrCrps: z.number().describe('The same of `dmr-all` with the spread that it states.'),
    }),
  ),
})

const factors = z.array(z.number()).readonly()

const pounds = { mean: z.number(), p10: z.number(), p50: z.number(), p90: z.number() }
const outturnView = z
  .array(
    z.object({
      financialYear: z.string(),
      title: z.string().nullable().describe('Of the budget; null: all types together.'),
      spent: z.number().describe('Pounds from 1 April to the origin, by the records.'),
      projected: z.object(pounds).describe('The whole year, with what is spent.'),
      budget: z.number().nullable(),
      chanceOver: z.number().nullable().describe('The chance that the year costs more than its budget.'),
    }),
  )
  .describe('Financial years whose end the forecast reaches.')

const gapMonths = z.array(
  z.object({
    month: z.number().int(),
    beds: z
      .number()
      .describe(
        'Of the authority’s own homes and block contracts, open at the end of the month and not void.',
      ),
    demand: z.number().describe('Mean of the children in such a home.'),
    short: z
      .object({ p10: z.number(), p50: z.number(), p90: z.number() })
      .describe('Children more than beds; negative: beds more than children.'),
    chanceUnmet: z
      .number()
      .describe('The chance that a child who needs such a home finds none of these beds.'),
    nightsBeyond: z
      .number()
      .optional()
      .describe(
        'Nights of the month that children beyond the beds spend elsewhere; by area, out of the area.',
      ),
    erlangB: z.number().describe('The same by Erlang’s formula from the mean alone: a check.'),
    bedsForTarget: z.number().int().describe('The fewest beds for the bearable chance.'),
    occupancyAtTarget: z.number().describe('The share of those that would be occupied.'),
  }),
)

const gapView = z.object({
  placementType: z.enum(suppliedTypes),
  area: z.string().nullable().describe('Where the children come from and the homes are; null: everywhere.'),
  values: gapMonths,
})

const gapByAgeView = z.object({
  placementType: z.enum(suppliedTypes),
  ageBand: z.enum(forecastAges.map(({ id }) => id)),
  values: gapMonths,
})

const queueView = z.object({
  placementType: z.enum(suppliedTypes),
  worlds: z.number().int().describe('So many were played.'),
  requests: z
    .number()
    .describe(
      'Children who come to need such a home, by coming into care or by a move; mean over the worlds.',
    ),
  refused: z.number().describe('Those of them who find no bed free on the day.'),
  refusedShare: z.number().nullable().describe('`refused` ÷ `requests`.'),
  bedNights: z.number(),
  occupiedNights: z.number(),
  occupancy: z.number().nullable().describe('`occupiedNights` ÷ `bedNights`.'),
  nightsElsewhere: z
    .object({ mean: z.number(), p10: z.number(), p90: z.number() })
    .describe('Nights of children who found none, who then live elsewhere for the whole stay.'),
  daysWaited: z
    .number()
    .nullable()
    .describe(
      'Were they to wait elsewhere until a bed is free, first come first served: mean days to it, of those who got one.',
    ),
})

const effectView = z.object({
  by: z.enum(['total', 'placementType', 'ageBand']),
  placementType: z.enum(forecastTypeIds).nullable(),
  ageBand: z.enum(forecastAges.map(({ id }) => id)).nullable(),
  values: z.array(
    z.object({
      month: z.number().int(),
      mean: z.number(),
      p10: z.number(),
      p50: z.number(),
      p90: z.number(),
    }),
  ),
})

const costsView = z.object({
  prices: z
    .array(
      z.object({
        placementType,
        nightly: z
          .number()
          .nullable()
          .describe(
            'Pounds of a night on the origin: the mean over `childrenPriced`. Null where none is on record: such nights are then in no sum.',
          ),
        children: z.number().int(),
        childrenPriced: z.number().int().describe('Outside block contracts, with a cost on record.'),
        blockBeds: z.number().int().describe('Bought by block contracts.'),
        blockChildren: z.number().int().describe('In homes under them.'),
      }),
    )
    .describe('What a night costs now. In each world it wanders from there, on average staying as it is.'),
  series: z.array(
    z.object({
      placementType: placementType.nullable().describe('Null: all types whose cost is on record.'),
      values: z.array(
        z.object({
          month: z.number().int(),
          total: z.object(pounds),
          blockContracts: z.number().describe('Fixed: used or not.'),
          usual: z.number().describe('As many nights outside them, at the same price, as on the origin.'),
          volume: z.object(pounds).describe('What other numbers of children add, at that price.'),
          price: z.object(pounds).describe('What other prices add.'),
        }),
      ),
    }),
  ),
  outturns: outturnView,
})

export const forecastResult = z.object({
  method: z.enum(forecastMethods),
  children: z.number().int().describe('In care on the night of the origin.'),
  historyFrom: z.string().nullable(),
  knownAt: z.string().nullable(),
  seed: z.number().int(),
  worlds: z.number().int(),
  refusals: z
    .array(z.object({ code: z.enum(forecastRefusals), detail: z.string() }))
    .describe('Why no forecast was made; empty where one was.'),
  sentences: z.array(z.string()).describe('The forecast, its back-test and what it cannot know, in words.'),
  warnings: z.array(z.string()).describe('What is given only in part, and why.'),
  months: z.array(z.string()).describe('The last day of each month ahead.'),
  history: z
    .array(z.object({ asAt: z.string(), children: z.number().int() }))
    .describe('Children in care at the ends of months so far.'),
  series: z.array(seriesView),
  flows: z
    .array(
      z.object({
        month: z.number().int(),
        placementType: z.string(),
        starts: z.number().describe('Children who come into care.'),
        leavers: z.number(),
        movesIn: z.number().describe('Moves into the type, from itself too.'),
        movesOut: z.number(),
        nights: z.number(),
        children: z
          .number()
          .describe(
            'At the end of the month: those of the month before + starts + moves in − moves out − leavers.',
          ),
      }),
    )
    .describe('Means of what happens in each month, by type; empty of methods that simulate no lives.'),
  gap: z
    .array(gapView)
    .describe('Children and beds, of the types of home that an authority opens or recruits.'),
  gapByAge: z
    .array(gapByAgeView)
    .optional()
    .describe(
      'Children of an age band and the beds of homes that take some of its ages: a bed counts in each band that it could take, so bands do not sum.',
    ),
  queues: z
    .array(queueView)
    .optional()
    .describe(
      'The days of the whole forecast played: who comes, finds a bed or none. Worlds are played as they are, not scaled to the last total.',
    ),
  scenarios: z.array(
    z.object({
      title: z.string(),
      effects: z
        .array(effectView)
        .describe('Children more (or fewer) than without it: the difference of the same worlds.'),
      gap: z.array(gapView),
      openings: z
        .array(
          z.object({
            beds: z.number(),
            bedsUsed: z
              .number()
              .describe(
                'On average: children beyond the beds that there are without them, in the last month.',
              ),
            occupancy: z.number().describe('`bedsUsed` ÷ `beds`.'),
            poundsAYear: z.number().nullable(),
            poundsAWeekUsed: z
              .number()
              .nullable()
              .describe(
                'Cost of a week in which a child lives there. Null: no price was told, or no bed is used.',
              ),
          }),
        )
        .optional()
        .describe('Of each edit `open-homes`: how full the homes would be, and what they cost.'),
      sentences: z.array(z.string()),
      costs: z
        .object({
          effects: z
            .array(
              z.object({
                placementType: placementType.nullable(),
                values: z.array(z.object({ month: z.number().int(), ...pounds })),
              }),
            )
            .describe(
              'Pounds more (or fewer) than without it in each month: the difference of the same worlds.',
            ),
          outturns: outturnView,
        })
        .optional(),
    }),
  ),
  costs: costsView.optional().describe('Of `semi-markov-1`: nights × the price of a night, in each world.'),
  commissioning: z
    .object({
      chosen: z.array(z.string()).describe('Titles of the candidates to open.'),
      yearlyCost: z.number(),
      nightsShort: z
        .number()
        .describe('Nights on which children find no bed, over all months, on average over the worlds.'),
      nightsShortOfNothing: z.number().describe('The same, were nothing opened.'),
      bound: z.number().describe('The fewest nights short that any choice within the budget could leave.'),
      proven: z.boolean().describe('Whether the choice is proven to be the best.'),
      sentence: z.string(),
    })
    .nullable()
    .describe('Of the candidates, those that lower what is short most; null where none were given.'),
  backTest: backTestView
    .nullable()
    .describe('How it would have done from earlier months; null where history is too short.'),
  calibration: z
    .object({
      spreads: z.object({ total: factors, category: factors, age: factors, cell: factors }),
      levelWeights: factors,
      learned: z
        .array(
          z.object({
            level: z.enum(forecastLevels),
            horizon: z.number().int(),
            halfWidths: z
              .number()
              .describe('Within so many half-widths of the unwidened 80 % lay 80 % of the outcomes.'),
            origins: z.number().describe('Independent origins.'),
          }),
        )
        .optional()
        .describe('What the authority’s own back-tests say.'),
      authorities: z
        .number()
        .int()
        .optional()
        .describe(
          'Of how many other authorities the back-tests were taken in: 0, or at least 5 that share theirs as this one does (`sharesForecastSpreads` of the settings).',
        ),
    })
    .nullable()
    .describe(
      'By how much intervals were widened, and what the last total weighed, at 3, 6, 12, 24 and 36 months.',
    ),
})
export type ForecastResult = z.output<typeof forecastResult>

export const forecastSummary = z.object({
  id,
  title: z.string().nullable(),
  status: z
    .enum(forecastStatuses)
    .describe('`refused`: the records would not bear a forecast; `result.refusals` says why.'),
  requestedBy: z.string(),
  asAt: z.string().describe('The last night of which all was known.'),
  progress: z
    .object({ step: z.enum(['reading', 'testing-back', 'simulating']), done: z.number(), of: z.number() })
    .nullable(),
  detail: z.string().nullable().describe('Why it was refused, failed or was cancelled.'),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
})

export const forecastView = forecastSummary.extend({
  asked: z.record(z.string(), z.unknown()).describe('What was asked, with the defaults filled in.'),
  result: forecastResult.nullable().describe('Null until it is done.'),
  outcomes: z
    .array(
      z.object({
        asAt: z.string(),
        by: z.enum(['total', 'category', 'ageBand', 'ageBandAndCategory']),
        category: z.string().nullable(),
        ageBand: z.string().nullable(),
        children: z.number().int().describe('As it is recorded now.'),
        p10: z.number(),
        p90: z.number(),
        hit: z.boolean().describe('Whether it lies between P10 and P90.'),
        sentence: z.string().nullable(),
      }),
    )
    .describe('What came of the months that have passed since, beside what was said of them.'),
})
export const seriesColumns = [
  'by', 'category', 'placementType', 'ageBand', 'uasc', 'area', 'need', 'centre', 'asAt', 'month', 'mean',
  'p10', 'p25', 'p50', 'p75', 'p90', 'none', 'oneOrMore', 'twoOrMore',
] as const // prettier-ignore
export type ForecastView = z.output<typeof forecastView>

export const publicationView = z.object({
  id,
  asAt: z.string().describe('The last night of which all was known.'),
  method: z.enum(forecastMethods),
  series: z
    .array(
      z.object({
        by: z.enum(publicCuts),
        category: z.string().nullable(),
        ageBand: z.string().nullable(),
        values: z.array(interval.extend({ asAt: z.string().describe('The last day of the month.') })),
      }),
    )
    .describe(
      'The fans of groups of which at least 10 children are expected (P10) in every month. Where one group of a breakdown alone is smaller, the smallest other is left out too.',
    ),
  leftOut: z.number().int().describe('How many groups of these breakdowns are left out.'),
})
export const publicationColumns = [
  'by',
  'category',
  'ageBand',
  'asAt',
  'p10',
  'p25',
  'p50',
  'p75',
  'p90',
] as const
