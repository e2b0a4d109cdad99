import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { CivilDate } from '../../domain/dates.ts'
import { termsOf } from '../../domain/matching/search-terms.ts'
import { postcodeSector } from '../../domain/postcodes.ts'
import type { Asked } from '../../engines/matching/asked.ts'
import { nearMisses, presentNearMiss } from '../../engines/matching/near-miss.ts'
import { understand, type Understood } from '../../engines/matching/need.ts'
import { presentOption } from '../../engines/matching/option.ts'
import { countOptions } from '../../engines/matching/queries/counts.ts'
import { findOptions, type FoundOption } from '../../engines/matching/queries/options.ts'
import { splitBetweenHomes } from '../../engines/matching/split.ts'
import type { Entry } from '../../platform/db/journal.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts'
import { Problem } from '../../platform/http/problem.ts'
import { searchEntry, type Criteria } from './queries/record.ts'
import { askedWith } from './request.ts'
import type { Answer, Search } from './schema.ts'
import { firstRuleInTheWay, summaryOf } from './summary.ts'

/** A place in one search's answer: the search, what it asked, and the rank that the page ended on. */
const position = z.tuple([z.uuid(), z.string(), z.number().int(), z.number().int(), z.uuid()])
const pointer = '#/cursor'

/** Answers a search: the first page is to be kept, by its entry, as a search of its own; further pages belong to it. */
export async function searchVacancies(
  tx: Tx,
  search: Search,
  today: CivilDate,
): Promise<{ answer: Answer; entry: Entry | undefined; childIds: string[] }> {
  const { limit, cursor, ...told } = search
  const question = fingerprint(told)
  const at = decodeCursor(cursor ?? undefined, position, pointer)
  if (at !== undefined && at[1] !== question) {
    const detail = 'send the cursor with the search that it was given for, unchanged'
    throw new Problem('invalid-cursor', 'The cursor is of another search.', [
      { pointer, detail, code: 'invalid-cursor' },
    ])
  }
  const asked = await askedWith(tx, told, today)
  const understood = await understand(tx, asked, today)
  const { need, places, profile, childIds } = understood
  const after = at && { score: at[2], tenths: at[3], bedId: at[4] }
  const rows = await findOptions(tx, need, places, profile, after, limit + 1)
  const { entry, ...first } = at
    ? {
        entry: undefined,
        id: at[0],
        found: null,
        summary: null,
        firstRule: null,
        excluded: null,
        nearMisses: null,
        split: null,
      }
    : await firstPage(
        tx,
        { asked, understood, requestId: search.requestId, options: rows.slice(0, limit) },
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
      items: items.map((row) => presentOption(need, row, profile)),
      nextCursor,
    },
  }
}

interface Searched {
  asked: Asked
  understood: Understood
  requestId: string | null
  options: readonly FoundOption[]
}

/** What the first page says beside its options, and what is kept of it: codes, ages, sectors, ids of children on record. */
async function firstPage(tx: Tx, { asked, understood, requestId, options }: Searched, today: CivilDate) {
  const { need, places, profile } = understood
  const { found, excluded } = await countOptions(tx, need, places)
  const missed = await nearMisses(tx, asked, understood, profile, today)
  const firstRule = firstRuleInTheWay(found, excluded)
  const [nearest] = missed
  const id = randomUUID()
  const entry = searchEntry(tx, id, {
    requestId,
    found,
    excluded,
    firstRule,
    criteria: criteriaOf(asked, understood),
    nearestMiss: nearest ? (nearest.cures[0]?.kind ?? nearest.found.rule) : null,
    homeIds: [...new Set(options.map(({ home }) => home.id))],
  })
  return {
    entry,
    id,
    found,
    excluded,
    firstRule,
    summary: summaryOf(found, excluded, missed.length),
    nearMisses: missed.map((each) => presentNearMiss(need, each, profile)),
    split:
      found === 0 && need.children.length > 1
        ? await splitBetweenHomes(tx, asked, understood.facts, today)
        : null,
  }
}

function criteriaOf(asked: Asked, { need, profile, homeDistricts }: Understood): Criteria {
  const { homePostcode, schoolPostcode } = asked
  return {
    children: need.children.map(({ age, fostering, residential, supported, ...rest }, index) => {
      const childId = asked.children[index]?.childId
      return {
        ...(childId !== undefined && { childId }),
        homeDistrict: homeDistricts[index] ?? null,
        ...rest,
        age: age.onFirstNight,
        suitability: { fostering, residential, supported },
      }
    }),
    ...termsOf(asked),
    homeSector: homePostcode && postcodeSector(homePostcode),
    schoolSector: schoolPostcode && postcodeSector(schoolPostcode),
    placesToAvoid: need.avoid.places,
    placesThatMatter: need.matter.places,
    profile: { name: profile.name, version: profile.version },
    gatewayExemption: asked.gatewayExemption,
  }
}

function fingerprint(told: unknown): string {
  return createHash('sha256').update(JSON.stringify(told)).digest('base64url').slice(0, 22)
}
