import { builtInScorecards } from '../../domain/scorecards/built-in.ts'
import type { ScorecardLayout, ScorecardRow } from '../../domain/scorecards/row.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import * as queries from './queries.ts'

export type VersionedLayout = ScorecardLayout & { version: number }

/** The layout of a scorecard by the name of a built-in one or the id of the authority's own; undefined where there is none. */
export async function findLayout(tx: Tx, id: string): Promise<VersionedLayout | undefined> {
  const builtIn = Object.hasOwn(builtInScorecards, id) ? builtInScorecards[id] : undefined
  if (builtIn) return { ...builtIn, version: 1 }
  const own = id.length === 36 ? await queries.scorecardStore.get(tx, id) : undefined
  if (own === undefined) return undefined
  const { title, description, version } = own
  return { title, description: description ?? '', version, rows: own.rows as ScorecardRow[] }
}
