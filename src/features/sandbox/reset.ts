import type { Pool } from 'pg'
import type { Principal } from '../../domain/access.ts'
import { Problem } from '../../platform/http/problem.ts'
import { resetSandbox } from './queries.ts'

const problems: Readonly<Record<string, () => Problem>> = {
  // lock_not_available
  '55P03': () =>
    new Problem('unavailable', 'Somebody is writing in the sandbox: nothing was changed. Ask again.', [], {
      'retry-after': '10',
    }),
  // insufficient_privilege
  '42501': () =>
    new Problem(
      'unavailable',
      'The database does not let the service switch triggers off for a reset (GRANT SET ON PARAMETER session_replication_role).',
    ),
}

/**
 * Puts a sandbox back to its seed. Resolves to how many rows it has then.
 * @throws {Problem} rule-broken, where the authority is none; unavailable, while somebody goes on writing in it
 */
export async function putBack(owner: Pool, principal: Principal): Promise<number> {
  try {
    return await resetSandbox(owner, principal)
  } catch (error) {
    const problem = problems[(error as { code?: string }).code ?? '']
    throw problem ? problem() : error
  }
}
