import type { Pool } from 'pg'
import type { z } from 'zod'
import { readAs, writeAs } from '../../platform/db/tenant.ts'
import { notFound } from '../../platform/http/problem.ts'
import { keyIdByName, keyStore } from './queries.ts'
import { keyFields, newSecret } from './schema.ts'
import { issueSecret, NAME, revokeKey } from './service.ts'

/** What to do with a service key, as a command says it. */
export type KeyCommand =
  | { action: 'list' }
  | { action: 'make'; name: string; purpose: string; scopes: string[]; days?: number }
  | { action: 'rotate'; name: string; days?: number; overlapHours?: number }
  | { action: 'revoke'; name: string }

const MOST = 500

/**
 * Does what a command says, as an administrator of the authority, and resolves to the lines to print.
 * @throws {Error} that says what is wrong
 */
export async function runKeyCommand(
  pool: Pool,
  authorityCode: string,
  command: KeyCommand,
): Promise<string[]> {
  const principal = { subject: 'command line', role: 'admin', authorityCode } as const
  if (command.action === 'list') {
    const keys = await readAs(pool, principal, (tx) =>
      keyStore.list(tx, { filters: {}, afterId: undefined, limit: MOST }),
    )
    return keys.flatMap(({ name, purpose, scopes, revokedAt, secrets = [] }) => [
      `${name}: ${purpose}; ${scopes.join(' ')}${revokedAt === null ? '' : `; revoked ${revokedAt}`}`,
      ...secrets.map(
        ({ prefix, expiresAt, lastUsedAt }) =>
          `  ${prefix}, expires ${expiresAt}, last used ${lastUsedAt ?? 'never'}`,
      ),
    ])
  }
  return writeAs(pool, principal, async (tx) => {
    if (command.action === 'make') {
      const { days, ...fields } = command
      const { id } = await keyStore.insert(tx, read(keyFields, fields) as never)
      return [(await issueSecret(tx, id, read(newSecret, { days }))).key]
    }
    const id = await keyIdByName(tx, command.name)
    if (id === undefined) throw notFound(NAME)
    if (command.action === 'revoke') {
      await revokeKey(tx, id)
      return [`${command.name} is revoked.`]
    }
    const { days, overlapHours } = command
    return [(await issueSecret(tx, id, read(newSecret, { days, overlapHours }))).key]
  })
}

/** @throws {Error} naming every fault on a line of its own */
function read<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new Error(result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('\n'))
}
