import t from 'tap'
import { play, whereItCan } from './play.ts'

t.setTimeout(900_000)

t.test('each of the seventeen requests is answered as told, in two calls at most', whereItCan, async (t) => {
  const { steps } = await play(t, ['docs/requests.md'])
  const requests = steps.filter(({ section }) => /^\d+\. /.test(section))
  t.equal(requests.length, 17)
  for (const { section, calls, promised: lines } of requests) {
    t.ok(calls >= 1 && calls <= 2, `${section}: ${calls} calls`)
    t.ok(lines.length > 0, `${section}: has its answer`)
  }
})
