import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { CivilDate } from '../../domain/dates.ts'
import { termsOf } from '../../domain/matching/search-terms.ts'
import { postcodeSector } from '../../domain/postcodes.ts'
import type { SearchCriteria } from '../../engines/matching/search-criteria.ts'
import { nearMisses, presentNearMisses } from '../../engines/matching/near-miss.ts'
import { understand, type Understood } from '../../engines/matching/need.ts'
import { presentOptions } from '../../engines/matching/option.ts'
import { countOptions } from '../../engines/matching/queries/counts.ts'
import { findOptions, type FoundOption } from '../../engines/matching/queries/options.ts'
import { splitBetweenHomes } from '../../engines/matching/split.ts'
import type { Entry } from '../../platform/db/journal.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts'
import { Problem } from '../../platform/http/problem.ts'
import { searchEntry, type Criteria } from './queries/record.ts'
import { completeQuery } from './request.ts'
import type { SearchAnswer, Search } from './schema.ts'
import { firstRuleInTheWay, searchSummary } from './summary.ts'

/** A cursor: the id of the search, the fingerprint of its body, and the rank of the last option on the page. */
const position = z.tuple([z.uuid(), z.string(), z.number().int(), z.number().int(), z.uuid()])
const pointer = '#/cursor'

/**
 * Answers a search.
 * @returns the page; on the first page also the journal entry that stores the search; the ids of its children on record
 * @throws {Problem} `invalid-cursor` where the cursor belongs to another search
 */
export async function searchVacancies(
  tx: Tx,
  search: Search,
  today: CivilDate,
): Promise<{ answer: SearchAnswer; entry: Entry | undefined; childIds: string[] }> {
  const { limit, cursor, ...fields } = search
  const question = fingerprint(fields)
  const pageStart = decodeCursor(cursor ?? undefined, position, pointer)
  if (pageStart !== undefined && pageStart[1] !== question) {
    const detail = 'send the cursor with the search that it was given for, unchanged'
    throw new Problem('invalid-cursor', 'The cursor is of another search.', [
      { pointer, detail, code: 'invalid-cursor' },
    ])
  }
  const query = await completeQuery(tx, fields, today)
  const resolution = await understand(tx, query, today)
  const { need, places, profile, childIds } = resolution
  const lastRank = pageStart && { score: pageStart[2], tenths: pageStart[3], bedId: pageStart[4] }
  const rows = await findOptions(tx, { need, places, profile, previous: lastRank, limit: limit + 1 })
  const { entry, ...first } = pageStart
    ? {
        entry: undefined,
        id: pageStart[0],
        found: null,
        summary: null,
        firstRule: null,
        excluded: null,
        nearMisses: null,
        split: null,
      }
    : await firstPage(
        tx,
        { query, resolution, requestId: search.requestId, options: rows.slice(0, limit) },
        today,
      )
  const { items, nextCursor } = cutPage(rows, limit, (row) => [
    first.id,
    question,
    row.score,
    row.tenths,
    row.bedId,
  ])
  return {
    entry,
    childIds,
    answer: {
      ...first,
      requestId: search.requestId,
      profile: { name: profile.name, version: profile.version },
      items: await presentOptions(tx, resolution, items),
      nextCursor,
    },
  }
}

interface SearchRun {
  query: SearchCriteria
  resolution: Understood
  requestId: string | null
  options: readonly FoundOption[]
}

/** What only the first page has, and the entry that stores the search: codes, ages, sectors, ids of children on record. */
async function firstPage(tx: Tx, { query, resolution, requestId, options }: SearchRun, today: CivilDate) {
  const { need, places } = resolution
  const { found: optionCount, excluded: exclusions } = await countOptions(tx, need, places)
  const misses = await nearMisses(tx, query, resolution, today)
  const firstRule = firstRuleInTheWay(optionCount, exclusions)
  const [nearest] = misses
  const split =
    optionCount === 0 && need.children.length > 1
      ? await splitBetweenHomes(tx, query, resolution.facts, today)
      : null
  const id = randomUUID()
  const entry = searchEntry(tx, id, {
    requestId,
    found: optionCount,
    excluded: exclusions,
    firstRule,
    criteria: criteriaOf(query, resolution),
    nearestMiss: nearest ? (nearest.cures[0]?.kind ?? nearest.miss.rule) : null,
    homeIds: [...new Set(options.map(({ home }) => home.id))],
  })
  return {
    entry,
    id,
    found: optionCount,
    excluded: exclusions,
    firstRule,
    summary: searchSummary(optionCount, exclusions, misses.length, split),
    nearMisses: await presentNearMisses(tx, resolution, misses),
    split,
  }
}

/** The criteria as they are stored: without postcodes or dates of birth. */
function criteriaOf(query: SearchCriteria, { need, profile, homeDistricts }: Understood): Criteria {
  const { homePostcode, schoolPostcode } = query
  return {
    children: need.children.map(
      ({ age, fostering, residential, supported: supportedHomes, ...rest }, index) => {
        const childId = query.children[index]?.childId
        return {
          ...(childId !== undefined && { childId }),
          homeDistrict: homeDistricts[index] ?? null,
          ...rest,
          age: age.onFirstNight,
          suitability: { fostering, residential, supported: supportedHomes },
        }
      },
    ),
    ...termsOf(query),
    homeSector: homePostcode && postcodeSector(homePostcode),
    schoolSector: schoolPostcode && postcodeSector(schoolPostcode),
    placesToAvoid: need.avoid.places,
    placesThatMatter: need.matter.places,
    profile: { name: profile.name, version: profile.version },
    gatewayExemption: query.gatewayExemption,
  }
}

/** A hash by which a cursor recognises the search that it belongs to. */
function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22)
}
