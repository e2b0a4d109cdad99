import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import t from 'tap'
import { measureFormulas, type FeedFormula } from '../../src/domain/feeds/measure-formulas.ts'
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

t.test('the page gives the formula of each measure that a set has the numbers of', (t) => {
  const table = /<!-- formulas -->(.*?)<!-- \/formulas -->/s.exec(page)?.[1] ?? ''
  const rows = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
  const expected = Object.entries<FeedFormula>(measureFormulas).map(
    ([id, { set, where, numerator, denominator }]) =>
      [id, set, where, numerator, denominator ?? ''].map(
        (cell) => cell && `\`${cell.replaceAll(/\s+/g, ' ')}\``,
      ),
  )
  t.same(rows.map(cellsOf), expected)
  t.end()
})
