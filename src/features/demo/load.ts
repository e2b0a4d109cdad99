import type { Pool, PoolClient } from 'pg'
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
  refuseUseOfClosedBeds,
  setTriggers,
  takeTurn,
} from './queries.ts'
import { rowsOf } from './rows.ts'
import { demonstrationAuthority } from './scale.ts'
import { makeWorld, worldOptions } from './world.ts'

export const stages = ['generate', 'copy', 'beds', 'children'] as const
export type Stage = (typeof stages)[number]
export const stageWords: Readonly<Record<Stage, string>> = {
  generate: 'making up the history',
  copy: 'copying the rows',
  beds: 'working out which beds are free',
  children: 'working out the nights in care',
}

export interface Progress {
  authorityCode: string
  stage: Stage
  /** Authorities done before this one, and in all. */
  done: number
  total: number
}

export interface LoadOptions {
  /** How many authorities, the demonstration authority first; 1 unless told. */
  authorities?: number
  seed?: string
  onProgress?: (progress: Progress) => void
}

export interface LoadReport {
  /** Authorities loaded now; the others had children or homes already. */
  loaded: string[]
  skipped: string[]
  rows: Record<string, number>
}

/**
 * Loads synthetic authorities, each in a transaction of its own: all of it or nothing. One that has children or
 * homes already is left alone, so a second load changes nothing, and two at once take turns.
 * @param pool of the user that owns the tables, after the authorities are in
 */
export async function loadDemonstration(
  pool: Pool,
  { authorities: count = 1, seed = '1', onProgress }: LoadOptions = {},
): Promise<LoadReport> {
  const others = authorities.map(({ code }) => code).filter((code) => code !== demonstrationAuthority)
  const chosen = [demonstrationAuthority, ...others].slice(0, count)
  const report: LoadReport = { loaded: [], skipped: [], rows: {} }
  for (const [done, authorityCode] of chosen.entries()) {
    const at = (stage: Stage) => onProgress?.({ authorityCode, stage, done, total: chosen.length })
    const rows = await inTransaction(pool, (client) => loadOne(client, authorityCode, seed, at))
    if (rows === null) report.skipped.push(authorityCode)
    else report.loaded.push(authorityCode)
    for (const [table, added] of Object.entries(rows ?? {})) {
      report.rows[table] = (report.rows[table] ?? 0) + added
    }
  }
  return report
}

/** Loads the demonstration authority where it has no children and no homes yet; returns whether it did. */
export async function ensureDemonstration(
  pool: Pool,
  options: Pick<LoadOptions, 'onProgress'> = {},
): Promise<boolean> {
  const { loaded } = await loadDemonstration(pool, options)
  return loaded.length > 0
}

async function loadOne(
  client: PoolClient,
  authorityCode: string,
  seed: string,
  at: (stage: Stage) => void,
): Promise<Record<string, number> | null> {
  await client.query('set local statement_timeout = 0')
  await takeTurn(client)
  if (!(await isEmpty(client, authorityCode))) return null
  at('generate')
  const tables = rowsOf(makeWorld(worldOptions(authorityCode, seed)), seed)
  at('copy')
  await markSynthetic(client, authorityCode)
  await addPlaces(client, placesAround(authorityCode))
  await setTriggers(client, 'disable')
  for (const table of tables) await copyRows(client, table)
  await analyseRecords(client)
  for (const model of readModels) {
    at(model.subject)
    await rebuildReadModel(client, model, authorityCode)
  }
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
