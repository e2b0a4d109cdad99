import t from 'tap'
import { typeNotRuledOut } from '../../../../src/domain/matching/must/type-not-ruled-out.ts'
import type { PlacementType } from '../../../../src/domain/placement-types.ts'
import { aNeed, anOption } from '../support.ts'

const judge = (type: PlacementType, types: PlacementType[] | null) =>
  typeNotRuledOut.judge(aNeed({ types }), anOption({ type })).met

t.test('all sectors are offered where no type is named', async (t) => {
  for (const type of ['internal-foster', 'ifa', 'residential', 'supported-accommodation'] as const)
    t.equal(judge(type, null), true)
})

t.test('only the types named are offered', async (t) => {
  t.equal(judge('ifa', ['ifa', 'residential']), true)
  t.equal(judge('internal-foster', ['ifa', 'residential']), false)
})

t.test('what a court or another body decides is offered by name alone', async (t) => {
  t.equal(judge('secure', null), false)
  t.equal(judge('secure', ['secure']), true)
})

t.test('a connected carer has no vacancy for other children, named or not', async (t) => {
  t.equal(judge('connected-carer', null), false)
  t.equal(judge('connected-carer', ['connected-carer']), false)
})
