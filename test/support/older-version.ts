import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'

const checkout = join(import.meta.dirname, '../..')

const git = (...words: string[]) => spawnSync('git', words, { cwd: checkout }).status === 0

/** Why a test of these commits is skipped here; false where the history of the repository has them. */
export const withoutCommits = (commits: readonly string[]): string | false =>
  !commits.every((commit) => git('cat-file', '-e', `${commit}^{commit}`)) &&
  'the commits are not in this clone of the repository (a shallow one: git fetch --unshallow)'

/** The files of a commit in a folder of their own, with the packages of this version; removed when the test ends. */
export async function olderVersion(t: Test, commit: string) {
  const folder = await mkdtemp(join(tmpdir(), 'sufficiency-older-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const files = execFileSync('git', ['archive', commit], { cwd: checkout, maxBuffer: 2 ** 30 })
  execFileSync('tar', ['x', '-C', folder], { input: files })
  await symlink(join(checkout, 'node_modules'), join(folder, 'node_modules'))
  return { folder, start: ['--import', 'tsx', 'src/cli/start.ts'] }
}
