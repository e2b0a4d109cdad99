import { may, type Scope } from '../../domain/access.ts'
import { dependentsOf, type Dependents } from '../db/dependents.ts'
import type { Tx } from '../db/tenant.ts'
import { Problem } from './problem.ts'

/** Where records of a kind are read, and by whom. */
interface RecordKind {
  url: string
  scope: Scope
}

/** The kinds of records by their tables. Resources add themselves; these have no resource of their own. */
const kinds = new Map<string, RecordKind>([
  ['holds', { url: '/v1/holds', scope: 'placements:read' }],
  ['plans', { url: '/v1/plans', scope: 'plans:read' }],
  ['vacancy_searches', { url: '/v1/vacancy-searches', scope: 'placements:read' }],
])

export const addRecordKind = (table: string, kind: RecordKind): void => void kinds.set(table, kind)

/** How many of each kind are named by their ids. */
const MOST = 20

/** The problem of removing a record on which others depend: their kinds and numbers, and where the caller may read them. */
export async function dependencyProblem(tx: Tx, table: string, id: string): Promise<Problem> {
  const dependents = await dependentsOf(tx, table, id)
  const list = dependents.map(({ recordType, total }) => `${wordsOf(recordType)} (${total})`).join(', ')
  return new Problem(
    'still-referenced',
    list ? `Other records depend on this one: ${list}.` : 'Other records depend on this one.',
    dependents.map((entry) => ({
      pointer: '#',
      code: entry.recordType.replaceAll('_', '-'),
      detail: `${wordsOf(entry.recordType)} (${entry.total})${whereabouts(tx, entry)}`,
    })),
  )
}

const wordsOf = (recordType: string) => recordType.replaceAll('_', ' ')

function whereabouts({ principal }: Tx, { recordType, ids, total }: Dependents): string {
  const kind = kinds.get(recordType)
  if (kind === undefined || !may(principal, kind.scope)) return ''
  const links = ids.slice(0, MOST).map((id) => `${kind.url}/${id}`)
  return `: ${links.join(', ')}${total > MOST ? ', …' : ''}`
}
