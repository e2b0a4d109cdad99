import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '../db/tenant.ts'
import type { CivilDate } from '../domain/dates.ts'
import { standardProfile } from '../domain/matching/profile.ts'
import type { Need } from '../domain/matching/types.ts'
import { postcodeSector } from '../domain/postcodes.ts'
import { cutPage, decodeCursor } from '../http/cursor.ts'
import { Problem } from '../http/problem.ts'
import { understand } from '../matching/need.ts'
import { presentOption } from '../matching/option.ts'
import { countOptions, findOptions, type Places } from '../matching/queries/options.ts'
import { recordSearch } from './queries/record.ts'
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
  const { limit, cursor, ...asked } = search
  const question = fingerprint(asked)
  const at = decodeCursor(cursor ?? undefined, position, pointer)
  if (at !== undefined && at[1] !== question) {
    const detail = 'send the cursor with the search that it was given for, unchanged'
    throw new Problem('invalid-cursor', 'The cursor is of another search.', [
      { pointer, detail, code: 'invalid-cursor' },
    ])
  }
  const { need, places, childIds } = await understand(tx, search, today)
  const after = at && { score: at[2], tenths: at[3], bedId: at[4] }
  const rows = await findOptions(tx, need, places, standardProfile, after, limit + 1)
  const kept = at ? { id: at[0], found: null, excluded: null } : await keep(tx, search, need, places)
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
      profile: standardProfile.name,
      items: items.map((row) => presentOption(need, row, standardProfile)),
      nextCursor,
    },
  }
}

/** Counts what there is, and keeps the search: codes, ages and postcode sectors, and the ids of children on record. */
async function keep(tx: Tx, search: Search, need: Need, places: Places) {
  const counts = await countOptions(tx, need, places)
  const { from, to, stay, types, maxMiles, inAuthority, homePostcode, schoolPostcode } = search
  const criteria = {
    children: search.children.map(({ childId, capabilities }, index) => ({
      childId,
      age: need.children[index]?.age.onFirstNight,
      sex: need.children[index]?.sex,
      capabilities,
    })),
    ...{ from, to, stay, types, maxMiles, inAuthority },
    homeSector: homePostcode && postcodeSector(homePostcode),
    schoolSector: schoolPostcode && postcodeSector(schoolPostcode),
    profile: standardProfile.name,
  }
  return { id: await recordSearch(tx, { criteria, ...counts }), ...counts }
}

function fingerprint(asked: unknown): string {
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url').slice(0, 22)
}
