import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import t from 'tap'
import { dimensionNames } from '../../src/domain/measures/dimensions.ts'
import { measureOf } from '../../src/domain/measures/measures.ts'

/** The table of questions in docs/requests.md names measures and dimensions that there are, and tests that say something of them. */

const root = resolve(import.meta.dirname, '../..')
const page = await readFile(`${root}/docs/requests.md`, 'utf8')
const lines = (/<!-- questions -->(.*?)<!-- \/questions -->/s.exec(page)?.[1] ?? '')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
const codesIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

t.test('each question is answered by measures and dimensions that are tested', async (t) => {
  t.ok(lines.length > 20)
  for (const line of lines) {
    const [, question = '', answers, tests] = line.split('|')
    const names = codesIn(answers)
    t.ok(names.length > 0, question)
    for (const name of names)
      t.ok(measureOf(name) !== undefined || (dimensionNames as readonly string[]).includes(name), name)
    const files = codesIn(tests).map((name) => `${root}/test/features/measures/${name}`)
    t.ok(files.length > 0 && files.every((path) => existsSync(path)), question)
    const text = (await Promise.all(files.map((path) => readFile(path, 'utf8')))).join()
    t.ok(
      names.some((name) => text.includes(name)),
      `${question}: the test names one of them`,
    )
  }
})
