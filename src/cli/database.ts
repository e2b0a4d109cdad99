import { constants } from 'node:os'
import { openDatabase, type DatabaseOptions } from '../platform/db/embedded.ts'
import { migrate, type Migrated } from '../platform/db/migrate.ts'

/**
 * Opens and migrates the database, runs `work` with the owner's URL and what the migration did, and
 * disconnects. Interrupted by SIGINT or SIGTERM it disconnects and exits; uncommitted work is rolled back.
 */
export async function withDatabase(
  options: DatabaseOptions,
  work: (url: string, outcome: Migrated) => Promise<void>,
): Promise<void> {
  const database = await openDatabase(options)
  let leaving: Promise<void> | undefined
  const onSignal = (signal: 'SIGINT' | 'SIGTERM') => {
    leaving ??= database.stop().finally(() => process.exit(128 + constants.signals[signal]))
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  try {
    const outcome = await migrate(database.url, options.log && { log: options.log })
    await work(database.url, outcome)
  } catch (error) {
    await leaving
    throw error
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
    await database.stop()
  }
}
