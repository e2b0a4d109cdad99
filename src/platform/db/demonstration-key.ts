import { randomBytes } from 'node:crypto'
import type { Pool } from 'pg'

/** The secret (32 bytes) that signs demonstration tokens; made and stored on first use. `owner` owns the tables. */
export async function demonstrationKey(owner: Pool): Promise<Uint8Array> {
  await owner.query('insert into demonstration_key (secret) values ($1) on conflict do nothing', [
    randomBytes(32),
  ])
  const { rows } = await owner.query<{ secret: Buffer }>('select secret from demonstration_key')
  const [key] = rows
  if (key === undefined) throw new Error('the demonstration key is missing')
  return key.secret
}
