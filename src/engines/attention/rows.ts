import { attentionKinds, attentionRule, type AttentionKind } from '../../domain/attention/rules.ts'
import { severities, type AttentionRule } from '../../domain/attention/types.ts'
import { addDays, ageOn, type CivilDate } from '../../domain/dates.ts'
import type { Office } from '../../domain/gates/offices.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { placingSettings } from '../gates/queries.ts'
import { rowsOfChecklists } from './checklist.ts'
import { rowsOfGates } from './gates.ts'
import { rowsOfSources, type StoredRow } from './queries/rows.ts'

/** What somebody must act on. */
export interface AttentionRow {
  /** The same at every reading, while it is not settled. */
  id: string
  kind: AttentionKind
  title: string
  severity: AttentionRule['severity']
  team: AttentionRule['team']
  /** Who must decide; null where it is for no one office. */
  office: Office | null
  /** The day, or instant (ISO 8601), by which or since which. */
  due: string
  detail: string
  children: { id: string; reference: string; age: number }[]
  /** Null where no home is concerned, or none that the caller sees. */
  home: { id: string; name: string } | null
  regulation: string | null
  /** The address of the record that it is about. */
  record: string
  action: { title: string; method: 'POST' | 'PATCH'; href: string }
}

export interface AttentionFilter {
  kinds?: readonly AttentionKind[] | undefined
  childId?: string | undefined
  homeId?: string | undefined
}

/** What the list is ordered by: the gravest first, and of those what is due first. */
export const attentionKey = ({ severity, due, id }: AttentionRow): [number, string, string] => [
  severities.indexOf(severity),
  due,
  id,
]

function compareKeys(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const index = a.findIndex((part, n) => part !== b[n])
  if (index < 0) return 0
  return (a[index] as string) < (b[index] as string) ? -1 : 1
}

function present({ aboutId, office, children, ...row }: StoredRow, today: CivilDate): AttentionRow {
  const rule = attentionRule(row.kind)
  const { title, severity, team, regulation = null, settledBy } = rule
  return {
    ...row,
    children: children.map(({ id, reference, dateOfBirth }) => ({
      id,
      reference,
      age: ageOn(dateOfBirth, today),
    })),
    title,
    severity,
    team,
    office: office ?? rule.office ?? null,
    regulation,
    record: `/v1/${rule.about}/${aboutId}`,
    action: { ...settledBy, href: settledBy.href.replace('{id}', aboutId) },
  }
}

/** What must be acted on, on `today`, computed afresh: in the order of `attentionKey`, after `from` where that is given. */
export async function attentionRows(
  tx: Tx,
  today: CivilDate,
  { kinds = attentionKinds, childId, homeId }: AttentionFilter = {},
  from?: readonly (string | number)[],
): Promise<AttentionRow[]> {
  if (kinds.length === 0) return []
  const { warningDays } = await placingSettings(tx)
  const question = {
    kinds: new Set(kinds),
    today,
    soon: addDays(today, warningDays),
    childId: childId ?? null,
    homeId: homeId ?? null,
  }
  const others = [...(await rowsOfGates(tx, question)), ...(await rowsOfChecklists(tx, question))]
  const rows = await rowsOfSources(tx, question, others)
  return rows
    .map((row) => present(row, today))
    .filter((row) => from === undefined || compareKeys(attentionKey(row), from) > 0)
    .sort((a, b) => compareKeys(attentionKey(a), attentionKey(b)))
}
