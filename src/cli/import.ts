import { loadConfig } from '../config.ts'
import { openDatabase } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { importOnspd } from './import-onspd.ts'
import type { Importer } from './importer.ts'

const importers: Record<string, Importer> = {
  onspd: importOnspd,
}

async function main([kind = '', ...args]: string[]): Promise<void> {
  const importer = Object.hasOwn(importers, kind) ? importers[kind] : undefined
  if (importer === undefined) throw new Error(usage())
  const work = importer.prepare(args)
  const { databaseUrl, dataDir } = loadConfig()
  const database = await openDatabase({ databaseUrl, dataDir })
  try {
    await migrate(database.url)
    await work(database.url)
  } finally {
    await database.stop()
  }
}

function usage(): string {
  const lines = Object.values(importers).map((importer) => `  npm run import -- ${importer.usage}`)
  return `Say what to import:\n${lines.join('\n')}`
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
