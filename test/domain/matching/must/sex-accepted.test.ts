import t from 'tap'
import { sexAccepted } from '../../../../src/domain/matching/must/sex-accepted.ts'
import type { ChildNeed, Option } from '../../../../src/domain/matching/types.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

const met = (accepts: Option['accepts'], ...sexes: ChildNeed['sex'][]) =>
  sexAccepted.judge(aNeed({ children: sexes.map((sex) => aChildNeed({ sex })) }), anOption({ accepts })).met

t.test('a home takes girls, boys or both', async (t) => {
  t.equal(met('any', 'male'), true)
  t.equal(met('male', 'male'), true)
  t.equal(met('male', 'female'), false)
  t.equal(met('female', 'male', 'female'), false, 'a brother and a sister')
})

t.test('a sex not known is something to find out where it matters', async (t) => {
  t.equal(met('any', 'unknown'), true)
  t.equal(met('female', 'unknown'), null)
  t.equal(met('female', 'female', 'unknown'), null)
  t.equal(met('female', 'male', 'unknown'), false)
})
