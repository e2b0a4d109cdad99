import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import t from 'tap'

/** What the documentation names is there. Decisions are of their day, and name what was there then. */

const checkout = resolve(import.meta.dirname, '../..')
const docs = (await readdir(join(checkout, 'docs'), { recursive: true })).filter(
  (name) => name.endsWith('.md') && !name.startsWith('decisions'),
)
const pages = ['README.md', 'CONTRIBUTING.md', ...docs.map((name) => `docs/${name}`)]
const { scripts } = JSON.parse(await readFile(join(checkout, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

/** Matches of a pattern's first group, each once. */
const matchesOf = (text: string, pattern: RegExp) =>
  [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort()

/** Paths from the checkout; one with a part in capitals or a star stands for many. */
const path = /(?<![\w./-])((?:src|test|docs|migrations|schema|openapi|bench|\.ci)\/[\w./-]*[\w/])(?![\w*-])/g
const link = /\]\(([^)#:\s]+)(?:#[^)]*)?\)/g
const script = /\bnpm run (?:-s |--silent )?([\w:-]+)/g

/** Says where what is not there yet will be. */
const future = /^## Where will it live\?$.*?(?=^## |(?![^]))/ms

for (const page of pages) {
  const text = (await readFile(join(checkout, page), 'utf8')).replace(future, '')

  t.test(`${page}: files and folders`, (t) => {
    const names = matchesOf(text, path).filter((name) => !/\b(NAME|NNNN|FILE)/.test(name))
    const absentNames = names.filter((name) => !existsSync(join(checkout, name)))
    t.same(absentNames, [])
    const brokenLinks = matchesOf(text, link).filter(
      (name) => !existsSync(join(checkout, dirname(page), name)),
    )
    t.same(brokenLinks, [])
    t.end()
  })

  t.test(`${page}: commands`, (t) => {
    t.same(
      matchesOf(text, script).filter((name) => !(name in scripts)),
      [],
    )
    t.end()
  })
}

t.test('the expressions find what they are to check', (t) => {
  t.same(matchesOf('`src/app.ts`, `test/run.mjs`, a/src/b, `schema/functions/*.sql`', path), [
    'schema/functions',
    'src/app.ts',
    'test/run.mjs',
  ])
  t.same(matchesOf('[a](b.md), [c](../d.md#e), [f](https://g.example)', link), ['../d.md', 'b.md'])
  t.same(matchesOf('`npm run -s token -- --role bi`, `npm run test:unit`', script), ['test:unit', 'token'])
  t.end()
})
