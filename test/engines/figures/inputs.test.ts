import t from 'tap'
import {
  factSets,
  ofEachPeriod,
  withoutHistory,
  type FactSet,
} from '../../../src/domain/measures/fact-sets.ts'
import { Inputs } from '../../../src/engines/figures/queries/changes.ts'
import { readAs } from '../../../src/platform/db/tenant.ts'
import { CHESHIRE_EAST, testApp } from '../../support/app.ts'

const { appPool } = await testApp(t)
const principal = { subject: 'x', role: 'bi', authorityCode: CHESHIRE_EAST } as const
const today = '2023-12-01'

t.test('the changes of every table that a set of facts is read from are noted', async (t) => {
  await readAs(appPool, principal, async (tx) => {
    const inputs = await Inputs.read(tx)
    for (const set of Object.keys(factSets) as FactSet[]) {
      for (const knownAt of [undefined, '2023-06-01T00:00:00Z']) {
        if (knownAt && withoutHistory.includes(set)) continue
        const span = ofEachPeriod.includes(set) ? ['2023-04-01', today] : ['-infinity', 'infinity']
        const [start = '', point = ''] = span
        const tables = inputs.of({ set, today, knownAt, starts: [start], points: [point] })
        t.ok(
          tables && tables.size > 0,
          `${set}${knownAt ? ' as known' : ''}: select note_changes('table') in a migration`,
        )
      }
    }
  })
})
