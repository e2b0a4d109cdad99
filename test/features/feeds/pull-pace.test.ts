import { setTimeout as sleep } from 'node:timers/promises'
import Fastify from 'fastify'
import t from 'tap'
import { PullPace } from '../../../src/engines/feeds/pull-pace.ts'

const app = Fastify()
const pace = new PullPace(app)
for (const url of ['/v1/feeds/:set', '/odata/*', '/v1/vacancy-searches']) app.get(url, () => 'answer')

/** Whether a part of a pull that took a tenth of a second is followed by a rest. */
async function isRestTaken(mostMs: number): Promise<boolean> {
  let isOver = false
  const rest = pace.rest(performance.now() - 100, mostMs).then(() => (isOver = true))
  await Promise.resolve() // what does not rest is over without a timer
  await Promise.resolve()
  const isTaken = !isOver
  await rest
  return isTaken
}

t.test('a pull rests while others are served, and not for other pulls', async (t) => {
  t.notOk(await isRestTaken(50), 'nobody has asked for anything')
  await app.inject('/v1/feeds/placements')
  await app.inject('/odata/Placements')
  t.notOk(await isRestTaken(50), 'pulls alone')
  await app.inject('/v1/vacancy-searches')
  t.ok(await isRestTaken(50), 'a search')
  await sleep(300)
  t.notOk(await isRestTaken(50), 'that is over for a quarter of a second')
})

t.test('it rests as long as the part took, at most so long', async (t) => {
  for (const [took, most, least] of [
    [100, 500, 100],
    [5000, 60, 60],
  ] as const) {
    await app.inject('/v1/vacancy-searches')
    const start = performance.now()
    await pace.rest(start - took, most)
    // Timers may be a millisecond early.
    t.ok(performance.now() - start >= least - 2, `${took} ms, at most ${most}`)
  }
})

t.test('the pieces of a file are given as they are', async (t) => {
  const pieces = [Uint8Array.of(1), Uint8Array.of(2, 3)]
  const source = (async function* () {
    for (const piece of pieces) yield await Promise.resolve(piece)
  })()
  const copies: Uint8Array[] = []
  for await (const piece of pace.keep(source)) copies.push(piece)
  t.same(copies, pieces)
})
