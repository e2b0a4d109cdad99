import t from 'tap'
import { play, whereItCan } from './play.ts'

t.setTimeout(900_000)

t.test(
  'siblings for whom nothing fits, a step down by a panel, and a plan for twenty work as told, line by line',
  whereItCan,
  async (t) => {
    const { steps } = await play(t, ['docs/tour-of-a-hard-case.md'])
    t.ok(steps.length >= 8, 'the tour has its steps')
  },
)
