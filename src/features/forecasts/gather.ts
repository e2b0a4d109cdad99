import type { RecordsState } from '../../domain/forecast/assess.ts'
import { checkAges, checkReturns } from '../../domain/forecast/assess.ts'
import { toDayNumber, monthEnd } from '../../domain/forecast/days.ts'
import { historyOfRuns } from '../../domain/forecast/from-runs.ts'
import { originsOf } from '../../domain/forecast/back-test.ts'
import { historyUpTo, type CareHistory } from '../../domain/forecast/history.ts'
import { dateOfDay } from '../../domain/forecast/days.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { gatherCosts, type CostRecords } from './costs.ts'
import * as queries from './queries/records.ts'
import type { ForecastWork } from './work.ts'

/** What was known at an earlier origin, and whether it was recorded by then. */
export interface PastHistory {
  past: CareHistory
  basis: 'as-known' | 'as-recorded-since'
}

export interface GatheredRecords {
  history: CareHistory
  state: RecordsState
  pasts: PastHistory[]
  /** At the end of each month asked for. */
  beds: queries.BedCount[]
  costs: CostRecords
  pooled: queries.PooledSpreads
}

const oneDayMs = 86_400_000

/** Reads the records of a forecast as they are known, and as they were at each earlier origin of its back-test. */
export async function gatherRecords(tx: Tx, { question, asAt }: ForecastWork): Promise<GatheredRecords> {
  const end = toDayNumber(asAt) + 1
  const start = question.historyFrom === null ? null : toDayNumber(question.historyFrom)
  const options = { areas: question.areas, start, end }
  const history = historyUpTo(
    historyOfRuns(await queries.readCareRuns(tx, question.knownAt ?? null), options),
    end,
  )
  const loadedAt = await queries.firstKnown(tx)
  const pasts: PastHistory[] = []
  if (question.method === 'semi-markov-1')
    for (const origin of originsOf(history)) {
      const nightOver = new Date((origin + 1) * oneDayMs).toISOString()
      const wasKnown = loadedAt !== null && Date.parse(loadedAt) <= (origin + 1) * oneDayMs
      const past = wasKnown
        ? historyOfRuns(await queries.readCareRuns(tx, nightOver), {
            ...options,
            start: history.start,
            end: origin + 1,
          })
        : history
      pasts.push({ past: historyUpTo(past, origin + 1), basis: wasKnown ? 'as-known' : 'as-recorded-since' })
    }
  const months = monthsAhead(asAt, question.months)
  return {
    history,
    state: await stateOf(tx, history),
    pasts,
    beds: await queries.countBedsOn(tx, asAt, months),
    costs: await gatherCosts(tx, asAt, months),
    pooled: await queries.readPooledSpreads(tx),
  }
}

async function stateOf(tx: Tx, history: CareHistory): Promise<RecordsState> {
  const returns = await queries.readReturnedYears(tx)
  const { rows, stale, missingYears } = checkReturns(returns)
  const importDay = await queries.lastImportOn(tx)
  const isLive = returns.length === 0 || (await queries.hasLiveRecords(tx))
  let months = 0
  while (monthEnd(history.end - 1, -months - 1) >= history.start - 1) months++
  return {
    historyMonths: months,
    entries: history.spells.filter(({ from, beganBefore }) => from >= history.start && !beganBefore).length,
    staleOpen: returns.length === 0 ? null : { rows, stale },
    ages: checkAges(history),
    missingYears,
    daysSinceImport:
      isLive || importDay === null ? null : Math.max(0, history.end - 1 - toDayNumber(importDay)),
  }
}

export const monthsAhead = (asAt: string, months: number): string[] =>
  Array.from({ length: months }, (_, month) => dateOfDay(monthEnd(toDayNumber(asAt), month + 1)))
