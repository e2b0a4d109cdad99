import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import t from 'tap'
import { aCollection } from '../features/returns/collection.ts'
import { command } from '../support/command.ts'
import { databaseVariables, testDatabase } from '../support/database.ts'

const checkout = resolve(import.meta.dirname, '../..')
const { urls, ownerPool } = await testDatabase(t, { contents: 'reference' })
const collection = await aCollection(t)

function runDaily(
  word: string,
  variables: Record<string, string> = { DAILY_COLLECTION: collection.variable() },
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((settle) => {
    const child = execFile(
      process.execPath,
      [...command('daily'), word, '--authority', 'E06000049'],
      { cwd: checkout, env: { ...process.env, ...databaseVariables(urls), ...variables } },
      (_error, stdout, stderr) => settle({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

t.test('a push is tried, made, paused and resumed by command, and no child is named', async (t) => {
  await ownerPool.query(
    `with child as (
       insert into children (authority_code, reference, date_of_birth, sex)
       values ('E06000049', 'COMMAND1', '2015-06-15', 'female') returning id),
     care as (
       insert into care_periods (authority_code, child_id, started_on)
       select 'E06000049', id, current_date - 30 from child returning child_id)
     insert into legal_statuses (authority_code, child_id, status, started_on)
     select 'E06000049', child_id, 'C2', current_date - 30 from care`,
  )
  t.match(await runDaily('status'), { code: 0, stdout: /^test receiver at 127\.0\.0\.1:\d+: paused\n/ })
  const trial = await runDaily('changes')
  t.match(trial, { code: 0, stdout: /^new 1, amended 0, deleted 0, repeated 0, withheld 0\n/ })
  t.equal(collection.requests.length, 0)
  const push = await runDaily('push')
  t.match(push, { code: 0, stdout: /^succeeded: .*accepted 1/ })
  t.same([...collection.children.keys()], ['COMMAND1'])
  t.match(await runDaily('resume'), { stdout: /: on, next at once\n.*\nchildren accepted: 1, refused: 0/ })
  t.match(await runDaily('pause'), { stdout: /: paused\n/ })
  t.notMatch(trial.stdout + push.stdout, /COMMAND1/)
  const { rows } = await ownerPool.query(
    "select action from access_log where actor = 'command line' order by id",
  )
  t.same(rows, [{ action: 'daily collection: changes' }, { action: 'daily collection: push' }])
})

t.test('a push that fails, and a command that is none, end with exit code 1 and say why', async (t) => {
  collection.tokenStatus = 401
  await ownerPool.query("update children set ethnicity = 'WBRI'")
  t.match(await runDaily('push'), { code: 1, stderr: /The token service refuses the client/ })
  t.match(await runDaily('send'), { code: 1, stderr: /Say what to do: status, changes/ })
  t.match(await runDaily('status', {}), {
    code: 1,
    stderr: /DAILY_COLLECTION names no receiver for E06000049/,
  })
})
