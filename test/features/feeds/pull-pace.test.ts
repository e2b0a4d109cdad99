import { setTimeout as sleep } from 'node:timers/promises'
import Fastify from 'fastify'
import t from 'tap'
import { PullPace } from '../../../src/engines/feeds/pull-pace.ts'

const app = Fastify()
const pace = new PullPace(app)
for (const url of ['/v1/feeds/:set', '/odata/*', '/v1/vacancy-searches']) app.get(url, () => 'answer')
// Answered when the test says so.
let answerNow = () => {}
for (const url of ['/v1/measures', '/v1/events/stream'])
  app.get(url, () => new Promise<string>((resolve) => (answerNow = () => resolve('answer'))))

/** Whether a part of a pull is followed by a rest. */
async function isRestTaken(): Promise<boolean> {
  let isOver = false
  const rest = pace
    .begin(50)()
    .then(() => (isOver = true))
  await Promise.resolve() // what does not rest is over without a timer
  await Promise.resolve()
  const isTaken = !isOver
  await rest
  return isTaken
}

t.test('a pull rests while others are served, and not for other pulls', async (t) => {
  t.notOk(await isRestTaken(), 'nobody has asked for anything')
  await app.inject('/v1/feeds/placements')
  await app.inject('/odata/Placements')
  t.notOk(await isRestTaken(), 'pulls alone')
  await app.inject('/v1/vacancy-searches')
  t.ok(await isRestTaken(), 'a search')
  await sleep(300)
  t.notOk(await isRestTaken(), 'that is over for a quarter of a second')
})

t.test('a pull rests for as long as an answer takes, and not for a stream of events', async (t) => {
  for (const [url, isWaitedFor] of [
    ['/v1/events/stream', false],
    ['/v1/measures', true],
  ] as const) {
    const answer = app.inject(url).then(({ statusCode }) => statusCode)
    await sleep(300)
    t.equal(await isRestTaken(), isWaitedFor, url)
    answerNow()
    t.equal(await answer, 200)
  }
  t.ok(await isRestTaken(), 'a moment after the answer')
})

t.test('it rests as long as the part took, at most so long', async (t) => {
  const answer = app.inject('/v1/measures').then(({ statusCode }) => statusCode)
  for (const [took, most, least] of [
    [100, 500, 100],
    [300, 60, 60],
  ] as const) {
    const rest = pace.begin(most)
    await sleep(took)
    const start = performance.now()
    await rest()
    // Timers may be a millisecond early.
    t.ok(performance.now() - start >= least - 2, `${took} ms, at most ${most}`)
  }
  answerNow()
  t.equal(await answer, 200)
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
