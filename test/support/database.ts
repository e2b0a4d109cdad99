import { randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import type { Test } from 'tap'
import { derivedUrls, prepareLogins, type DatabaseUrls } from '../../src/platform/db/logins.ts'
import { createPool } from '../../src/platform/db/pool.ts'
import { resumeSending } from '../../src/platform/db/sending.ts'
import { openTestServer } from './server.ts'
import { copyDatabase, databaseUrl, template, type Contents } from './template.ts'

export interface TestDatabase {
  /** Connection URL of the owner. */
  url: string
  /** Connection URLs of the owner and of the service's logins. */
  urls: DatabaseUrls
  /** Connections of the application's login, as every request has. */
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
  const urls = derivedUrls(url)
  const ownerPool = createPool({ url, name: 'test owner', max: 10 })
  await prepareLogins(ownerPool, urls)
  // It was copied from a template, and is to send all the same.
  await resumeSending(ownerPool)
  const appUrl = tap ? await tap(urls.app) : urls.app
  const appPool = createPool({ url: appUrl, name: 'test app', max: 20 })
  t.teardown(async () => {
    await Promise.all([ownerPool.end(), appPool.end()])
    await server.admin.query(`drop database ${name} with (force)`)
  })
  return { url, urls, appPool, ownerPool }
}

/** The environment variables by which a command or the service uses a test's database. */
export const databaseVariables = ({ owner, app }: DatabaseUrls) => ({
  DATABASE_OWNER_URL: owner,
  DATABASE_URL: app,
})
