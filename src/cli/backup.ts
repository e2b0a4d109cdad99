import { loadConfig } from '../config.ts'
import { backUp } from '../platform/db/backup.ts'
import { runCommand, UsageError } from './command.ts'
import { withDatabase } from './database.ts'

/** Writes a backup of the database to a file. */
await runCommand('npm run -s backup -- FILE', async () => {
  const [file, ...others] = process.argv.slice(2)
  if (file === undefined || others.length > 0) throw new UsageError('Give one file.')
  await withDatabase(loadConfig(), async (urls) => {
    await backUp(urls.owner, file)
    console.log(
      `the backup is in ${file}: keep it like the database itself, for it has the records of children`,
    )
  })
})
