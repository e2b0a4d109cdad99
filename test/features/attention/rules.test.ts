import t from 'tap'
import { attentionKinds, attentionRule } from '../../../src/domain/attention/rules.ts'
import { absenceCases } from './cases/absences.ts'
import { ageCases } from './cases/ages.ts'
import { careCases } from './cases/care.ts'
import { checklistCases } from './cases/checklist.ts'
import { dailyCollectionCases } from './cases/daily-collection.ts'
import { disruptionCases } from './cases/disruption.ts'
import { gateCases } from './cases/gates.ts'
import { homeCases } from './cases/homes.ts'
import { legalCases } from './cases/legal.ts'
import { overrideCases } from './cases/overrides.ts'
import { peopleCases } from './cases/people.ts'
import { placingCases } from './cases/placing.ts'
import { recordCases } from './cases/records.ts'
import { sceneOf, type AttentionBody, type Cases, type Raised } from './support.ts'

/*
 * For every declared rule, a state that should raise it does, and the action that its row names removes it.
 */

const cases: Cases = {
  ...careCases,
  ...legalCases,
  ...ageCases,
  ...gateCases,
  ...overrideCases,
  ...homeCases,
  ...placingCases,
  ...absenceCases,
  ...checklistCases,
  ...disruptionCases,
  ...recordCases,
  ...dailyCollectionCases,
  ...peopleCases,
}
const scene = await sceneOf(t)

async function rowsOf(kind: string, { childId, homeId, record }: Raised): Promise<AttentionBody[]> {
  const whom = new URLSearchParams({
    kind,
    ...(childId !== undefined && { childId: childId as string }),
    ...(homeId !== undefined && { homeId: homeId as string }),
  }).toString()
  const { status, body } = await scene.admin.get(`/v1/attention?${whom}`)
  if (status !== 200) throw new Error(`${kind}: ${status} ${JSON.stringify(body)}`)
  return (body.items as AttentionBody[]).filter((row) => record === undefined || row.record === record)
}

for (const kind of attentionKinds)
  t.test(kind, async (t) => {
    const makeState = cases[kind]
    if (makeState === undefined) return t.fail('a rule is declared without a case that raises and settles it')
    const state = await makeState(scene)
    const [row, ...others] = await rowsOf(kind, state)
    t.same(others, [], 'one row')
    if (row === undefined) return t.fail('it is raised')
    const { title, severity, team, settledBy } = attentionRule(kind)
    t.match(row, { kind, title, severity, team, due: state.due, action: { title: settledBy.title } })
    t.equal((await scene.admin.get(row.record)).status, 200, 'the record that it names can be read')
    t.same((await rowsOf(kind, state))[0]?.id, row.id, 'it keeps its id')
    const answer = await state.settle(row)
    t.ok(answer.status < 300, `its action is open: ${answer.status} ${JSON.stringify(answer.body)}`)
    t.same(await rowsOf(kind, state), [], 'and settles it')
  })
