import { readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readCatalogue } from '../platform/db/catalogue.ts'
import { createPool } from '../platform/db/pool.ts'
import { readMigrations, SCHEMA_ROOT } from '../platform/db/schema-files.ts'
import { currentSql, schemaPage } from '../platform/db/schema-text.ts'
import { runCommand } from './command.ts'
import { withDatabase } from './database.ts'

/** The texts of the schema's pages, by path, read from a new database on a temporary embedded PostgreSQL. */
async function describeSchema(): Promise<Map<string, string>> {
  const pages = new Map<string, string>()
  const dataDir = join(tmpdir(), `sufficiency-schema-${process.pid}`)
  const settings = { fsync: 'off', full_page_writes: 'off' }
  try {
    await withDatabase({ dataDir, settings }, async (urls) => {
      const pool = createPool({ url: urls.owner, name: 'sufficiency schema', max: 1 })
      const [catalogue, migrations] = await Promise.all([readCatalogue(pool), readMigrations()])
      await pool.end()
      pages.set('schema/current.sql', currentSql(catalogue, migrations))
      pages.set('docs/schema.md', schemaPage(catalogue, migrations))
    })
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
  return pages
}

await runCommand('npm run schema [-- --check]', async () => {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
  for (const [path, text] of await describeSchema()) {
    const file = join(SCHEMA_ROOT, path)
    if (!values.check) await writeFile(file, text)
    else if ((await readFile(file, 'utf8').catch(() => '')) !== text)
      throw new Error(
        `${path} is not what the migrations, functions and views make: npm run schema, and commit it.`,
      )
  }
})
