import { loadConfig } from '../config.ts'
import { openDatabase } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { runCommand } from './command.ts'

/** Brings the database to this version, and says what it applied. */
await runCommand('npm run migrate', async () => {
  const log = { info: console.log, warn: console.warn }
  const database = await openDatabase({ ...loadConfig(), log })
  try {
    const { applied } = await migrate(database.url, { log })
    if (applied.length === 0) console.log('the database is up to date')
  } finally {
    await database.stop()
  }
})
