import t from 'tap'
import { withinMiles } from '../../../../src/domain/matching/must/within-miles.ts'
import { aNeed, anOption } from '../support.ts'

const judge = (homeMiles: number | null, maxMiles: number | null) =>
  withinMiles.judge(aNeed({ maxMiles }), anOption({ homeMiles }))?.met

t.test('as far as the bound and no farther', async (t) => {
  t.equal(judge(20, 20), true)
  t.equal(judge(20.1, 20), false)
})

t.test('an unknown distance is not within any bound', async (t) => {
  t.equal(judge(null, 1000), false)
})

t.test('it has nothing to say without a bound', async (t) => {
  t.equal(judge(null, null), undefined)
})
