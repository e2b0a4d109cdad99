import { randomBytes } from 'node:crypto'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseError, type Client, type Pool } from 'pg'
import type { Test } from 'tap'
import { APP_ROLE, createPool } from '../../src/platform/db/pool.ts'
import { openTestServer } from './server.ts'
import { administer, databaseUrl, template } from './template.ts'

export interface TestDatabase {
  /** Connects as the owner. */
  url: string
  /** Acts as the application's role, as every request does. */
  appPool: Pool
  /** Owns the tables: for arranging and for looking behind the curtain. */
  ownerPool: Pool
}

/** Lays something between the application and its database: from the database's address it makes that of the way there. */
export type Tap = (url: string) => Promise<string>

const IN_USE = '55006'

/** A migrated, empty database for this test file alone; it goes when the test ends. */
export async function testDatabase(t: Test, { tap }: { tap?: Tap | undefined } = {}): Promise<TestDatabase> {
  const server = await openTestServer()
  const source = await template(server)
  const name = `test_${basename(process.argv[1] ?? '')
    .replace(/\W.*$/, '')
    .toLowerCase()}_${randomBytes(4).toString('hex')}`
  await administer(server.url, (client) => clone(client, source, name))
  const url = databaseUrl(server.url, name)
  const ownerPool = createPool({ url, name: 'test owner', max: 10 })
  const appUrl = tap ? await tap(url) : url
  const appPool = createPool({ url: appUrl, name: 'test app', max: 20, role: APP_ROLE })
  t.teardown(async () => {
    await Promise.all([ownerPool.end(), appPool.end()])
    await administer(server.url, (client) => client.query(`drop database ${name} with (force)`))
    // Under tap the server waits for the next file; a test run by hand stops what it started.
    await (process.env.TAP_CHILD_ID === undefined ? server.stop() : server.leave())
  })
  return { url, appPool, ownerPool }
}

/** Another test may be looking at the template; that is soon over. */
async function clone(client: Client, source: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(`create database ${name} template ${source}`)
      return
    } catch (error) {
      const busy = error instanceof DatabaseError && error.code === IN_USE
      if (!busy || attempt === 50) throw error
      await sleep(100)
    }
  }
}
