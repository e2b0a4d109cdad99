import t from 'tap'
import { takesSiblings } from '../../../../src/domain/matching/must/takes-siblings.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

const two = aNeed({ children: [aChildNeed(), aChildNeed()] })

t.test('brothers and sisters go to a home that takes sibling groups', async (t) => {
  t.equal(takesSiblings.judge(two, anOption({ takesSiblings: true }))?.met, true)
  t.equal(takesSiblings.judge(two, anOption({ takesSiblings: false }))?.met, false)
})

t.test('it has nothing to say of one child', async (t) => {
  t.equal(takesSiblings.judge(aNeed(), anOption({ takesSiblings: false })), null)
})
