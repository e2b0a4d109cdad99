import t from 'tap'
import { placeNotToAvoid } from '../../../../src/domain/matching/must/place-not-to-avoid.ts'
import { aChildNeed, aNeed, anOption } from '../support.ts'

const judge = (avoid: { places: number; unplaced: number }, avoidMiles: number | null) =>
  placeNotToAvoid.judge(aNeed({ avoid, children: [aChildNeed()] }), anOption({ avoidMiles }))?.met

t.test('on the edge is within; beyond it is not', async (t) => {
  t.same(
    [-1, 0, 0.1].map((miles) => judge({ places: 1, unplaced: 0 }, miles)),
    [false, false, true],
  )
})

t.test('a home or a place that is nowhere known is to be found out', async (t) => {
  t.equal(judge({ places: 1, unplaced: 0 }, null), null)
  t.equal(judge({ places: 2, unplaced: 1 }, 5), null)
  t.equal(judge({ places: 2, unplaced: 1 }, -1), false)
  t.equal(judge({ places: 0, unplaced: 0 }, null), undefined)
})
