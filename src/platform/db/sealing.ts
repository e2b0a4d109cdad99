import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import { transaction } from './transaction.ts'

const [MARK_BYTES, IV_BYTES, TAG_BYTES] = [4, 12, 16]
const AROUND = MARK_BYTES + IV_BYTES + TAG_BYTES
/** Bytes of a secret as it is issued; sealed it has `AROUND` more, by which both are told apart. */
export const SECRET_BYTES = 32

/**
 * Seals secrets before they are stored (AES-256-GCM), so that whoever reads the database or a backup of it can't sign in the
 * service's name. The first key seals, and every key opens what it has sealed. Without keys nothing is sealed.
 */
export class Sealing {
  readonly #keys: { key: Buffer; mark: Buffer }[]

  constructor(keys: readonly Buffer[]) {
    this.#keys = keys.map((key) => ({ key, mark: markOf(key) }))
  }

  /** `holder` is the id of what has the secret: sealed for one, it opens for no other. */
  seal(secret: Buffer, holder: string): Buffer {
    const [first] = this.#keys
    if (first === undefined) return secret
    const iv = randomBytes(IV_BYTES)
    const cipher = createCipheriv('aes-256-gcm', first.key, iv).setAAD(Buffer.from(holder))
    const content = Buffer.concat([cipher.update(secret), cipher.final()])
    return Buffer.concat([first.mark, iv, cipher.getAuthTag(), content])
  }

  /**
   * @throws {Error} when no key is the one that sealed it, when it was changed, or when it was sealed for another
   */
  unseal(envelope: Buffer, holder: string): Buffer {
    if (envelope.length === SECRET_BYTES) return envelope
    const mark = envelope.subarray(0, MARK_BYTES)
    const key = this.#keys.find((one) => one.mark.equals(mark))?.key
    if (key === undefined)
      throw new Error(
        `secrets are sealed by a key that SECRETS_KEYS does not have: the one of mark ${mark.toString('hex')}`,
      )
    const iv = envelope.subarray(MARK_BYTES, MARK_BYTES + IV_BYTES)
    const decipher = createDecipheriv('aes-256-gcm', key, iv)
      .setAAD(Buffer.from(holder))
      .setAuthTag(envelope.subarray(MARK_BYTES + IV_BYTES, AROUND))
    return Buffer.concat([decipher.update(envelope.subarray(AROUND)), decipher.final()])
  }

  /** Whether a stored secret is as `seal` would store it now. */
  isCurrent(envelope: Buffer): boolean {
    const [first] = this.#keys
    return first
      ? envelope.length > SECRET_BYTES && envelope.subarray(0, MARK_BYTES).equals(first.mark)
      : envelope.length === SECRET_BYTES
  }
}

/** Tells keys apart, and nothing of them. */
const markOf = (key: Buffer) =>
  createHash('sha256').update('mark of a key').update(key).digest().subarray(0, MARK_BYTES)

interface StoredSecret {
  id: number
  holder: string
  secret: Buffer
}
const STORED = 'select id, webhook_id as holder, secret from webhook_secrets order by id'

/**
 * Checks that every stored secret opens. `owner` connects as the owner of the tables.
 * @throws {Error} when one does not
 */
export async function requireKeys(owner: Pool, sealing: Sealing): Promise<void> {
  const { rows } = await owner.query<StoredSecret>(STORED)
  for (const { secret, holder } of rows) sealing.unseal(secret, holder)
}

/** Seals anew by the first key whatever is not sealed by it. Resolves to how many secrets that were. */
export function sealAnew(owner: Pool, sealing: Sealing): Promise<number> {
  return transaction(owner, 'begin', async (client) => {
    const { rows } = await client.query<StoredSecret>(`${STORED} for update`)
    const others = rows.filter(({ secret }) => !sealing.isCurrent(secret))
    for (const { id, holder, secret } of others)
      await client.query('update webhook_secrets set secret = $2 where id = $1', [
        id,
        sealing.seal(sealing.unseal(secret, holder), holder),
      ])
    return others.length
  })
}
