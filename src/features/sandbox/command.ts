import type { Pool } from 'pg'
import { allSandboxes, dropSandbox, seedSandbox } from './queries.ts'
import { putBack } from './reset.ts'

/** What to do with sandboxes, as a command says it. */
export type SandboxCommand = { action: 'list' } | { action: 'make' | 'reset' | 'drop'; authorityCode: string }

const NOT_SYNTHETIC = '23503'

/**
 * Does what a command says, and resolves to the lines to print.
 * @param owner connects as the owner of the tables
 * @throws {Error} that says what is wrong
 */
export async function runSandboxCommand(owner: Pool, command: SandboxCommand): Promise<string[]> {
  if (command.action === 'list')
    return (await allSandboxes(owner)).map(
      ({ authorityCode, seededAt, resetAt }) =>
        `${authorityCode}: seed of ${seededAt}, last reset ${resetAt ?? 'never'}`,
    )
  const { action, authorityCode } = command
  if (action === 'drop') {
    if (!(await dropSandbox(owner, authorityCode))) throw new Error(`${authorityCode} is no sandbox.`)
    return [`${authorityCode} is no sandbox any more. Its records stay.`]
  }
  if (action === 'reset') {
    const principal = { subject: 'command line', role: 'admin', authorityCode } as const
    return [`${authorityCode} is as its seed again: ${await putBack(owner, principal)} rows.`]
  }
  const rows = await seedSandbox(owner, authorityCode).catch((cause: unknown) => {
    if ((cause as { code?: string }).code !== NOT_SYNTHETIC) throw cause
    throw new Error(
      `${authorityCode} is not marked synthetic, as \`npm run demo\` marks what it loads: it may have real children, so it can be no sandbox.`,
      { cause },
    )
  })
  return [`${authorityCode} is a sandbox, with a seed of ${rows} rows.`]
}
