import t from 'tap'
import { typeNotRuledOut } from '../../../../src/domain/matching/must/type-not-ruled-out.ts'
import type { PlacementType } from '../../../../src/domain/placement-types.ts'
import { aNeed, anOption } from '../support.ts'

const met = (type: PlacementType, types: PlacementType[] | null) =>
  typeNotRuledOut.judge(aNeed({ types }), anOption({ type })).met

t.test('all sectors are offered where no type is named', async (t) => {
  for (const type of ['internal-foster', 'ifa', 'residential', 'supported-accommodation'] as const)
    t.equal(met(type, null), true)
})

t.test('only the types named are offered', async (t) => {
  t.equal(met('ifa', ['ifa', 'residential']), true)
  t.equal(met('internal-foster', ['ifa', 'residential']), false)
})

t.test('what a court or another body decides is offered by name alone', async (t) => {
  t.equal(met('secure', null), false)
  t.equal(met('secure', ['secure']), true)
})

t.test('a connected carer has no vacancy for other children, named or not', async (t) => {
  t.equal(met('connected-carer', null), false)
  t.equal(met('connected-carer', ['connected-carer']), false)
})
