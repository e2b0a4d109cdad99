import { randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import type { Test } from 'tap'
import { APP_ROLE, createPool } from '../../src/platform/db/pool.ts'
import { openTestServer } from './server.ts'
import { copyDatabase, databaseUrl, template, type Contents } from './template.ts'

export interface TestDatabase {
  /** Connection URL of the owner. */
  url: string
  /** Connections with the application's role, as every request has. */
  appPool: Pool
  /** Connections as the owner of the tables, for setting up data and for checks that row-level security would hide. */
  ownerPool: Pool
}

/** Puts a proxy between the application and its database: from the database's URL to that of the proxy. */
export type Tap = (url: string) => Promise<string>

export interface TestDatabaseOptions {
  /** Its initial contents; empty (only migrated) by default. */
  contents?: Contents
  tap?: Tap | undefined
}

/** Makes a migrated database for this test; it is dropped when the test ends. */
export async function testDatabase(
  t: Test,
  { contents = 'empty', tap }: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const server = await openTestServer()
  const source = await template(server, contents)
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`
  await copyDatabase(server.admin, source, name)
  const url = databaseUrl(server.url, name)
  const ownerPool = createPool({ url, name: 'test owner', max: 10 })
  const appUrl = tap ? await tap(url) : url
  const appPool = createPool({ url: appUrl, name: 'test app', max: 20, role: APP_ROLE })
  t.teardown(async () => {
    await Promise.all([ownerPool.end(), appPool.end()])
    await server.admin.query(`drop database ${name} with (force)`)
  })
  return { url, appPool, ownerPool }
}
