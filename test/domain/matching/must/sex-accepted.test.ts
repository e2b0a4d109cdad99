import t from 'tap'
import { sexAccepted } from '../../../../src/domain/matching/must/sex-accepted.ts'
import type { ChildNeed, Option } from '../../../../src/domain/matching/types.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

const judge = (accepts: Option['accepts'], ...sexes: ChildNeed['sex'][]) =>
  sexAccepted.judge(aNeed({ children: sexes.map((sex) => aChildNeed({ sex })) }), anOption({ accepts })).met

t.test('a home takes girls, boys or both', async (t) => {
  t.equal(judge('any', 'male'), true)
  t.equal(judge('male', 'male'), true)
  t.equal(judge('male', 'female'), false)
  t.equal(judge('female', 'male', 'female'), false, 'a brother and a sister')
})

t.test('a sex not known is something to find out where it matters', async (t) => {
  t.equal(judge('any', 'unknown'), true)
  t.equal(judge('female', 'unknown'), null)
  t.equal(judge('female', 'female', 'unknown'), null)
  t.equal(judge('female', 'male', 'unknown'), false)
})
