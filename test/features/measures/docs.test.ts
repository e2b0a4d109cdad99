import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import t from 'tap'
import { dimensionLines, measureSections } from './definitions.ts'

t.test('docs/measures.md says of every measure and dimension what its declaration says', async (t) => {
  const page = await readFile(resolve(import.meta.dirname, '../../../docs/measures.md'), 'utf8')
  const definitionsSection = page.slice(page.indexOf('## Definitions'))
  for (const text of [...measureSections, ...dimensionLines])
    t.ok(definitionsSection.includes(text.trim()), text)
  t.equal(definitionsSection.match(/^### /gm)?.length, measureSections.length, 'and no other measures')
})
