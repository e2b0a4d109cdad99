import type { Pool, PoolClient } from 'pg'
import { authorities } from '../domain/geography/authorities.ts'
import { syntheticPostcodes } from '../domain/geography/synthetic.ts'
import { copyRows } from './copy.ts'
import type { Place } from './model.ts'
import { allPlaces, gazetteerOf } from './places.ts'
import {
  addPlaces,
  analyse,
  fillBedFree,
  fillBedUse,
  fillCareFacts,
  isEmpty,
  markSynthetic,
  setTriggers,
  takeTurn,
} from './queries.ts'
import { rowsOf } from './rows.ts'
import { demonstrationAuthority } from './scale.ts'
import { makeWorld } from './world.ts'

export const stages = ['generate', 'copy', 'beds', 'care'] as const
export type Stage = (typeof stages)[number]

export interface Progress {
  authorityCode: string
  stage: Stage
  /** Authorities done before this one, and in all. */
  done: number
  total: number
  /** Milliseconds since this authority began. */
  elapsedMs: number
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

/** First day of the history: five years for the demonstration authority, ten where scale is the point. */
const start = '2018-12-01'
const startAtScale = '2013-12-31'

/**
 * Loads synthetic authorities, each in a transaction of its own: all of it or nothing. One that has children or
 * homes already is left alone, so a second load changes nothing, and two at once take turns.
 * @param pool of the user that owns the tables, after the authorities are in
 */
export async function loadDemonstration(
  pool: Pool,
  { authorities: count = 1, seed = '1', onProgress }: LoadOptions = {},
): Promise<LoadReport> {
  const codes = [
    demonstrationAuthority,
    ...authorities.map(({ code }) => code).filter((code) => code !== demonstrationAuthority),
  ]
  const places = count === 1 ? syntheticPostcodes() : allPlaces()
  const report: LoadReport = { loaded: [], skipped: [], rows: {} }
  const chosen = codes.slice(0, count)
  for (const [done, authorityCode] of chosen.entries()) {
    const began = performance.now()
    const at = (stage: Stage) =>
      onProgress?.({ authorityCode, stage, done, total: chosen.length, elapsedMs: performance.now() - began })
    const client = await pool.connect()
    try {
      await client.query('begin')
      const rows = await loadOne(client, authorityCode, seed, places, at)
      await client.query('commit')
      if (rows === null) report.skipped.push(authorityCode)
      else report.loaded.push(authorityCode)
      for (const [table, added] of Object.entries(rows ?? {}))
        report.rows[table] = (report.rows[table] ?? 0) + added
    } catch (error) {
      await client.query('rollback').catch(() => {})
      throw error
    } finally {
      client.release()
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
  places: readonly Place[],
  at: (stage: Stage) => void,
): Promise<Record<string, number> | null> {
  await client.query('set local statement_timeout = 0')
  await takeTurn(client)
  if (!(await isEmpty(client, authorityCode))) return null
  at('generate')
  const world = makeWorld({
    authorityCode,
    seed,
    gazetteer: gazetteerOf(authorityCode, places),
    start: authorityCode === demonstrationAuthority ? start : startAtScale,
  })
  const tables = rowsOf(world, seed)
  at('copy')
  await markSynthetic(client, authorityCode)
  await addPlaces(client, places)
  await setTriggers(client, 'disable')
  for (const table of tables) await copyRows(client, table)
  at('beds')
  await fillBedUse(client, authorityCode)
  await analyse(client)
  await fillBedFree(client, authorityCode)
  at('care')
  await fillCareFacts(client, authorityCode)
  await setTriggers(client, 'enable')
  return Object.fromEntries(tables.map(({ table, rows }) => [table, rows.length]))
}
