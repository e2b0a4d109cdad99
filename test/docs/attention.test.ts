import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import t from 'tap'
import { attentionKinds, attentionRule, type AttentionKind } from '../../src/domain/attention/rules.ts'
import { teams } from '../../src/domain/attention/types.ts'
import { offices } from '../../src/domain/gates/offices.ts'

const header = ['kind', 'raised when', 'grave', 'who acts', 'settled by', 'rests on']

/** The cells of the table of kinds, as the declared rules have them. */
function rowOf(kind: AttentionKind): string[] {
  const { raisedWhen, severity, team, office, settledBy, regulation } = attentionRule(kind)
  const actors = [teams[team], office && offices[office]].filter(Boolean).join('; ')
  const { title, method, href } = settledBy
  return [`\`${kind}\``, raisedWhen, severity, actors, `${title}: \`${method} ${href}\``, regulation ?? '']
}

const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

t.test('the table of kinds in the docs is that of the declared rules', async (t) => {
  const file = resolve(import.meta.dirname, '../../docs/attention.md')
  const page = await readFile(file, 'utf8')
  const [start, end] = [page.indexOf('<!-- attention -->'), page.indexOf('<!-- /attention -->')]
  const rows = attentionKinds.map(rowOf)
  if (process.env.TAP_SNAPSHOT === '1') {
    const lines = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
    await writeFile(
      file,
      `${page.slice(0, start)}<!-- attention -->\n\n${lines.join('\n')}\n\n${page.slice(end)}`,
    )
    return
  }
  const table = page.slice(start, end).split('\n')
  t.same(table.filter((line) => line.startsWith('| `')).map(cellsOf), rows)
})
