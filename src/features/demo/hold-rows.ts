import { table, type TableRows } from './copy.ts'
import { dateOf, dateOrNull as date } from './days.ts'
import type { SyntheticHold } from './model.ts'

/** The rows of running holds and of the beds that each keeps for a child. */
export const holdRows = (authority: string, holds: readonly SyntheticHold[]): TableRows[] => [
  table(
    'holds',
    ['id', 'authority_code', 'request_id', 'from_on', 'created_at', 'expires_at'],
    holds.map(({ id, request, from, madeOn, expires }) => [
      id,
      authority,
      request.id,
      date(from),
      `${dateOf(madeOn)}T00:00:00Z`,
      `${dateOf(expires)}T09:00:00Z`,
    ]),
  ),
  table(
    'hold_beds',
    ['authority_code', 'hold_id', 'bed_id', 'child_id', 'request_id'],
    holds.flatMap(({ id, request, beds }) =>
      beds.map((bed, index) => [authority, id, bed.id, request.children[index]?.id ?? null, request.id]),
    ),
  ),
  table(
    'running_holds',
    ['hold_id'],
    holds.map(({ id }) => [id]),
  ),
]
