import { z } from 'zod'
import { musts } from '../../domain/matching/criteria.ts'
import { searchCriteria } from '../../engines/matching/search-criteria.ts'
import { nearMiss } from '../../engines/matching/near-miss.ts'
import { criterionId, option } from '../../engines/matching/option.ts'
import { split } from '../../engines/matching/split.ts'
import { id } from '../../platform/http/fields.ts'
import { needViews as needs } from '../../platform/http/needs-of-child.ts'

const { children, from, to, stay } = searchCriteria.shape

export const search = searchCriteria
  .extend({
    requestId: id
      .nullable()
      .default(null)
      .describe(
        'The placement request that it is made for. Children, nights and `stay` (an emergency request asks for an emergency stay) are then taken from it where they are left out. What its referral says of the child stands between the record of the child and what the search tells.',
      ),
    children: children.optional().describe(`${children.description} Needed without a requestId.`),
    from: from.optional().describe('First night. Needed without a requestId.'),
    to: to.unwrap().optional().describe(`${to.description} Null asks for no end whatever the request says.`),
    stay: stay
      .unwrap()
      .optional()
      .describe(`${stay.description} \`placement\` unless a request says otherwise.`),
    limit: z.number().int().min(1).max(100).default(20),
    cursor: z
      .string()
      .max(500)
      .nullable()
      .default(null)
      .describe('`nextCursor` of the page before, with the same search.'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || to === null || to > from, {
    path: ['to'],
    error: 'must be later than from: it is the day of leaving',
  })
  .refine(({ requestId, children }) => requestId !== null || children !== undefined, {
    path: ['children'],
    error: 'say who needs a bed; or give the requestId of a placement request',
  })
  .refine(({ requestId, from }) => requestId !== null || from !== undefined, {
    path: ['from'],
    error: 'give the first night; or the requestId of a placement request',
  })
  .meta({
    examples: [
      {
        children: [{ age: 9, sex: 'male' }],
        from: '2024-01-08',
        homePostcode: 'CW1 3CC',
        maxMiles: 20,
        limit: 5,
      },
    ],
  })
export type Search = z.output<typeof search>

const exclusions = z.array(
  z.object({
    criterion: criterionId,
    beds: z.number().int().describe('Beds free on the nights that this rule keeps out, whatever else does.'),
    alone: z.number().int().describe('Of those, the beds that nothing else keeps out.'),
  }),
)

const firstRule = z.enum(musts.map(({ id }) => id)).nullable()

const profileUsed = z
  .object({ name: z.string(), version: z.number().int() })
  .describe('The weights that the score is made with: a version of a profile never changes.')

const requestId = id.nullable().describe('The placement request that it was made for.')

export const searchAnswer = z.object({
  id: id.describe('The search, as it is kept.'),
  requestId,
  profile: profileUsed,
  found: z.number().int().nullable().describe('How many options there are in all; on the first page alone.'),
  summary: z
    .string()
    .nullable()
    .describe('What it came to, in a sentence; on the first page alone.')
    .meta({
      examples: [
        'Nothing found. First in the way: age within registration on every night, which keeps out 3 beds by that alone. There are 2 near misses.',
      ],
    }),
  firstRule: firstRule.describe(
    'Where nothing was found, the rule that stands first in the way: the one that alone keeps the most beds out, else the one that keeps the most out. Null where something was found, and on further pages.',
  ),
  excluded: exclusions.nullable().describe('Why other free beds are not offered; on the first page alone.'),
  items: z.array(option).describe('Best first.'),
  nearMisses: z
    .array(nearMiss)
    .nullable()
    .describe(
      'Homes that have no option and would if one rule did not stand in the way, best first: at most ten, and three of a kind; on the first page alone.',
    ),
  split: split
    .nullable()
    .describe(
      'For several children of whom no home takes all: the division between homes that keeps most of them together, then nearest to each other. Null where one does, and where there is none; on the first page alone.',
    ),
  nextCursor: z.string().nullable().describe('Send as `cursor` with the same search; null on the last page.'),
})
export type SearchAnswer = z.output<typeof searchAnswer>

/** A stored search. */
export const searchView = z.object({
  id,
  searchedAt: z.string().describe('When it was made (ISO 8601, UTC).'),
  requestId,
  criteria: z
    .object({
      children: z.array(
        z.object({
          childId: id.optional().describe('Of a child on record.'),
          age: z.number().int().describe('On the first night.'),
          sex: z.string(),
          homeDistrict: z.string().nullish().describe('The postcode district of the home.'),
          capabilities: needs.capabilities.optional(),
          preferredCapabilities: needs.preferredCapabilities
            .optional()
            .describe('This and what follows is not in searches kept before it was asked.'),
          livingWith: needs.livingWith.optional(),
          suitability: z
            .object({
              fostering: needs.fostering,
              residential: needs.residential,
              supported: needs.supported,
            })
            .optional(),
          faith: needs.faith.optional(),
          languages: needs.languages.optional(),
          culture: needs.culture.optional(),
          longTerm: needs.longTerm.optional(),
          withParent: needs.withParent.optional(),
          parent: z.number().int().optional().describe('The position of the parent who comes too.'),
        }),
      ),
      from: z.string(),
      to: z.string().nullable(),
      stay: z.string(),
      types: z.array(z.string()).nullable(),
      maxMiles: z.number().nullable(),
      inAuthority: z.boolean().nullable(),
      homeSector: z
        .string()
        .nullable()
        .describe('Of a postcode that the search gave; null where it gave none.'),
      schoolSector: z.string().nullable(),
      placesToAvoid: z.number().int().optional().describe('How many there were; not where.'),
      placesThatMatter: z.number().int().optional(),
      profile: profileUsed,
      gatewayExemption: z.string().nullish(),
    })
    .describe('What was asked, with what the request added.'),
  found: z.number().int(),
  firstRule: firstRule.describe('Where nothing was found, the rule that stood first in the way.'),
  nearestMiss: z
    .string()
    .nullable()
    .describe(
      'The kind of cure of the nearest miss, else the rule that it breaks; null where there was none.',
    ),
  excluded: exclusions,
  homeIds: z.array(id).describe('The homes of the options on its first page, best first.'),
})
