import { addDays, type CivilDate } from '../../domain/dates.ts'
import type { Protection } from '../../domain/disclosure/protect.ts'
import { rate, rateTables } from '../../domain/disclosure/rates.ts'
import { draft, releasedTables, tallyOf, type ReleasedTable } from '../../domain/disclosure/release.ts'
import type { FinancialYear } from '../../domain/disclosure/year.ts'
import { figuresAt } from '../../engines/figures/figures-at.ts'
import { releaseOf } from '../../engines/released/queries.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { inThread } from '../../platform/threads/in-thread.ts'
import { gatherTallies } from './gather.ts'

const thread = new URL(`./protect-thread${import.meta.url.slice(-3)}`, import.meta.url)

/** The time limit of protection, in seconds: the database ends transactions that have been idle for a minute. */
const maxSeconds = 45

export interface ReleaseContents {
  tables: ReleasedTable[]
  /** The number of counts shown, and of those not shown by reason. */
  tally: ReturnType<typeof tallyOf>
}

/**
 * Counts, protects and lays out the tables of a year as they would be published today. Stores nothing.
 * @throws {OutOfTime} where protection takes too long
 */
export async function makeRelease(
  tx: Tx,
  year: FinancialYear,
  today: CivilDate,
  signal: AbortSignal,
): Promise<ReleaseContents> {
  const previousRelease = await releaseOf(tx, addDays(year.from, -1))
  const releaseDraft = draft(
    year,
    await gatherTallies(tx, year, today),
    lookedAfter(previousRelease?.tables ?? []),
  )
  const protection = await inThread({
    module: thread,
    input: releaseDraft.system,
    limits: { seconds: maxSeconds },
    signal,
    resultOf: (message: Protection) => message,
  })
  const tables = releasedTables(releaseDraft, protection)
  tables.push(...rateTables(tables, await peopleOn(tx, year.to, today)))
  return { tables, tally: tallyOf(releaseDraft, protection) }
}

/** People aged 0 to 17 on a day by the latest population estimate; 0 where there is none. */
async function peopleOn(tx: Tx, day: CivilDate, today: CivilDate): Promise<number> {
  const [figures] = await figuresAt(tx, [{ measure: rate.measure, filter: {} }], [day], today)
  return figures?.[0]?.denominator ?? 0
}

/** The number of children looked after on the last day of a release's year; null where it is not shown. */
function lookedAfter(tables: readonly ReleasedTable[]): number | null {
  const table = tables.find(
    ({ measure, by: dimensions, every: step }) =>
      measure.id === 'children-looked-after' && dimensions.length === 0 && step === 'year',
  )
  const figure = table?.items[0]?.numerator
  return typeof figure === 'number' ? figure : null
}
