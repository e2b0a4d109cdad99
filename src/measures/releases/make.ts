import type { Tx } from '../../db/tenant.ts'
import { addDays, type CivilDate } from '../../domain/dates.ts'
import type { Protection } from '../../domain/disclosure/protect.ts'
import { draft, publish, tallyOf, type ReleasedTable } from '../../domain/disclosure/release.ts'
import type { FinancialYear } from '../../domain/disclosure/year.ts'
import { inThread } from '../../solver/in-thread.ts'
import { gather } from './gather.ts'
import { releaseOf } from './queries.ts'

const thread = new URL(`./protect-thread${import.meta.url.slice(-3)}`, import.meta.url)

/** The database takes back a connection that has been idle in a transaction for a minute. */
const most = 45

export interface Made {
  tables: ReleasedTable[]
  /** How many counts are shown, and why the others are not. */
  tally: ReturnType<typeof tallyOf>
}

/** The tables of a year as they would be published today. */
export async function make(
  tx: Tx,
  year: FinancialYear,
  today: CivilDate,
  signal: AbortSignal,
): Promise<Made> {
  const before = await releaseOf(tx, addDays(year.from, -1))
  const drawn = draft(year, await gather(tx, year, today), lookedAfter(before?.tables ?? []))
  const protection = await inThread(thread, drawn.system, most, signal, (message: Protection) => message)
  return { tables: publish(drawn, protection), tally: tallyOf(drawn, protection) }
}

/** Children looked after on the last day of a release, where that is shown. */
function lookedAfter(tables: readonly ReleasedTable[]): number | null {
  const table = tables.find(
    ({ measure, by, every }) => measure.id === 'children-looked-after' && by.length === 0 && every === 'year',
  )
  const figure = table?.items[0]?.numerator
  return typeof figure === 'number' ? figure : null
}
