import type { Pool, PoolClient } from 'pg'
import type { Principal } from '../../domain/access.ts'
import { locks } from '../../platform/db/locks.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { transaction } from '../../platform/db/transaction.ts'

/** The role that can reach the rows of sandboxes, and of nobody else. */
const SANDBOX_ROLE = 'sufficiency_sandbox'

export interface SandboxState {
  authorityCode: string
  /** When what it is put back to was on record (ISO 8601, UTC). */
  seededAt: string
  resetAt: string | null
  /** Who reset it last: the subject of the token. */
  resetBy: string | null
}

const select = `select code as "authorityCode", seeded_at as "seededAt", reset_at as "resetAt", reset_by as "resetBy"
  from sandboxes`

/** The sandbox of the caller's authority; undefined where that is none. */
export async function ownSandbox(tx: Tx): Promise<SandboxState | undefined> {
  const { rows } = await tx.client.query<SandboxState>(`${select} where code = $1`, [
    tx.principal.authorityCode,
  ])
  return rows[0]
}

export async function allSandboxes(owner: Pool): Promise<SandboxState[]> {
  return (await owner.query<SandboxState>(`${select} order by code`)).rows
}

/** How long a reset waits for those who write in the sandbox. */
const WAIT = '10s'

/**
 * Does `work` as the owner of the tables, alone in a sandbox.
 * @throws an error of SQLSTATE 55P03 where others don't stop writing in it
 */
function aloneIn<T>(
  owner: Pool,
  authorityCode: string,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  return transaction(
    owner,
    `begin; set local statement_timeout = 0; set local lock_timeout = '${WAIT}'`,
    async (client) => {
      await client.query("select set_config('app.authority', $1, true)", [authorityCode])
      await client.query('select pg_advisory_xact_lock($1, hashtext($2))', [locks.sandbox, authorityCode])
      return work(client)
    },
  )
}

/** Makes an authority a sandbox, or gives it a new seed: what is on record now. Resolves to how many rows that is. */
export function seedSandbox(owner: Pool, authorityCode: string): Promise<number> {
  return aloneIn(owner, authorityCode, async (client) => {
    const { rows } = await client.query<{ total: number }>('select seed_sandbox($1)::integer as total', [
      authorityCode,
    ])
    return rows[0]?.total ?? 0
  })
}

/**
 * Puts a sandbox back to its seed. Its rows are removed and brought back by a role that row-level security lets reach no
 * other authority's, and with the triggers of this session off.
 * @throws an error of SQLSTATE 42501 where the server does not let the owner switch them off
 */
export function resetSandbox(owner: Pool, { authorityCode, subject }: Principal): Promise<number> {
  return aloneIn(owner, authorityCode, async (client) => {
    await client.query(`set local session_replication_role = replica; set local role ${SANDBOX_ROLE}`)
    const { rows } = await client.query<{ total: number }>(
      'select empty_and_fill_sandbox()::integer as total',
    )
    await client.query('set local role none; set local session_replication_role = origin')
    await client.query('select finish_reset($1, $2)', [authorityCode, subject])
    return rows[0]?.total ?? 0
  })
}

/** Makes a sandbox an authority like others again, whose records stay. Resolves to whether it was one. */
export async function dropSandbox(owner: Pool, authorityCode: string): Promise<boolean> {
  return (await owner.query('delete from sandboxes where code = $1', [authorityCode])).rowCount === 1
}
