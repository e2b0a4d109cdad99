import { z } from 'zod'
import { may } from '../../domain/access.ts'
import { nightsBetween, type CivilDate } from '../../domain/dates.ts'
import { option, presentOptions } from '../../engines/matching/option.ts'
import { siblingsLiving } from '../../engines/matching/queries/facts.ts'
import { findOptions, type FoundOption } from '../../engines/matching/queries/options.ts'
import { distancesBetween } from '../../engines/matching/queries/points-of-homes.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { ageTo, id } from '../../platform/http/fields.ts'
import { resolveStoredSearch } from './again.ts'
import { bedsOfTheirHomes, presentPlacements, residentsOf, type PresentPlacement } from './queries/compare.ts'
import type { StoredSearch } from './queries/record.ts'

/** Nights over which the cost of a stay without an end is compared. */
const yearOfNights = 365

const uuid = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'

export const compareQuery = z.strictObject({
  beds: z
    .string()
    .regex(new RegExp(`^${uuid}(,${uuid}){1,4}$`), 'takes two to five beds, by id, with commas between')
    .refine((beds) => new Set(beds.split(',')).size === beds.split(',').length, {
      error: 'names a bed twice',
    })
    .describe('Two to five beds, by id, with commas between; for brothers and sisters one of each home.')
    .meta({
      examples: ['0b8f7a6e-5c1d-4f3e-9a2b-7d6c5e4f3a21,1c9e8b7f-6d2e-4a4f-8b3c-8e7d6f5a4b32'],
    }),
})

const miles = z.number().nullable()
const changeOf = <T extends z.ZodType>(fact: T, words: string) =>
  z
    .object({ now: fact.describe('Null where not known, or where there is no placement today.'), then: fact })
    .describe(words)

export const comparison = z.object({
  searchId: id,
  from: z.string(),
  to: z.string().nullable(),
  nights: z.number().int().describe('Over which cost is compared: the stay, or 365 where it has no end.'),
  today: z
    .object({
      placements: z.number().int().describe('How many of the children have one.'),
      weeklyCost: z.number().nullable().describe('Of all of them together; null where one is not known.'),
      cost: z.number().nullable().describe('Over the nights: nights × weekly ÷ 7.'),
    })
    .describe('What the children have today, as far as they are on record.'),
  options: z
    .array(
      z.object({
        bedId: id,
        option: option.nullable().describe('Null where it is no option now.'),
        why: z.string().nullable().describe('Why it is none.'),
        livesThere: z
          .array(
            z.object({
              age: z.number().int(),
              ageTo,
              sex: z.string(),
              childId: id
                .optional()
                .describe("Of the authority's own children, for those who may read them."),
            }),
          )
          .describe('Everyone else placed there on the first night.'),
        cost: z
          .object({
            weekly: z.number().nullable().describe('Of all the children together.'),
            stay: z.number().nullable().describe('Over the nights: nights × weekly ÷ 7.'),
            difference: z.number().nullable().describe("Against today's over as many nights."),
          })
          .nullable(),
        moves: z
          .object({
            homeMiles: changeOf(miles, 'From home, in a straight line: of several children the furthest.'),
            schoolMiles: changeOf(
              miles,
              'From school, in a straight line, not by road: of several children the furthest.',
            ),
            siblingMiles: changeOf(
              miles,
              'From the furthest of the brothers and sisters who live elsewhere.',
            ),
            inAuthority: changeOf(z.boolean().nullable(), 'Whether within the authority: all of them.'),
          })
          .nullable()
          .describe('What would be otherwise.'),
      }),
    )
    .describe('In the order asked.'),
})
export type Comparison = z.output<typeof comparison>

/**
 * Compares two to five beds as options for a stored search, on what is recorded now.
 * @returns the comparison in the order of `bedIds`, and for the access log the ids of all children it shows and of the
 *   homes whose company it tells
 */
