/** One kind of file that `npm run import` takes. */
export interface Importer {
  /** The kind and its arguments. */
  usage: string
  /**
   * Reads the arguments after the kind, before any database is opened, and returns the work: it is given the
   * URL of the migrated database, as its owner.
   * @throws {UsageError} when they are not as they should be
   */
  prepare(args: string[]): (databaseUrl: string) => Promise<void>
}
