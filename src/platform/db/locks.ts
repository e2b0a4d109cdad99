/**
 * The number of every advisory lock, one for each purpose. Where several can be held for one purpose, the number is the
 * first of a pair or the seed of a hash, and the other part says of what. Functions of the schema say
 * `lock_number('child')`; a test holds the two lists equal.
 */
export const locks = {
  /** Held shared by every process that uses the embedded server; who can take it alone is the last. */
  embeddedServer: 5_903_000,
  /** One process migrates a database at a time. */
  migration: 5_903_001,
  /** One process makes the template of the test databases at a time. */
  testTemplate: 5_903_002,
  /** One writer at a time of what read models keep of a child. */
  child: 5903,
  /** Those who come to one home take turns, where someone is to be kept from someone. */
  home: 5905,
  /** Releases of an authority are made one after another. */
  release: 5906,
  /** Versions of a profile are published one after another. */
  profile: 5907,
  /** One process loads the demonstration at a time. */
  demonstration: 5909,
  /** A request is carried out once, however often it is sent at the same time. */
  idempotencyKey: 5910,
} as const
