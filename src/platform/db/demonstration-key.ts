import { randomBytes } from 'node:crypto'
import type { Pool } from 'pg'

/**
 * The secret (32 bytes) that signs demonstration tokens; made and stored on first use. `owner` owns the tables.
 * @throws {Error} when an identity provider has signed people in on this database
 */
export async function demonstrationKey(owner: Pool): Promise<Uint8Array> {
  await owner.query('insert into demonstration_key (secret) values ($1) on conflict do nothing', [
    randomBytes(32),
  ])
  const { rows } = await owner.query<{ secret: Buffer | null }>('select secret from demonstration_key')
  const secret = rows[0]?.secret
  if (!secret) {
    throw new Error(
      'on this database an identity provider signs people in: set OIDC_ISSUER and OIDC_AUDIENCE, or OIDC_PROVIDERS',
    )
  }
  return secret
}

/** Forgets the secret for good: from now on identity providers sign people in. */
export async function forgetDemonstrationKey(owner: Pool): Promise<void> {
  await owner.query(
    `insert into demonstration_key (secret) values (null)
     on conflict (only_one) do update set secret = null where demonstration_key.secret is not null`,
  )
}
