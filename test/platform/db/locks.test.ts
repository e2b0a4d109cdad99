import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { locks } from '../../../src/platform/db/locks.ts'
import { SCHEMA_ROOT } from '../../../src/platform/db/schema-files.ts'
import { testDatabase } from '../../support/database.ts'

const { ownerPool } = await testDatabase(t)

t.test('every purpose has a lock number of its own', (t) => {
  const numbers = Object.values(locks)
  t.equal(new Set(numbers).size, numbers.length)
  t.end()
})

t.test('the database gives every purpose that its functions name the same number', async (t) => {
  const { rows } = await ownerPool.query<{ purpose: keyof typeof locks; number: number }>(
    `select purpose, lock_number(purpose) as number
       from pg_proc, lateral (select distinct m[1] as purpose
                                from regexp_matches(prosrc, 'lock_number\\(''(\\w+)''', 'g') m) named
      where pronamespace = 'public'::regnamespace`,
  )
  t.ok(rows.length >= 3)
  for (const { purpose, number } of rows) t.equal(number, locks[purpose], purpose)
  await t.rejects(ownerPool.query(`select lock_number('nothing')`), { message: /case not found/ })
})

t.test('no advisory lock is taken by a number that is not in the list', async (t) => {
  const folders = ['src', 'schema/functions', 'migrations']
  let calls = 0
  for (const folder of folders) {
    const files = await readdir(join(SCHEMA_ROOT, folder), { recursive: true, withFileTypes: true })
    for (const file of files.filter((entry) => entry.isFile())) {
      const text = await readFile(join(file.parentPath, file.name), 'utf8')
      for (const [call, start = ''] of text.matchAll(/pg_\w*advisory\w*lock\w*\(\s*(.)/g)) {
        calls++
        t.notMatch(start, /[\d']/, `${file.name}: ${call}`)
      }
      t.notMatch(text, /hashtextextended\([^)]*, *\d/, file.name)
    }
  }
  t.ok(calls >= 9, 'calls were found')
})
