import { loadConfig } from '../config.ts'
import { runCommand } from './command.ts'
import { withDatabase } from './database.ts'

/** Brings the database to this version, and says what it applied. */
await runCommand('npm run migrate', async () => {
  const log = { info: console.log, warn: console.warn }
  await withDatabase({ ...loadConfig(), log }, async (_url, applied) => {
    if (applied.length === 0) console.log('the database is up to date')
  })
})
