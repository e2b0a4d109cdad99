import { loadConfig } from '../config.ts'
import { runCommand } from './command.ts'
import { withDatabase } from './database.ts'

/** Brings the database to this version, and prints what was applied. */
await runCommand('npm run migrate', async () => {
  const log = { info: console.log, warn: console.warn }
  await withDatabase({ ...loadConfig(), log }, async (_url, outcome) => {
    if (outcome.applied.length + outcome.defined.length === 0) console.log('the database is up to date')
  })
})
