import { constants } from 'node:os'
import { openDatabase, type DatabaseOptions } from '../platform/db/embedded.ts'
import { migrate } from '../platform/db/migrate.ts'

/**
 * Runs `work` on a migrated database, whose owner the URL connects as, and leaves it afterwards. A command
 * that is interrupted leaves it too: what it had not committed is undone.
 */
export async function withDatabase(
  options: DatabaseOptions,
  work: (url: string, applied: string[]) => Promise<void>,
): Promise<void> {
  const database = await openDatabase(options)
  let leaving: Promise<void> | undefined
  const interrupted = (signal: 'SIGINT' | 'SIGTERM') => {
    leaving ??= database.stop().finally(() => process.exit(128 + constants.signals[signal]))
  }
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted)
  try {
    const { applied } = await migrate(database.url, options.log && { log: options.log })
    await work(database.url, applied)
  } catch (error) {
    await leaving
    throw error
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
    await database.stop()
  }
}
