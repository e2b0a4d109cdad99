import { eq } from 'drizzle-orm'
import { crud, type ChangeResult, type Store } from '../../../platform/db/crud.ts'
import * as tables from '../../../platform/db/tables.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { Problem } from '../../../platform/http/problem.ts'

export const panelStore = crud(tables.panels)
export const followUpStore = crud(tables.panelActions)

type Unknown<Row> = { [Key in keyof Row]: Row[Key] | null }
type Meeting = typeof tables.panelMeetings.$inferSelect
type Case = typeof tables.panelCases.$inferSelect
type MeetingProgress = Omit<typeof tables.panelMeetingDetails.$inferSelect, keyof Meeting>
type CaseProgress = Omit<typeof tables.panelCaseDetails.$inferSelect, keyof Case>

/** A record with its progress, which a view derives for the present only: the progress of an earlier version is null. */
export type PanelMeeting = Meeting & Unknown<MeetingProgress>
export type PanelCase = Case & Unknown<CaseProgress>
export type FollowUp = typeof tables.panelActions.$inferSelect

/** @throws {Problem} where rows of an earlier instant are asked for by their progress, which is known of the present alone */
function refuseFilters(names: readonly string[]): void {
  if (names.length === 0) return
  const detail = 'can not be asked for with `knownAt`: it is known of the present alone'
  throw new Problem(
    'invalid-request',
    `${names.join(', ')} ${detail}`,
    names.map((name) => ({ pointer: `#/query/${name}`, detail, code: 'no-history' })),
  )
}

/**
 * A store that writes to the table `records` and reads the present from the view `current`, which adds each record's
 * progress. Earlier versions are read from the table, with `unknown` for the progress.
 */
function withProgress<Row extends { id: string }, New, Full extends Row>(
  records: Store<Row, New>,
  current: Store<Full, never>,
  unknown: Omit<Full, keyof Row>,
): Store<Full, New> {
  const earlierRow = (row: Row) => ({ ...row, ...unknown }) as unknown as Full
  const currentRow = async (tx: Tx, change: ChangeResult<Row>): Promise<ChangeResult<Full>> =>
    'refused' in change ? change : { row: (await current.get(tx, change.row.id)) as Full }
  return {
    table: records.table,
    dated: false,
    async list(tx, listing) {
      if (listing.knownAt === undefined) return current.list(tx, listing)
      refuseFilters(Object.keys(unknown).filter((name) => listing.filters[name] !== undefined))
      return (await records.list(tx, listing)).map(earlierRow)
    },
    async get(tx, id, knownAt) {
      if (knownAt === undefined) return current.get(tx, id)
      const row = await records.get(tx, id, knownAt)
      return row && earlierRow(row)
    },
    async versions(tx, id) {
      const versions = await records.versions(tx, id)
      return versions.map((version) => ({
        ...version,
        record: version.record && { ...earlierRow(version.record as unknown as Row) },
      }))
    },
    async insert(tx, values) {
      const { id } = await records.insert(tx, values)
      return (await current.get(tx, id)) as Full
    },
    update: async (tx, id, values, version) => currentRow(tx, await records.update(tx, id, values, version)),
    async remove(tx, id, version) {
      const change = await records.remove(tx, id, version)
      return 'refused' in change ? change : { row: earlierRow(change.row) }
    },
  }
}

export const meetingStore = withProgress(
  crud(tables.panelMeetings),
  crud(tables.panelMeetingDetails) as unknown as Store<PanelMeeting, never>,
  { cases: null, decided: null, openActions: null },
)
export const caseStore = withProgress(
  crud(tables.panelCases),
  crud(tables.panelCaseDetails) as unknown as Store<PanelCase, never>,
  { panelId: null, heldOn: null, meetingCancelled: null, outcome: null, decidedOn: null, openActions: null },
)

async function lockRow(
  tx: Tx,
  table: typeof tables.panelCases | typeof tables.panelMeetings | typeof tables.panelActions,
  id: string,
): Promise<void> {
  await tx.db.select({ id: table.id }).from(table).where(eq(table.id, id)).for('update')
}

/** The case, its row locked until the end of the transaction. */
export async function lockCase(tx: Tx, id: string): Promise<PanelCase | undefined> {
  await lockRow(tx, tables.panelCases, id)
  return caseStore.get(tx, id)
}

export async function lockMeeting(tx: Tx, id: string): Promise<PanelMeeting | undefined> {
  await lockRow(tx, tables.panelMeetings, id)
  return meetingStore.get(tx, id)
}

export async function lockFollowUp(tx: Tx, id: string): Promise<FollowUp | undefined> {
  await lockRow(tx, tables.panelActions, id)
  return followUpStore.get(tx, id)
}

/** The cases of a meeting, in the order of its agenda. */
export async function agendaOf(tx: Tx, meetingId: string): Promise<PanelCase[]> {
  const { panelCaseDetails: view } = tables
  return tx.db.select().from(view).where(eq(view.meetingId, meetingId)).orderBy(view.position, view.id)
}

/** The panel actions of a case, in order of due day. */
export async function followUpOf(tx: Tx, caseId: string): Promise<FollowUp[]> {
  const { panelActions: table } = tables
  return tx.db.select().from(table).where(eq(table.caseId, caseId)).orderBy(table.dueOn, table.id)
}
