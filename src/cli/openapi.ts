import { readFile, writeFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildApp } from '../app.ts'
import { createPool } from '../platform/db/pool.ts'
import { runCommand } from './command.ts'

const file = fileURLToPath(new URL('../../openapi/openapi.json', import.meta.url))

/** The OpenAPI document of the routes, as JSON. The routes are only registered and never called, so no database is needed. */
async function describeRoutes(): Promise<string> {
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
  await app.close()
  await pool.end()
  return `${JSON.stringify(document, null, 2)}\n`
}

await runCommand('npm run openapi [-- --check]', async () => {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
  const document = await describeRoutes()
  if (values.check) {
    const current = await readFile(file, 'utf8').catch(() => '')
    if (current !== document)
      throw new Error('openapi/openapi.json is not what the routes say: npm run openapi, and commit it.')
    return
  }
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, document)
})
