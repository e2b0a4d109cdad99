import { createHash } from 'node:crypto'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadConfig } from '../../src/config.ts'
import { openDatabase, type Database } from '../../src/platform/db/embedded.ts'

const checkout = fileURLToPath(new URL('../..', import.meta.url))

/** A server for each checkout and user, so that they may test at the same time. */
export const testDataDir = join(
  tmpdir(),
  `sufficiency-test-${createHash('sha256').update(`${checkout} ${userInfo().uid}`).digest('hex').slice(0, 8)}`,
)

/** Speed before safety: what a crash would lose here is made anew. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: 200,
  shared_buffers: '128MB',
}

/** The server that tests use: that of TEST_DATABASE_URL, else an embedded one, started unless it is up. */
export const openTestServer = (): Promise<Database> =>
  openDatabase({ databaseUrl: loadConfig().testDatabaseUrl, dataDir: testDataDir, settings })
