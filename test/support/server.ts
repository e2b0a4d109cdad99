import { createHash } from 'node:crypto'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Pool } from 'pg'
import { loadConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/platform/db/embedded.ts'
import { derivedUrls } from '../../src/platform/db/logins.ts'
import { isAlive } from '../../src/platform/db/embedded/home.ts'

const checkout = fileURLToPath(new URL('../..', import.meta.url))

/** The data folder of the test server: one for each checkout and user, so that they can test at the same time. */
export const testDataDir = join(
  tmpdir(),
  `sufficiency-test-${createHash('sha256').update(`${checkout} ${userInfo().uid}`).digest('hex').slice(0, 8)}`,
)

/** Settings for speed: data that a crash would lose can be made again. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: 200,
  shared_buffers: '128MB',
}

export interface TestServer {
  url: string
  /** Connections as the owner of the server, for creating and dropping databases. */
  admin: Pool
}

let testServer: Promise<TestServer> | undefined

/**
 * Opens the server that tests use: that of TEST_DATABASE_URL, or an embedded one, which is started unless it runs and keeps
 * running for the next test.
 */
export const openTestServer = (): Promise<TestServer> => (testServer ??= open())

async function open(): Promise<TestServer> {
  const { testDatabaseUrl } = loadConfig()
  const databaseUrls = testDatabaseUrl === undefined ? undefined : derivedUrls(testDatabaseUrl)
  const server = await openDatabase({ databaseUrls, dataDir: testDataDir, settings })
  await server.leave()
  // A process whose tests have ended may end.
  const admin = new Pool({
    connectionString: server.url,
    max: 1,
    allowExitOnIdle: true,
    idleTimeoutMillis: 0,
  })
  admin.on('error', () => {})
  if (server.embedded) await dropLeftovers(admin)
  return { url: server.url, admin }
}

/** Drops databases left by test processes that were killed. */
async function dropLeftovers(admin: Pool): Promise<void> {
  const { rows } = await admin.query<{ datname: string; pid: number }>(
    `select datname, substring(datname from '^test_([0-9]+)_')::int as pid from pg_database
      where datname ~ '^test_[0-9]+_'`,
  )
  for (const { datname } of rows.filter(({ pid }) => !isAlive(pid))) {
    // Another process may do the same at the same time.
    await admin.query(`drop database if exists ${datname} with (force)`).catch(() => {})
  }
}
