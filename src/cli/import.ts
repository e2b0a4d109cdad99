import { loadConfig } from '../config.ts'
import { runCommand, UsageError } from './command.ts'
import { withDatabase } from './database.ts'
import { importDfe } from './import-dfe.ts'
import { importOnspd } from './import-onspd.ts'
import { importSsda903 } from './import-ssda903.ts'
import { importOfsted, importSupply } from './import-supply.ts'
import { undoImport } from './undo-import.ts'
import type { Importer } from './importer.ts'

const importers: Record<string, Importer> = {
  onspd: importOnspd,
  ssda903: importSsda903,
  dfe: importDfe,
  undo: undoImport,
  supply: importSupply,
  ofsted: importOfsted,
}
const usage = Object.values(importers)
  .map((importer) => `npm run import -- ${importer.usage}`)
  .join('\n       ')

await runCommand(usage, async () => {
  const [kind = '', ...args] = process.argv.slice(2)
  const importer = Object.hasOwn(importers, kind) ? importers[kind] : undefined
  if (importer === undefined) throw new UsageError('Say what to import.')
  const work = importer.prepare(args)
  await withDatabase(loadConfig(), work)
})
