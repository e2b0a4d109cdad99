import { spawn, spawnSync } from 'node:child_process'
import { stat } from 'node:fs/promises'

/** The user that PostgreSQL's programs run as: it refuses root. */
export interface Account {
  uid: number
  gid: number
}

/**
 * The account to run PostgreSQL as when this process is root: the user that owns the existing data, else `postgres`, else
 * `nobody`. Undefined when this process is not root: then PostgreSQL runs as the same user.
 */
export async function serverAccount(dataOwnedIn: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const owner = await stat(dataOwnedIn).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const account = lookUp('postgres') ?? lookUp('nobody')
  if (account) return account
  throw new Error(
    'PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody: ' +
      'start as an ordinary user, or set DATABASE_OWNER_URL and DATABASE_URL',
  )
}

function lookUp(name: string): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }))
  return uid?.status === 0 && gid?.status === 0
    ? { uid: Number(uid.stdout), gid: Number(gid.stdout) }
    : undefined
}

/** Whether the account can enter a folder, for which it needs access to every folder above as well. */
export const canReach = (folder: string, account: Account | undefined): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...account, cwd: '/', env: environment }).status === 0

/** Environment of PostgreSQL's programs. Nothing is inherited, as PGDATA or a locale would change what they do. */
export const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

export interface Finished {
  code: number | null
  output: string
}

/**
 * Runs one of PostgreSQL's programs to its end. `output` is standard output and standard error together.
 * `ownSession` keeps signals of the terminal, such as Ctrl-C, from the program.
 */
export function run(
  program: string,
  args: string[],
  { account, cwd, ownSession = false }: { account: Account | undefined; cwd: string; ownSession?: boolean },
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...account,
      cwd,
      detached: ownSession,
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
