import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import t from 'tap'
import { command } from '../support/command.ts'
import { databaseVariables, testDatabase } from '../support/database.ts'

const checkout = resolve(import.meta.dirname, '../..')
const { urls, ownerPool } = await testDatabase(t)
const folder = t.testdir({
  'providers.csv': 'Provider,Sector,URN\nCedar Care,Private,SC200001\n',
  'faulty.csv': 'Provider,Sector\nElm Care,Castle\n',
  'list.csv':
    'URN,Provider type,Setting name,Registration status,Date of last full inspection,Overall effectiveness\n' +
    'SC200001,Independent Fostering Agency,Cedar,Active,01/05/2023,Good\n',
})

function runImport(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((settle) => {
    const child = execFile(
      process.execPath,
      [...command('import'), ...args, '--authority', 'E06000049'],
      { cwd: checkout, env: { ...process.env, ...databaseVariables(urls) } },
      (_error, stdout, stderr) => settle({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

t.test(
  'sheets of supply and Ofsted’s lists load by command, and a fault ends it with exit code 1',
  async (t) => {
    const path = join(folder, 'report.csv')
    const faulty = await runImport('supply', join(folder, 'faulty.csv'), '--report', path)
    t.match(faulty, {
      code: 1,
      stdout: /refused: .*faulty.csv, Providers, row 2, Sector, Castle: is none of/,
    })
    t.match(await readFile(path, 'utf8'), /faulty.csv,Providers,2,Elm Care,refused,Sector,Castle/)
    t.match(await runImport('supply', join(folder, 'providers.csv')), {
      code: 0,
      stdout: /1 rows: 1 new.*\n+done/s,
    })
    t.match(await runImport('ofsted', join(folder, 'list.csv')), {
      code: 0,
      stdout: /Judgements +1 rows: 1 new/,
    })
    const { rows } = await ownerPool.query('select grade, judged_on from judgements')
    t.match(rows, [{ grade: 'good' }])
    t.match(await runImport('ofsted', join(folder, 'list.csv'), '--create', 'some'), {
      code: 1,
      stderr: /--create is one of/,
    })
  },
)
