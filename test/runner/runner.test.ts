import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'

/** What is said of test files that do not pass, by what runs them. */

const checkout = join(import.meta.dirname, '../..')
const sample = (name: string) => `test/runner/samples/${name}.ts`

function run(...names: string[]) {
  const args = ['test/run.mjs', ...names.map(sample)]
  const { status, stdout } = spawnSync(process.execPath, args, {
    cwd: checkout,
    encoding: 'utf8',
    env: { ...process.env, CI: '' },
  })
  const results: Record<string, string> = {}
  for (const [, result = '', name = ''] of stdout.matchAll(
    /^(ok|not ok) \d+ - test\/runner\/samples\/(\w+)\.ts/gm,
  ))
    results[name] = result
  return { status, stdout, results }
}

t.test('a file that fails, throws, hangs or ends its process is named, and the others run', (t) => {
  const { status, stdout, results } = run('exits', 'fails', 'hangs', 'passes', 'throws')
  t.equal(status, 1)
  t.same(results, { exits: 'not ok', fails: 'not ok', hangs: 'not ok', passes: 'ok', throws: 'not ok' })
  t.match(stdout, 'the process ended with 3 while it ran test/runner/samples/exits.ts')
  t.match(stdout, 'while it is loaded')
  t.match(stdout, 'timeout!')
  // Passed: the one of passes, and what exits and throws got to.
  t.match(stdout, /^# \{ total: \d+, pass: 3, fail: \d+ \}$/m)
  t.end()
})

t.test('so is a single file, which runs in the process itself', (t) => {
  t.match(run('passes'), { status: 0, results: { passes: 'ok' } })
  t.match(run('throws'), { status: 1, results: { throws: 'not ok' } })
  t.end()
})

t.test('what was compiled goes with the process', (t) => {
  run('passes')
  const pids = readdirSync(join(checkout, '.tap/compiled')).map(Number)
  for (const pid of pids) t.doesNotThrow(() => process.kill(pid, 0))
  t.end()
})
