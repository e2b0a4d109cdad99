import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import t from 'tap'
import { play, whereItCan } from './play.ts'

t.setTimeout(900_000)

const docs = resolve(import.meta.dirname, '../../../docs')

t.test(
  'each of the twenty hard cases ends as told, line by line, in as many calls as the table says',
  { ...whereItCan, timeout: 900_000 },
  async (t) => {
    const start = await readFile(join(docs, 'hard-cases.md'), 'utf8')
    const table = [...start.matchAll(/^\| \[(\d+\. [^\]]+)\]\(cases\/([a-z-]+\.md)\) +\| +(\d+) \|$/gm)]
    t.equal(table.length, 20)
    const pages = [...new Set(table.map(([, , page]) => page!))]
    t.same([...pages].sort(), (await readdir(join(docs, 'cases'))).sort(), 'the table leads to every page')

    const { steps } = await play(t, ['docs/hard-cases.md', ...pages.map((page) => `docs/cases/${page}`)])
    for (const [, name = '', , calls] of table) {
      const caseSteps = steps.filter(
        ({ section, commands }) => section === name && !commands.startsWith('# Already'),
      )
      const total = caseSteps.reduce((sum, step) => sum + step.calls, 0)
      t.ok(
        caseSteps.some(({ promised: lines }) => lines.length > 0),
        `${name}: says what it comes to`,
      )
      t.equal(total, Number(calls), `${name}: calls`)
    }
  },
)
