import { loadConfig } from '../config.ts'
import { restoreBackup } from '../platform/db/backup.ts'
import { openDatabase } from '../platform/db/embedded.ts'
import { prepareDatabase } from '../platform/db/migrate.ts'
import { runCommand, UsageError } from './command.ts'

/** Restores a backup into an empty database, and brings it to this version. */
await runCommand('npm run -s restore -- FILE', async () => {
  const [file, ...others] = process.argv.slice(2)
  if (file === undefined || others.length > 0) throw new UsageError('Give one file.')
  const log = { info: console.log, warn: console.warn }
  const database = await openDatabase({ ...loadConfig(), log })
  try {
    await restoreBackup(database.url, file)
    await prepareDatabase(database.urls, { log })
  } finally {
    await database.stop()
  }
  console.log(
    [
      'The backup is restored. Nothing is sent from this copy until it is told to: npm run -s sending -- resume',
      'Check what is derived from the records: npm run -s read-models -- check',
      'Make logins of the schema reporting again: npm run -s reporting-login -- rotate …',
    ].join('\n'),
  )
})
