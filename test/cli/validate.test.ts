import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import t from 'tap'
import { command } from '../support/command.ts'
import { databaseVariables, testDatabase } from '../support/database.ts'

const checkout = resolve(import.meta.dirname, '../..')
const { urls, ownerPool } = await testDatabase(t)

/** Runs `npm run validate -- ARGS`, without npm. */
function runValidate(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((settle) => {
    const child = execFile(
      process.execPath,
      [...command('validate'), ...args],
      { cwd: checkout, env: { ...process.env, ...databaseVariables(urls) } },
      (_error, stdout, stderr) => settle({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

const folder = t.testdir({
  '2018': {
    'header.csv': 'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nA,1,05/06/2010,WBRI,UN2,,\n',
    'episodes.csv':
      'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC\nA,03/05/2017,S,C2,N1,U4,PR1,02/05/2017,E4A\n',
  },
})
const authority = ['--authority', 'E06000049']

t.test('the command names the rules that are broken, and writes them as CSV', async (t) => {
  const file = join(folder, 'report.csv')
  const { code, stdout, stderr } = await runValidate(
    join(folder, '2018'),
    ...authority,
    '--csv',
    file,
    '--by',
    'row',
  )
  t.equal(code, 1, stderr)
  t.match(stdout, /2017\/18 356 +1 rows, 1 children: The date the episode ceased is before/)
  t.match(stdout, /2017\/18 not decided, as Episodes of 2016\/17 is missing: .*503A/)
  t.match(await readFile(file, 'utf8'), /356,The date the episode ceased.*,2017\/18,A,Episodes,/)
  t.equal((await ownerPool.query('select from imports')).rowCount, 0, 'nothing is kept')
})

t.test('wrong arguments are told', async (t) => {
  const { code, stderr } = await runValidate(folder)
  t.equal(code, 1)
  t.match(stderr, /--authority.*\nUsage: npm run validate/s)
})
