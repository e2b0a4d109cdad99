/** One kind of file that can be imported. */
export interface Importer {
  /** What follows `npm run import --`. */
  usage: string
  /**
   * Reads the arguments and returns the work to do, so that a mistake in them is told before a database is
   * opened. The work takes the URL of a migrated database, as its owner.
   * @throws {Error} that says what is wrong with them
   */
  prepare(args: string[]): (databaseUrl: string) => Promise<void>
}
