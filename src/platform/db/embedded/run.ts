import { spawn, spawnSync } from 'node:child_process'
import { stat } from 'node:fs/promises'

/** The user that PostgreSQL's programs run as: it refuses root. */
export interface Account {
  uid: number
  gid: number
}

/**
 * Root hands over to the user that owns the data already there, else to `postgres`, else to `nobody`;
 * everyone else stays who they are (undefined).
 */
export async function serverAccount(dataOwnedIn: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(dataOwnedIn).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const account = lookUp('postgres') ?? lookUp('nobody')
  if (account) return account
  throw new Error(
    'PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody: ' +
      'start as an ordinary user, or set DATABASE_URL',
  )
}

function lookUp(name: string): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }))
  return uid?.status === 0 && gid?.status === 0
    ? { uid: Number(uid.stdout), gid: Number(gid.stdout) }
    : undefined
}

/** Whether the account can go into a folder: every folder above it must let it pass. */
export const canReach = (folder: string, account: Account | undefined): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...account, cwd: '/', env: environment }).status === 0

/** Nothing of the caller's: no PGDATA, no locale. */
export const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

export interface Finished {
  code: number | null
  output: string
}

/** Runs one of PostgreSQL's programs to its end; its output is what it said on both streams. */
export function run(
  program: string,
  args: string[],
  { account, cwd, detached = false }: { account: Account | undefined; cwd: string; detached?: boolean },
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...account,
      cwd,
      detached,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const collect = (chunk: Buffer) => (output += chunk.toString())
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output: output.trim() }))
  })
}
