import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import t from 'tap'
import { measureOf } from '../../../src/domain/measures/measures.ts'
import { builtInScorecards } from '../../../src/domain/scorecards/built-in.ts'

const rows = builtInScorecards['corporate-parenting']?.rows ?? []

t.test('docs/scorecards.md says of every row what computes it, or which system holds it', async (t) => {
  const page = await readFile(resolve(import.meta.dirname, '../../../docs/scorecards.md'), 'utf8')
  const lines = page
    .split('\n')
    .filter((line) => /^\| \d+\.\d+ /.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  t.same(
    lines.map(([, ref, title, figures]) => [ref, title, figures]),
    rows.map(({ ref, title, measure = '', series, source }) => [
      ref,
      title ?? measureOf(measure)?.title,
      series === undefined ? `computed: \`${measure}\`` : `recorded: \`${series}\`. ${source}`,
    ]),
  )
})

t.test(
  'a row is of a measure that there is, or of a series with a source; as many as the pack of 2018',
  async (t) => {
    for (const { ref, measure, series, source } of rows) {
      t.ok(series === undefined ? measureOf(measure ?? '') : source, ref)
    }
    t.ok(rows.length >= 43)
  },
)
