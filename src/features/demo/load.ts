import type { Pool, PoolClient } from 'pg'
import { ukDate } from '../../domain/dates.ts'
import { authorities } from '../../domain/geography/authorities.ts'
import { readModels, rebuildReadModel } from '../../platform/db/read-models.ts'
import { copyRows } from './copy.ts'
import { placesAround } from './places.ts'
import {
  addPlaces,
  analyseReadModels,
  analyseRecords,
  isEmpty,
  markSynthetic,
  recordChecklists,
  refuseUseOfClosedBeds,
  setTriggers,
  lockLoading,
  panelIdsOf,
} from './queries.ts'
import { tablesOf } from './rows.ts'
import { demonstrationAuthority } from './scale.ts'
import { makeAuthority, authorityOptions, type AuthorityOptions } from './authority.ts'

export const stages = ['generate', 'copy', 'beds', 'children'] as const
export type Stage = (typeof stages)[number]
export const stageWords: Readonly<Record<Stage, string>> = {
  generate: 'making up the history',
  copy: 'copying the rows',
  beds: 'working out which beds are free',
  children: 'working out the nights in care',
}

export interface LoadProgress {
  authorityCode: string
  stage: Stage
  /** Number of authorities loaded before this one. */
  loadedCount: number
  /** Number of all authorities to load. */
  total: number
}

export interface LoadOptions {
  /** Number of authorities, the demonstration authority first; 1 by default. */
  authorities?: number
  seed?: string
  /** The day up to which the history goes (YYYY-MM-DD); today by default, or the reference day when that is later. */
  today?: string
  onProgress?: (progress: LoadProgress) => void
}

export interface LoadReport {
  /** Codes of the authorities loaded. */
  loaded: string[]
  /** Codes of authorities left alone because they had children or homes. */
  skipped: string[]
  /** Numbers of rows written, by table. */
  rows: Record<string, number>
}

/**
 * Loads synthetic authorities, each in a transaction of its own. An authority that already has children or homes is left
 * alone, so a second load changes nothing; concurrent loads wait for each other.
 * @param pool connects as the owner of the tables; the reference geography is already loaded
 */
export async function loadDemonstration(
  pool: Pool,
  { authorities: count = 1, seed = '1', today = ukDate(new Date()), onProgress }: LoadOptions = {},
): Promise<LoadReport> {
  const others = authorities.map(({ code }) => code).filter((code) => code !== demonstrationAuthority)
  const codes = [demonstrationAuthority, ...others].slice(0, count)
  const report: LoadReport = { loaded: [], skipped: [], rows: {} }
  for (const [index, authorityCode] of codes.entries()) {
    const onStage = (stage: Stage) =>
      onProgress?.({ authorityCode, stage, loadedCount: index, total: codes.length })
    const rows = await inTransaction(pool, (client) =>
      loadOne(client, authorityOptions(authorityCode, seed, today), onStage),
    )
    if (rows === null) report.skipped.push(authorityCode)
    else report.loaded.push(authorityCode)
    for (const [table, rowCount] of Object.entries(rows ?? {})) {
      report.rows[table] = (report.rows[table] ?? 0) + rowCount
    }
  }
  return report
}

/** Loads the demonstration authority unless it has children or homes. Returns whether it was loaded. */
export async function ensureDemonstration(
  pool: Pool,
  options: Pick<LoadOptions, 'onProgress'> = {},
): Promise<boolean> {
  const report = await loadDemonstration(pool, options)
  return report.loaded.length > 0
}

async function loadOne(
  client: PoolClient,
  options: AuthorityOptions,
  onStage: (stage: Stage) => void,
): Promise<Record<string, number> | null> {
  const { authorityCode, seed } = options
  await client.query('set local statement_timeout = 0')
  await lockLoading(client)
  if (!(await isEmpty(client, authorityCode))) return null
  onStage('generate')
  const tables = tablesOf(makeAuthority(options), seed, await panelIdsOf(client, authorityCode))
  onStage('copy')
  await markSynthetic(client, authorityCode)
  await addPlaces(client, placesAround(authorityCode))
  await setTriggers(client, 'disable')
  for (const table of tables) await copyRows(client, table)
  await analyseRecords(client)
  for (const model of readModels) {
    onStage(model.subject)
    await rebuildReadModel(client, model, authorityCode)
  }
  await recordChecklists(client, authorityCode, options.today)
  await refuseUseOfClosedBeds(client, authorityCode)
  await analyseReadModels(client)
  await setTriggers(client, 'enable')
  return Object.fromEntries(tables.map(({ table, rows }) => [table, rows.length]))
}

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}
