import type { DatabaseUrls } from '../platform/db/logins.ts'

/** One kind of file that `npm run import` takes. */
export interface Importer {
  /** The kind and its arguments, for the usage line. */
  usage: string
  /**
   * Parses the arguments after the kind, before a database is opened. Returns the import itself, a function of the URL
   * by which the owner connects to the migrated database.
   * @throws {UsageError} when the arguments are wrong
   */
  prepare(args: string[]): (urls: DatabaseUrls) => Promise<void>
}
