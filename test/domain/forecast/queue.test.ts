import fc from 'fast-check'
import t from 'tap'
import { erlangB } from '../../../src/domain/forecast/gap.ts'
import { playQueue, type QueuedStay } from '../../../src/domain/forecast/queue.ts'
import { chanceFrom } from '../../support/forecast/authority.ts'

/** Stays played through beds, day by day. */
const span = (beds: number, end: number) => ({ start: 0, end, bedsOn: () => beds })

await t.test('by hand: one bed, one child there, two who come', async (t) => {
  const stays = [{ from: -3, to: 5 }, { from: 2.2, to: 6.2 }, { from: 5.5, to: 8 }] // prettier-ignore
  // The first is there on nights 0 to 4. The second comes on the 3rd, finds no bed, and is elsewhere on nights 3 to 6; the third has the bed on
  // nights 6 and 7.
  t.same(playQueue(stays, span(1, 10), false), {
    requests: 2, refused: 1, bedNights: 10, occupiedNights: 7, nightsElsewhere: 4, admitted: 1, daysWaited: 0,
  }) // prettier-ignore
  // Were they to wait: the second has the bed on nights 5 and 6 after two elsewhere, the third on night 7 after one.
  t.same(playQueue(stays, span(1, 10), true), {
    requests: 2, refused: 2, bedNights: 10, occupiedNights: 8, nightsElsewhere: 3, admitted: 2, daysWaited: 3,
  }) // prettier-ignore
})

await t.test(
  'who comes by chance for exponential times is refused as Erlang B says, within 4 points',
  async (t) => {
    for (const [beds, load] of [[3, 4], [6, 6], [12, 10], [24, 30]] as const) {
    const chance = chanceFrom(beds)
    const length = 120
    const stays: QueuedStay[] = []
    for (let from = 0; from < 60_000; from += chance.weibull(1, length / load))
      stays.push({ from, to: from + chance.weibull(1, length) })
    const { refused: refusals, requests } = playQueue(stays, span(beds, 60_000), false)
    const difference = refusals / requests - erlangB(load, beds)
    t.ok(Math.abs(difference) < 0.04, `${beds} beds for ${load}: ${difference}`)
  } // prettier-ignore
  },
)

await t.test(
  'each night is in a bed or elsewhere, none twice; with a bed for each nobody is refused',
  async () => {
    const stay = fc
      .tuple(fc.integer({ min: -20, max: 60 }), fc.integer({ min: 1, max: 40 }))
      .map(([from, nights]): QueuedStay => ({ from, to: from + nights }))
    const allStays = fc.array(stay, { maxLength: 30 }).map((stays) => stays.sort((a, b) => a.from - b.from))
    fc.assert(
      fc.property(allStays, fc.nat(6), fc.boolean(), (stays, beds, waits) => {
        const count = playQueue(stays, span(beds, 60), waits)
        let nights = 0
        for (const { from, to } of stays) nights += Math.max(0, Math.min(to, 60) - Math.max(from, 0))
        return (
          count.occupiedNights + count.nightsElsewhere === nights &&
          count.occupiedNights <= count.bedNights &&
          playQueue(stays, span(beds + 30, 60), waits).refused === 0
        )
      }),
    )
  },
)
