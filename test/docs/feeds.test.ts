import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import t from 'tap'
import { formulasText } from '../../src/domain/feeds/formulas/formulas-text.ts'
import { feedSets } from '../../src/domain/feeds/sets.ts'
import type { FeedSet } from '../../src/domain/feeds/set.ts'

/** The sets and columns of docs/feeds.md are those that are declared. */

const page = await readFile(resolve(import.meta.dirname, '../../docs/feeds.md'), 'utf8')
const text = /<!-- sets -->(.*?)<!-- \/sets -->/s.exec(page)?.[1] ?? ''

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}

t.test('the page lists the sets and their columns as they are declared', (t) => {
  const sections = text.split('\n### ').slice(1)
  const sets = Object.entries<FeedSet>(feedSets)
  t.equal(sections.length, sets.length)
  for (const [index, [name, { title, words, key, columns }]] of sets.entries()) {
    const [heading, ...lines] = (sections[index] ?? '').split('\n')
    t.equal(heading, `${title}: \`${name}\``)
    t.ok(lines.join(' ').includes(`${words} Key: ${key.join(', ')}.`), `${name}: what a row is`)
    const rows = lines.filter((line) => line.startsWith('|')).map(cellsOf)
    const expected = Object.entries(columns).map(([column, { type, words, needs }]) => [
      `\`${column}\``,
      type,
      needs === undefined ? words : `${words} Needs \`${needs}\`.`,
    ])
    t.same(rows.slice(2), expected, name)
  }
  t.end()
})

t.test('the page of formulas gives those that are declared', async (t) => {
  const formulas = await readFile(resolve(import.meta.dirname, '../../docs/formulas.md'), 'utf8')
  t.equal(/<!-- formulas -->\n\n(.*?)\n\n<!-- \/formulas -->/s.exec(formulas)?.[1], formulasText())
})
