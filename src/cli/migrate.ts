import { loadConfig } from '../config.ts'
import { runCommand } from './command.ts'
import { withDatabase } from './database.ts'

/** Applies the migrations that the database does not have yet, and prints their names. */
await runCommand('npm run migrate', async () => {
  const log = { info: console.log, warn: console.warn }
  await withDatabase({ ...loadConfig(), log }, async (_url, names) => {
    if (names.length === 0) console.log('the database is up to date')
  })
})
