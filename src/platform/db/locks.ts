/**
 * The number of every advisory lock, one for each purpose. A purpose with a lock for each child, home and so on uses the number
 * as the first of a pair, or as the seed of a hash of the id. SQL functions use `lock_number('child')`; a test checks that
 * both lists are equal.
 */
export const locks = {
  /** Held shared by every process that uses the embedded server; who can take it exclusively is the last one. */
  embeddedServer: 5_903_000,
  /** One process migrates a database at a time. */
  migration: 5_903_001,
  /** One process makes the template of the test databases at a time. */
  testTemplate: 5_903_002,
  /** Held while the read models of a child are written. */
  child: 5903,
  /** Held while a child is placed in a home where separations must be checked. */
  home: 5905,
  /** Releases of an authority are made one after another. */
  release: 5906,
  /** Versions of a profile are published one after another. */
  profile: 5907,
  /** One process at a time tells of new rows of an authority's attention list. */
  attention: 5908,
  /** One process loads the demonstration at a time. */
  demonstration: 5909,
  /** Held while children's records are made from an authority's returns. */
  returns: 5911,
  /** Held while records of a case system are taken. */
  caseSystem: 5912,
  /** Held shared by whoever writes in a sandbox, and by its reset alone. */
  sandbox: 5913,
  /** One process at a time computes the values of measures of an authority. */
  measureValues: 5914,
  /** Held while what is kept of a child is erased, and while a legal hold is placed. */
  retention: 5915,
  /** Held while a request with an idempotency key is carried out. */
  idempotencyKey: 5910,
} as const
