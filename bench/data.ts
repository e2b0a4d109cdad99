import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { loadDemonstration } from '../src/features/demo/index.ts'
import { loadReference } from '../src/features/geography/index.ts'
import { openDatabase, type Database } from '../src/platform/db/embedded.ts'
import { derivedUrls } from '../src/platform/db/logins.ts'
import { prepareDatabase } from '../src/platform/db/migrate.ts'
import { createPool } from '../src/platform/db/pool.ts'

/** Data folder of the server; it stays between runs, as loading all of England takes long. */
const dataDir = join(tmpdir(), 'sufficiency-bench')

/** Opens the embedded server of the benchmarks, with settings of their own. */
export function openServer(): Promise<Database> {
  return openDatabase({
    dataDir,
    settings: { shared_buffers: '1GB', work_mem: '64MB', max_connections: 200 },
  })
}

/** The URL of a database with this number of synthetic authorities, which the first run loads. */
export async function databaseOf(server: Database, authorities: number): Promise<string> {
  const name = `bench_${authorities}`
  const admin = new Client({ connectionString: server.url })
  await admin.connect()
  const there = await admin.query('select from pg_database where datname = $1', [name])
  if (there.rowCount === 0) await admin.query(`create database ${name}`)
  await admin.end()
  const url = new URL(server.url)
  url.pathname = `/${name}`
  await prepareDatabase(derivedUrls(url.href))
  const owner = createPool({ url: url.href, name: 'bench', max: 1 })
  try {
    await loadReference(owner)
    const report = await loadDemonstration(owner, {
      authorities,
      onProgress: ({ stage, loadedCount, total }) =>
        stage === 'generate' && process.stderr.write(`loading authority ${loadedCount + 1} of ${total}\r`),
    })
    if (report.loaded.length > 0) await owner.query('vacuum analyze')
  } finally {
    await owner.end()
  }
  return url.href
}
