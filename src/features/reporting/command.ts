import { randomBytes } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import { columnScopes } from '../../domain/feeds/sets.ts'
import { transaction } from '../../platform/db/transaction.ts'
import * as queries from './queries.ts'
import { scramVerifier } from '../../platform/db/scram.ts'

/** What to do with logins of the schema `reporting`, as a command says it. */
export type ReportingCommand =
  | { action: 'list' }
  | { action: 'make'; name: string; purpose: string; scopes: string[] }
  | { action: 'rotate'; name: string }
  | { action: 'drop'; name: string }

const newLogin = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/, 'takes 2 to 40 lower-case letters, digits and hyphens'),
  purpose: z.string().min(1, 'says what the login is for, and which team looks after it').max(200),
  scopes: z.array(z.enum(columnScopes)),
})

const NOT_ALLOWED = '42501'

/**
 * Does what a command says, for an authority, and resolves to the lines to print. All of it or nothing is done.
 * @param owner connects as the owner of the database, who may create roles
 * @throws {Error} that says what is wrong
 */
export async function runReportingCommand(
  owner: Pool,
  authorityCode: string,
  command: ReportingCommand,
): Promise<string[]> {
  const inTransaction = <T>(work: (client: PoolClient) => Promise<T>) => transaction(owner, 'begin', work)
  try {
    const lines = await inTransaction(async (client) => {
      await queries.actAs(client, authorityCode, 'command line')
      return obey(client, authorityCode, command)
    })
    if (command.action === 'rotate' || command.action === 'drop')
      await inTransaction(async (client) => {
        const { login } = await findLogin(client, authorityCode, command.name)
        await queries.endSessions(client, login)
        if (command.action === 'drop') await queries.dropRole(client, login)
      })
    return lines
  } catch (cause) {
    const { code, message } = cause as { code?: string; message: string }
    if (code !== NOT_ALLOWED) throw cause
    throw new Error(
      `The server does not let the user of DATABASE_OWNER_URL do this (${message}). It must be allowed to create roles ` +
        `(ALTER ROLE … CREATEROLE) and to grant sufficiency_reporting (GRANT sufficiency_reporting TO … WITH ADMIN OPTION).`,
      { cause },
    )
  }
}

/** Does all of a command but what can only be done once its login is let in no more. */
async function obey(client: PoolClient, authorityCode: string, command: ReportingCommand): Promise<string[]> {
  if (command.action === 'list')
    return (await queries.reportingLogins(client, authorityCode)).map(describeLogin)
  if (command.action === 'make')
    return givePassword(client, await queries.recordLogin(client, authorityCode, readFields(command)))
  const { login, droppedAt } = await findLogin(client, authorityCode, command.name)
  if (command.action === 'drop') {
    await queries.noteDrop(client, login)
    return [`${command.name} is dropped.`]
  }
  if (droppedAt !== null) throw new Error(`The login ${command.name} was dropped: make another.`)
  await queries.noteRotation(client, login)
  return givePassword(client, login)
}

/** @throws {Error} when the authority has no login of this name */
async function findLogin(client: PoolClient, authorityCode: string, loginName: string) {
  const login = (await queries.reportingLogins(client, authorityCode)).find(({ name }) => name === loginName)
  if (login === undefined) throw new Error(`There is no login ${loginName}.`)
  return login
}

/**
 * Sets a new password for a login, and resolves to what its user needs, which is shown this once.
 * @throws {Error} when the login could do more than read the schema `reporting`
 */
async function givePassword(client: PoolClient, login: string): Promise<string[]> {
  const password = randomBytes(24).toString('base64url')
  await queries.refuseTemporaryObjects(client)
  await queries.setRole(client, login, scramVerifier(password))
  const excess = await queries.excessRights(client, login)
  if (excess.length > 0)
    throw new Error(
      `Nothing was done: the login could also ${excess.join('; and ')}. Have the owner of the database end that first.`,
    )
  return [`login ${login}`, `password ${password}`]
}

const describeLogin = ({ name, login, purpose, scopes, rotatedAt, droppedAt }: queries.ReportingLogin) =>
  [
    `${name}: ${login}`,
    purpose,
    ...(scopes.length > 0 ? [scopes.join(' ')] : []),
    droppedAt === null ? `password of ${rotatedAt}` : `dropped ${droppedAt}`,
  ].join('; ')

/** @throws {Error} naming every fault on a line of its own */
function readFields(fields: unknown): z.output<typeof newLogin> {
  const result = newLogin.safeParse(fields)
  if (result.success) return result.data
  throw new Error(result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('\n'))
}
