import type { Tx } from '../../platform/db/tenant.ts'
import { notFound, Problem } from '../../platform/http/problem.ts'
import { makeServiceKey } from '../../platform/http/service-key.ts'
import { addSecret, keyStore, markRevoked, noteSecret, retireSecrets } from './queries.ts'
import type { NewSecret } from './schema.ts'

export const NAME = 'service key'

/** A new secret of a service key. `key` is the whole key, to be shown once. */
export interface IssuedSecret {
  key: string
  prefix: string
  expiresAt: string
}

/**
 * Gives a service key its first or next secret; those before it count on for the overlap.
 * @throws {Problem} not-found; action-not-open when the key was revoked
 */
export async function issueSecret(
  tx: Tx,
  keyId: string,
  { days, overlapHours }: NewSecret,
): Promise<IssuedSecret> {
  if (!(await noteSecret(tx, keyId))) {
    if ((await keyStore.get(tx, keyId)) === undefined) throw notFound(NAME)
    throw new Problem('action-not-open', 'The service key was revoked, and that is for ever: make another.')
  }
  await retireSecrets(tx, keyId, overlapHours)
  const { text, key } = makeServiceKey()
  const expiresAt = await addSecret(tx, keyId, key, days)
  return { key: text, prefix: key.prefix, expiresAt }
}

/** Revokes a service key for ever: it is refused from the next request on. */
export async function revokeKey(tx: Tx, keyId: string): Promise<void> {
  await markRevoked(tx, keyId)
}
