import { crud, type ChangeResult, type Store } from '../../platform/db/crud.ts'
import * as tables from '../../platform/db/tables.ts'
import type { Tx } from '../../platform/db/tenant.ts'

const records = crud(tables.serviceKeys)

/** A secret of a service key, without the secret. */
export interface SecretState {
  prefix: string
  issuedAt: string
  expiresAt: string
  lastUsedAt: string | null
}

type Recorded = typeof tables.serviceKeys.$inferSelect
/** A service key with its secrets, which are not part of the record: their use is no change of it. */
export type ServiceKeyRow = Recorded & { secrets?: SecretState[] }

async function addSecrets(tx: Tx, rows: readonly Recorded[]): Promise<ServiceKeyRow[]> {
  const { rows: secrets } = await tx.client.query<SecretState & { keyId: string }>(
    `select key_id as "keyId", prefix, issued_at as "issuedAt", expires_at as "expiresAt",
            last_used_at as "lastUsedAt"
       from service_key_secrets where key_id = any($1) order by issued_at desc, id desc`,
    [rows.map(({ id }) => id)],
  )
  return rows.map((row) => ({
    ...row,
    secrets: secrets.filter(({ keyId }) => keyId === row.id),
  }))
}

async function addSecretsOfOne(tx: Tx, row: Recorded): Promise<ServiceKeyRow> {
  const [single] = await addSecrets(tx, [row])
  return single ?? row
}

async function addSecretsToChange(
  tx: Tx,
  change: ChangeResult<Recorded>,
): Promise<ChangeResult<ServiceKeyRow>> {
  return 'row' in change ? { row: await addSecretsOfOne(tx, change.row) } : change
}

/** The store of service keys. Rows as they are now have their secrets, rows as they were known have not. */
export const keyStore: Store<ServiceKeyRow, typeof tables.serviceKeys.$inferInsert> = {
  ...records,
  async list(tx, listing) {
    const rows = await records.list(tx, listing)
    return listing.knownAt === undefined ? addSecrets(tx, rows) : rows
  },
  async get(tx, id, knownAt) {
    const row = await records.get(tx, id, knownAt)
    return row && knownAt === undefined ? addSecretsOfOne(tx, row) : row
  },
  insert: async (tx, values) => addSecretsOfOne(tx, await records.insert(tx, values)),
  update: async (tx, id, values, version) =>
    addSecretsToChange(tx, await records.update(tx, id, values, version)),
}

/** The id of the authority's service key of this name. */
export async function keyIdByName(tx: Tx, name: string): Promise<string | undefined> {
  const { rows } = await tx.client.query<{ id: string }>(
    'select id from service_keys where authority_code = $1 and name = $2',
    [tx.principal.authorityCode, name],
  )
  return rows[0]?.id
}

/** Marks that a key gets a secret, and locks it. Resolves to false when there is no such key, or it was revoked. */
export async function noteSecret(tx: Tx, keyId: string): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    'update service_keys set secret_issued_at = now() where id = $1 and revoked_at is null',
    [keyId],
  )
  return rowCount === 1
}

/** Lets the secrets of a key expire within `hours`, if they do not sooner. */
export async function retireSecrets(tx: Tx, keyId: string, hours: number): Promise<void> {
  await tx.client.query(
    `update service_key_secrets set expires_at = least(expires_at, now() + make_interval(hours => $2))
      where key_id = $1 and expires_at > now()`,
    [keyId, hours],
  )
}

/** Adds a secret to a key, valid for `days`. Resolves to the instant at which it expires (ISO 8601). */
export async function addSecret(
  tx: Tx,
  keyId: string,
  secret: { prefix: string; hash: Buffer },
  days: number,
): Promise<string> {
  const { rows } = await tx.client.query<{ expiresAt: string }>(
    `insert into service_key_secrets (authority_code, key_id, prefix, hash, expires_at)
     values ($1, $2, $3, $4, now() + make_interval(hours => 24 * $5)) returning expires_at as "expiresAt"`,
    [tx.principal.authorityCode, keyId, secret.prefix, secret.hash, days],
  )
  return rows[0]?.expiresAt ?? ''
}

/** Revokes a key. A key that was revoked before stays as it was. */
export async function markRevoked(tx: Tx, keyId: string): Promise<void> {
  await tx.client.query('update service_keys set revoked_at = now() where id = $1 and revoked_at is null', [
    keyId,
  ])
}
