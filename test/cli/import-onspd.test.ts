import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import t from 'tap'
import { databaseVariables, testDatabase } from '../support/database.ts'
import { command } from '../support/command.ts'

const checkout = resolve(import.meta.dirname, '../..')
const { urls, ownerPool } = await testDatabase(t)
const folder = t.testdir()

interface Result {
  code: number
  stdout: string
  stderr: string
}

/** Runs `npm run import -- ARGS`, without npm. */
function runImport(...args: string[]): Promise<Result> {
  return new Promise((settle) => {
    const child = execFile(
      process.execPath,
      [...command('import'), ...args],
      { cwd: checkout, env: { ...process.env, ...databaseVariables(urls) } },
      (_error, stdout, stderr) => settle({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const header = 'pcds,oslaua,oseast1m,osnrth1m'

t.test(
  'a directory is loaded into a database that has never been started, and the counts are said',
  async (t) => {
    const path = await file('good.csv', `${header}\nCW1 2BJ,E06000049,370912,355511\n`)
    const { code, stdout, stderr } = await runImport('onspd', path)
    t.equal(code, 0, stderr)
    t.match(stdout, /1 postcodes read/)
    t.match(stdout, /1 new, 0 changed, 0 as they were/)
    t.match(stderr, /reading 100%\nchecking …\nstoring …/, 'plain lines where there is no terminal')
    const { rows } = await ownerPool.query('select postcode, authority_code from postcodes')
    t.same(rows, [{ postcode: 'CW12BJ', authority_code: 'E06000049' }])
  },
)

t.test('a file with a fault ends the command with exit code 1 and the fault, no stack', async (t) => {
  const path = await file('bad.csv', `${header}\nCW1 2BK,E06999999,370912,355511\n`)
  const { code, stdout, stderr } = await runImport('onspd', path)
  t.equal(code, 1)
  t.equal(stdout, '')
  t.match(stderr, /bad\.csv can't be loaded; nothing of it was:\n {2}row 2: "E06999999" is no authority code/)
  t.notMatch(stderr, / at /)
  const { rowCount } = await ownerPool.query(`select from postcodes where postcode = 'CW12BK'`)
  t.equal(rowCount, 0)
})

t.test('a command called wrongly says how it is called', async (t) => {
  for (const args of [
    [],
    ['nonsense'],
    ['toString'],
    ['onspd'],
    ['onspd', 'a', 'b'],
    ['onspd', '--fast', 'a'],
  ]) {
    const { code, stderr } = await runImport(...args)
    t.equal(code, 1, args.join(' '))
    t.match(stderr, /Usage: npm run import -- onspd FILE\[\.gz\]/)
  }
})
