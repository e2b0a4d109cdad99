import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import t from 'tap'
import { plainRemoval, removalRules } from '../../src/domain/removal.ts'
import { resources } from '../contract/resources.ts'

/** The table of docs/correcting.md says what may be removed as the rules do. */

const page = await readFile(resolve(import.meta.dirname, '../../docs/correcting.md'), 'utf8')
const table = /<!-- removal -->(.*?)<!-- \/removal -->/s.exec(page)?.[1] ?? ''
const rows = table
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

t.test('what may be removed is told as it is', (t) => {
  const expected = Object.entries(removalRules).map(([path, { rule, refusals }]) => [
    `\`/v1/${path}\``,
    rule,
    refusals.map(([, why]) => why).join(' '),
  ])
  t.same(rows, [...expected, ['every other record', plainRemoval.rule, '']])
  t.end()
})

t.test('every rule is of a resource that there is', (t) => {
  const paths = resources.map(({ path }) => path)
  t.same(
    Object.keys(removalRules).filter((path) => !paths.includes(path)),
    [],
  )
  t.end()
})
