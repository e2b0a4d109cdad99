import t from 'tap'
import { retries, waitAfter } from '../../../src/domain/events/retries.ts'

t.test('each wait is between half and all of twice the one before', async (t) => {
  const schedule = { firstMs: 1000, longestMs: 6000, attempts: 6 }
  const longest = [1, 2, 3, 4, 5].map((failures) => waitAfter(failures, schedule, 1 - Number.EPSILON))
  t.strictSame(longest, [1000, 2000, 4000, 6000, 6000], 'doubled, up to the longest')
  const shortest = [1, 2, 3, 4, 5].map((failures) => waitAfter(failures, schedule, 0))
  t.strictSame(shortest, [500, 1000, 2000, 3000, 3000])
})

t.test('the last failure has no wait: the delivery is given up', async (t) => {
  t.equal(waitAfter(16, retries, 0.5), null)
  t.type(waitAfter(15, retries, 0.5), 'number')
})

t.test('a receiver has most of a day to come back', async (t) => {
  // 5 s doubled eleven times is 10 240 s; the next three waits are the longest, 4 h: 20 475 + 3 × 14 400 = 63 675 s.
  const waits = Array.from({ length: 15 }, (_, n) => waitAfter(n + 1, retries, 1 - Number.EPSILON) ?? 0)
  t.equal(Math.round(waits.reduce((sum, ms) => sum + ms, 0) / 1000), 63_675)
})
