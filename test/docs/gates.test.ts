import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import t from 'tap'
import { gates } from '../../src/domain/gates/gates.ts'
import { offices } from '../../src/domain/gates/offices.ts'
import type { GateRule } from '../../src/domain/gates/types.ts'
import { defaultSettings } from '../../src/domain/lifecycle/settings.ts'

/** The cells of the table of gates, as the declared rules have them. */
function rowOf({ id, title, regulation, opens, emergencyWorkingDays }: GateRule): string[] {
  const opener =
    opens.by === 'decision'
      ? offices[opens.office]
      : opens.by === 'record'
        ? opens.cure
        : `Nothing. ${opens.instead}`
  const emergency =
    emergencyWorkingDays === null
      ? 'before the start'
      : `may start; ${emergencyWorkingDays(defaultSettings)} working days`
  return [`\`${id}\``, title, regulation, opener, emergency]
}

t.test('the table of gates in the docs is that of the declared rules', async (t) => {
  const page = await readFile(resolve(import.meta.dirname, '../../docs/gates.md'), 'utf8')
  const table = page.slice(page.indexOf('<!-- gates -->'), page.indexOf('<!-- /gates -->'))
  const rows = table
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  t.same(rows, gates.map(rowOf))
})
