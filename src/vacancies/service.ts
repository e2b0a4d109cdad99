import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '../db/tenant.ts'
import type { CivilDate } from '../domain/dates.ts'
import { standardProfile } from '../domain/matching/profile.ts'
import type { Need } from '../domain/matching/types.ts'
import { postcodeSector } from '../domain/postcodes.ts'
import { cutPage, decodeCursor } from '../http/cursor.ts'
import { Problem } from '../http/problem.ts'
import type { Asked } from '../matching/asked.ts'
import { understand } from '../matching/need.ts'
import { presentOption } from '../matching/option.ts'
import { countOptions } from '../matching/queries/counts.ts'
import { findOptions, type Places } from '../matching/queries/options.ts'
import { recordSearch, type Criteria } from './queries/record.ts'
import { askedWith } from './request.ts'
import type { Answer, Search } from './schema.ts'

/** A place in one search's answer: the search, what it asked, and the rank that the page ended on. */
const position = z.tuple([z.uuid(), z.string(), z.number().int(), z.number().int(), z.uuid()])
const pointer = '#/cursor'

/** Answers a search: the first page is kept as a search of its own, and further pages belong to it. */
export async function searchVacancies(
  tx: Tx,
  search: Search,
  today: CivilDate,
): Promise<{ answer: Answer; childIds: string[] }> {
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
  const { need, places, childIds } = await understand(tx, asked, today)
  const after = at && { score: at[2], tenths: at[3], bedId: at[4] }
  const rows = await findOptions(tx, need, places, standardProfile, after, limit + 1)
  const kept = at
    ? { id: at[0], found: null, excluded: null }
    : await keep(tx, asked, search.requestId, need, places)
  const { items, nextCursor } = cutPage(rows, limit, (row) => [
    kept.id,
    question,
    row.score,
    row.tenths,
    row.bedId,
  ])
  return {
    childIds,
    answer: {
      ...kept,
      requestId: search.requestId,
      profile: standardProfile.name,
      items: items.map((row) => presentOption(need, row, standardProfile)),
      nextCursor,
    },
  }
}

/** Counts what there is, and keeps the search: codes, ages and postcode sectors, and the ids of children on record. */
async function keep(tx: Tx, asked: Asked, requestId: string | null, need: Need, places: Places) {
  const counts = await countOptions(tx, need, places)
  const { from, to, stay, types, maxMiles, inAuthority, homePostcode, schoolPostcode } = asked
  const criteria: Criteria = {
    children: asked.children.map(({ childId, capabilities }, index) => ({
      ...(childId !== undefined && { childId }),
      age: need.children[index]?.age.onFirstNight ?? 0,
      sex: need.children[index]?.sex ?? 'unknown',
      ...(capabilities !== undefined && { capabilities }),
    })),
    ...{ from, to, stay, types, maxMiles, inAuthority },
    homeSector: homePostcode && postcodeSector(homePostcode),
    schoolSector: schoolPostcode && postcodeSector(schoolPostcode),
    profile: standardProfile.name,
  }
  return { id: await recordSearch(tx, { criteria, requestId, ...counts }), ...counts }
}

function fingerprint(told: unknown): string {
  return createHash('sha256').update(JSON.stringify(told)).digest('base64url').slice(0, 22)
}
