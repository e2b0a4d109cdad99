import t from 'tap'
import { play, whereItCan } from './play.ts'

t.setTimeout(900_000)

const tour = /^## A five-minute tour$.*?^## How it is built$/ms

t.test(
  'the tour and the officer’s day in the README work line by line, on a service started as it says',
  whereItCan,
  async (t) => {
    const { first, steps } = await play(t, ['README.md'], tour)
    t.ok(steps.length >= 9, 'the tour and the day have their steps')
    t.match(first, /"items":\[\{"asAt":"2023-12-01"/, 'the request that npm start prints works as pasted')
  },
)
