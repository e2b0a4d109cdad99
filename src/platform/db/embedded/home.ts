import { randomBytes } from 'node:crypto'
import { appendFile, chmod, chown, lstat, mkdir, mkdtemp, readdir, readFile } from 'node:fs/promises'
import { realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Log } from '../pool.ts'
import { programs, withPlainPath } from './binaries.ts'
import { canReach, run, serverAccount, type Account } from './run.ts'

/**
 * The folder of the embedded server, `DATA_DIR/postgres`: its data, password and log. It is made elsewhere and renamed
 * into place once complete, so that an interrupted initdb leaves nothing that looks like a database.
 */
export interface ServerHome {
  folder: string
  /** PostgreSQL's own data directory. */
  data: string
  password: string
  account: Account | undefined
}

/** The superuser of the embedded server, which owns the database. */
export const OWNER = 'sufficiency'

/** Parent of the folder when root starts the service and the unprivileged account cannot reach DATA_DIR. */
const REACHABLE = '/var/lib/sufficiency'

export interface HomeOptions {
  log: Log
  /** Whether initdb waits until a new database is on disk (fsync). */
  durable: boolean
}

/**
 * Opens the folder of the embedded server below a data folder; makes a new database where there is none.
 * @throws {Error} with a one-line message when the folder can't be used
 */
export async function openHome(dataDir: string, options: HomeOptions): Promise<ServerHome> {
  const place = join(dataDir, 'postgres')
  await makeFolder(dataDir)
  await sweep(dataDir)
  const state = await stateOf(place)
  if (state === 'dangling') await rm(place)
  if (state === 'incomplete') await setAside(place, options.log)
  if (state !== 'whole') await makeHome(place, options)
  const folder = await realpath(place)
  const account = await serverAccount(join(folder, 'data'))
  if (!canReach(folder, account)) {
    throw new Error(`${folder} holds the data, but the user that PostgreSQL runs as can't go there`)
  }
  const password = await readFile(join(folder, 'password'), 'utf8').catch((cause: unknown) => {
    throw new Error(
      `${join(folder, 'password')} can't be read: start as the user that made it, or choose another DATA_DIR`,
      { cause },
    )
  })
  return { folder, data: join(folder, 'data'), password: password.trim(), account }
}

/** The real path of the server's folder below a data folder; undefined where there is no complete database. */
export async function findHome(dataDir: string): Promise<string | undefined> {
  const place = join(dataDir, 'postgres')
  return (await stateOf(place)) === 'whole' ? realpath(place) : undefined
}

async function stateOf(place: string): Promise<'whole' | 'incomplete' | 'dangling' | 'absent'> {
  if (await exists(join(place, 'data', 'global', 'pg_control'))) return 'whole'
  if (await exists(place)) return 'incomplete'
  return (await exists(place, lstat)) ? 'dangling' : 'absent'
}

const exists = (path: string, look: (path: string) => Promise<unknown> = stat): Promise<boolean> =>
  look(path).then(
    () => true,
    (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return false
      throw new Error(`${path} can't be read: start as the user that made it, or choose another DATA_DIR`, {
        cause,
      })
    },
  )

async function setAside(place: string, log: Log): Promise<void> {
  const aside = `${place}.incomplete-${Date.now()}`
  await rename(place, aside)
  log.warn(`${place} held no complete database; it is now ${aside}, and a new one is made`)
}

async function makeHome(place: string, options: HomeOptions): Promise<void> {
  const account = await serverAccount(place)
  const isReachable = canReach(dirname(place), account)
  const parent = isReachable ? dirname(place) : await reachable(place, account)
  if (!isReachable) await sweep(parent)
  const folder = await mkdtemp(join(parent, `postgres.new-${process.pid}-`))
  const elsewhere = folder.replace(`.new-${process.pid}`, '')
  try {
    await initialise(folder, account, options)
    if (isReachable) return await rename(folder, place)
    await rename(folder, elsewhere)
    await symlink(elsewhere, place)
    options.log.info(`PostgreSQL's user can't reach ${place}; the data is in ${elsewhere}`)
  } catch (error) {
    await removeFolder(folder)
    if (!isReachable) await removeFolder(elsewhere)
    const anotherWasFirst = (await stateOf(place)) === 'whole'
    if (!anotherWasFirst) throw error
  }
}

async function initialise(
  folder: string,
  account: Account | undefined,
  { log, durable }: HomeOptions,
): Promise<void> {
  const password = join(folder, 'password')
  await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600 })
  if (account) await Promise.all([folder, password].map((path) => chown(path, account.uid, account.gid)))
  const data = join(folder, 'data')
  log.info('making a new PostgreSQL database')
  const result = await withPlainPath(await programs(folder, account), (bin) =>
    run(
      join(bin, 'initdb'),
      [
        `--pgdata=${data}`,
        `--username=${OWNER}`,
        `--pwfile=${password}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-instructions',
        ...(durable ? [] : ['--no-sync']),
      ],
      { account, cwd: folder },
    ),
  )
  if (result.code !== 0) throw new Error(`PostgreSQL's initdb failed: ${result.output}`)
  await appendFile(join(data, 'postgresql.conf'), `\ninclude_if_exists 'sufficiency.conf'\n`)
}

async function reachable(place: string, account: Account | undefined): Promise<string> {
  const folder = await makeFolder(REACHABLE).catch(() => undefined)
  if (folder && canReach(folder, account)) return folder
  throw new Error(`PostgreSQL's user can't reach ${place} or ${REACHABLE}: choose another DATA_DIR`)
}

/** Makes a folder that other users can enter, whatever the umask is. */
async function makeFolder(folder: string): Promise<string> {
  const first = await mkdir(folder, { recursive: true })
  if (first) await chmod(folder, 0o755)
  return folder
}

const LONG_AGO_MS = 3_600_000

/**
 * Removes folders left by interrupted starts: those whose process no longer runs or, as a process id may be in use again,
 * that are older than an hour. A folder that can't be removed, as its initdb still writes, is left for a later start.
 */
async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const maker = /^postgres\.new-(\d+)-/.exec(name)?.[1]
    if (maker === undefined) continue
    const { mtimeMs } = await stat(join(parent, name)).catch(() => ({ mtimeMs: Date.now() }))
    const isAbandoned = !isAlive(Number(maker)) || Date.now() - mtimeMs > LONG_AGO_MS
    if (isAbandoned) await removeFolder(join(parent, name)).catch(() => {})
  }
}

const removeFolder = (folder: string) =>
  rm(folder, { recursive: true, force: true, maxRetries: 8, retryDelay: 100 })

/** Whether a process with this id runs, under whatever user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
