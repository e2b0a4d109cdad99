import { constants } from 'node:os'
import { openDatabase, type DatabaseOptions } from '../platform/db/embedded.ts'
import type { DatabaseUrls } from '../platform/db/logins.ts'
import { prepareDatabase, type Migrated } from '../platform/db/migrate.ts'

/**
 * Opens and migrates the database, runs `work` with the URLs by which it is reached and what the migration did, and
 * disconnects. Interrupted by SIGINT or SIGTERM it disconnects and exits; uncommitted work is rolled back.
 */
export async function withDatabase(
  options: DatabaseOptions,
  work: (urls: DatabaseUrls, outcome: Migrated) => Promise<void>,
): Promise<void> {
  const database = await openDatabase(options)
  let leaving: Promise<void> | undefined
  const onSignal = (signal: 'SIGINT' | 'SIGTERM') => {
    leaving ??= database.stop().finally(() => process.exit(128 + constants.signals[signal]))
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  try {
    const outcome = await prepareDatabase(database.urls, options.log && { log: options.log })
    await work(database.urls, outcome)
  } catch (error) {
    await leaving
    throw error
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
    await database.stop()
  }
}
