import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import t from 'tap'
import { databaseVariables, testDatabase } from '../support/database.ts'
import { command } from '../support/command.ts'

const checkout = resolve(import.meta.dirname, '../..')
const { urls, ownerPool } = await testDatabase(t)

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

const folder = t.testdir({
  'children.csv': 'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nA,1,05/06/2010,WBRI,UN2,,\n',
  deeper: {
    'where.csv':
      'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC\nA,03/05/2017,S,C2,N1,U4,PR1,,\nB,03/05/2017,S,C2,N1,U4,PR1,,\n',
  },
  'notes.docx': 'not looked at',
})
const authority = ['--authority', 'E06000049']

t.test('a row that cannot be used ends the command with exit code 1, and nothing is applied', async (t) => {
  const { code, stdout, stderr } = await runImport('ssda903', folder, ...authority)
  t.equal(code, 1)
  t.match(stdout, /rejected: 1 of 3 rows can't be used, so nothing was applied/)
  t.match(stderr, /reading 100%\nchecking …\nstoring …/, 'plain lines where there is no terminal')
  const { rowCount } = await ownerPool.query('select from children')
  t.equal(rowCount, 0)
})

t.test('a dry run says what would be done, and applies nothing', async (t) => {
  const { code, stdout, stderr } = await runImport(
    'ssda903',
    folder,
    ...authority,
    '--accept-partial',
    '--dry-run',
  )
  t.equal(code, 0, stderr)
  t.match(stdout, /would be: placements: 1 new, 0 changed, 0 unchanged, 0 removed/)
  t.match(stdout, /succeeded: A dry run: nothing is applied/)
  t.equal((await ownerPool.query('select from children')).rowCount, 0)
})

t.test('a folder is loaded, and the counts are said', async (t) => {
  const { code, stdout, stderr } = await runImport('ssda903', folder, ...authority, '--accept-partial')
  t.equal(code, 0, stderr)
  t.match(stdout, /Episodes +2 +1 +0 +0 +1/)
  t.match(stdout, /all +3 +2 +0 +0 +1/)
  t.match(stdout, /succeeded/)
  t.match(stdout, /not read: .*notes\.docx is no file of CSV/)
  t.match(stdout, /read: .*where\.csv: read as the return of 2017\/18: its dates say so/)
  const { rows } = await ownerPool.query('select reference, authority_code from children')
  t.same(rows, [{ reference: 'A', authority_code: 'E06000049' }])
})

t.test('an import is undone by its id, with a reason', async (t) => {
  const { rows } = await ownerPool.query<{ id: string }>(
    `select id from imports where status = 'succeeded' and not dry_run order by created_at desc limit 1`,
  )
  t.match(await runImport('undo', rows[0]?.id ?? '', ...authority), { code: 1, stderr: /--reason/ })
  const { code, stdout, stderr } = await runImport(
    'undo',
    rows[0]?.id ?? '',
    ...authority,
    '--reason',
    'Another year',
  )
  t.equal(code, 0, stderr)
  t.match(stdout, /The import is undone/)
  t.equal((await ownerPool.query('select from children')).rowCount, 0)
  await runImport('ssda903', folder, ...authority, '--accept-partial')
})

t.test('the year is said with an option, and the name of the folder says it too', async (t) => {
  const leavers = 'CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\nA,05/06/2010,YES,F1,B1\n'
  const folders = t.testdir({ unsaid: { 'oc3.csv': leavers }, '2018-19': { 'oc3.csv': leavers } })
  const run = (name: string, ...args: string[]) =>
    runImport('ssda903', resolve(folders, name), ...authority, '--accept-partial', ...args)
  t.match(await run('unsaid'), { code: 1, stdout: /year of the return is in doubt/ })
  t.match(await run('unsaid', '--year', '2018-19'), { stdout: /read as the return of 2018\/19/ })
  t.match(await run('2018-19'), { stdout: /2018-19\/oc3.csv: read as the return of 2018\/19: its name says/ })
  t.match(await run('unsaid', '--year', 'last'), { code: 1, stderr: /last is no collection year/ })
})

t.test('a command that says too little, or what is not there, is told so', async (t) => {
  for (const [args, reason] of [
    [[], /Give the files/],
    [[folder], /Say whose returns/],
    [[folder, '--authority', 'E06999999'], /no authority E06999999/],
    [[resolve(folder, 'nothing'), ...authority], /There is no file/],
  ] as const) {
    const { code, stderr } = await runImport('ssda903', ...args)
    t.equal(code, 1)
    t.match(stderr, reason)
    t.match(stderr, /Usage: .*ssda903 PATH… --authority CODE .*\[--accept-partial\]/s)
    t.notMatch(stderr, /\n +at /, 'no stack')
  }
})
