import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildApp } from '../app.ts'
import { createPool } from '../platform/db/pool.ts'
import { unlistedParts } from '../platform/http/unlisted-parts.ts'
import { runCommand } from './command.ts'

/** The files of `openapi/`, by name. */
type Files = Record<'openapi' | 'unlisted', string>
const pathOf = (name: string) => fileURLToPath(new URL(`../../openapi/${name}.json`, import.meta.url))

/** The OpenAPI document of the routes, and the parts of it for unlisted scopes, as JSON. The routes are only registered and never called, so no database is needed. */
async function describeRoutes(): Promise<Files> {
  const pool = createPool({ url: 'postgres://localhost/none' })
  const app = await buildApp({
    pool,
    journal: pool,
    verify: () => Promise.reject(new Error('no token is read here')),
    clock: () => new Date(),
    logger: false,
    limits: {
      failuresPerMinute: 1,
      requestsPerMinute: 1,
      bodyBytes: 1024,
      uploadBytes: 1024,
      requestTimeoutMs: 1000,
      factsBytes: 0,
    },
  })
  await app.ready()
  const document = app.generatedDocument()
  const parts = unlistedParts(document, app.wholeDocument())
  await app.close()
  await pool.end()
  const textOf = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
  return { openapi: textOf(document), unlisted: textOf(parts) }
}

await runCommand('npm run openapi [-- --check]', async () => {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
  for (const [name, text] of Object.entries(await describeRoutes())) {
    const file = pathOf(name)
    if (!values.check) await writeFile(file, text)
    else if ((await readFile(file, 'utf8').catch(() => '')) !== text)
      throw new Error(`openapi/${name}.json is not what the routes say: npm run openapi, and commit it.`)
  }
})
