import t from 'tap'
import { notSuspended } from '../../../../src/domain/matching/must/not-suspended.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

t.test('a home that is suspended is out, and until when is said', async (t) => {
  const need = aNeed({ children: [aChildNeed()] })
  t.equal(notSuspended.judge(need, anOption()).met, true)
  t.same(notSuspended.judge(need, anOption({ restriction: { kind: 'suspension', until: '2024-02-01' } })), {
    met: false,
    detail: 'Registration suspended until 1 February 2024.',
  })
  t.match(notSuspended.judge(need, anOption({ restriction: { kind: 'do-not-place', until: null } })), {
    detail: /with no end/,
  })
})