export async function compareOptions(
  tx: Tx,
  search: StoredSearch,
  bedIds: readonly string[],
  today: CivilDate,
): Promise<{ answer: Comparison; childIds: string[]; homeIds: string[] }> {
  const resolution = await resolveStoredSearch(tx, search, today)
  const { need, places, profile, childIds } = resolution
  const searchedIds = search.criteria.children.flatMap(({ childId }) => childId ?? [])
  const all = await bedsOfTheirHomes(tx, bedIds)
  const homeOf = new Map(all.map((bed) => [bed.id, bed.homeId]))
  const alone = need.children.length === 1
  const bedsToSearch = alone ? bedIds : all.map((bed) => bed.id)
  const matches = await findOptions(tx, {
    need,
    places,
    profile,
    limit: bedsToSearch.length,
    bedIds: bedsToSearch,
  })
  const views = await presentOptions(tx, resolution, matches)
  const homeIds = [...new Set(matches.map(({ home }) => home.id))]
  const residents = await residentsOf(tx, homeIds, need.from, searchedIds)
  const placements = await presentPlacements(tx, searchedIds, today)
  const siblings = await siblingsLiving(tx, searchedIds, need.from)
  const siblingHomes = siblings.map(({ homeId }) => homeId)
  const presentHomes = placements.flatMap(({ homeId }) => homeId ?? [])
  const milesBetween = await distancesBetween(tx, [...homeIds, ...siblingHomes, ...presentHomes])
  const shownIds = may(tx.principal, 'children:read')

  const nights = need.to === null ? yearOfNights : nightsBetween(need.from, need.to)
  const costOver = (weekly: number | null) => (weekly === null ? null : pence((nights * weekly) / 7))
  const weeklyNow = placements.length > 0 ? sum(placements.map(({ weeklyCost }) => weeklyCost)) : null
  const now = {
    homeMiles: furthest(placements.map(({ homeMiles }) => homeMiles)),
    schoolMiles: furthest(placements.map(({ schoolMiles }) => schoolMiles)),
    siblingMiles: furthest(
      presentHomes.flatMap((home) => siblingHomes.map((other) => milesBetween(home, other))),
    ),
    inAuthority: allIn(placements),
  }

  const compareBed = (bedId: string): Comparison['options'][number] => {
    const index = matches.findIndex((match) =>
      alone ? match.bedId === bedId : match.home.id === homeOf.get(bedId),
    )
    const option = matches[index]
    if (option === undefined) {
      const why = 'It is no option for this search as things are now: search again to see what is in the way.'
      return { bedId, option: null, why, livesThere: [], cost: null, moves: null }
    }
    const weekly = option.weeklyCost === null ? null : option.weeklyCost * need.children.length
    const [costThere, costToday] = [costOver(weekly), costOver(weeklyNow)]
    const siblingMiles = siblingHomes.map((other) => milesBetween(option.home.id, other))
    return {
      bedId,
      why: null,
      option: views[index]!,
      livesThere: residents
        .filter(({ homeId }) => homeId === option.home.id)
        .map(({ age, ageTo, sex, childId }) => ({
          age,
          ...(ageTo !== null && { ageTo }),
          sex,
          ...(shownIds && childId !== null && { childId }),
        })),
      cost: {
        weekly,
        stay: costThere,
        difference: costThere === null || costToday === null ? null : pence(costThere - costToday),
      },
      moves: movesTo(option, furthest(siblingMiles), now),
    }
  }
  const options = bedIds.map(compareBed)
  return {
    answer: {
      searchId: search.id,
      from: need.from,
      to: need.to,
      nights,
      today: { placements: placements.length, weeklyCost: weeklyNow, cost: costOver(weeklyNow) },
      options,
    },
    childIds: [
      ...childIds,
      ...options.flatMap(({ livesThere }) => livesThere.flatMap(({ childId }) => childId ?? [])),
    ],
    homeIds,
  }
}

type Facts = {
  homeMiles: number | null
  schoolMiles: number | null
  siblingMiles: number | null
  inAuthority: boolean | null
}

function movesTo(
  { homeMiles, schoolMiles, inAuthority }: FoundOption,
  siblingMiles: number | null,
  now: Facts,
) {
  const then: Facts = { homeMiles, schoolMiles, siblingMiles, inAuthority }
  return {
    homeMiles: { now: now.homeMiles, then: then.homeMiles },
    schoolMiles: { now: now.schoolMiles, then: then.schoolMiles },
    siblingMiles: { now: now.siblingMiles, then: then.siblingMiles },
    inAuthority: { now: now.inAuthority, then: then.inAuthority },
  }
}

const pence = (pounds: number) => Math.round(pounds * 100) / 100
const knownOf = (values: readonly (number | null)[]) => values.filter((value) => value !== null)
const furthest = (values: readonly (number | null)[]) =>
  knownOf(values).length > 0 ? Math.max(...knownOf(values)) : null
const sum = (values: readonly (number | null)[]) =>
  knownOf(values).length < values.length
    ? null
    : pence(knownOf(values).reduce((total, value) => total + value, 0))
const allIn = (present: readonly PresentPlacement[]) =>
  present.length === 0 || present.some(({ inAuthority }) => inAuthority === null)
    ? null
    : present.every(({ inAuthority }) => inAuthority)
