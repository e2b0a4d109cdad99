import t from 'tap'
import { ThreadPool } from '../../../src/platform/threads/thread-pool.ts'

/** A thread that has ended its task by the time that it is heard to have begun. */
const quick = `
  import { parentPort } from 'node:worker_threads'
  parentPort.on('message', (task) => {
    parentPort.postMessage({ progress: 'begun' })
    parentPort.postMessage({ result: task })
  })`

t.test('a thread that was stopped as its result came is given no other task', async (t) => {
  const module = new URL(`data:text/javascript,${encodeURIComponent(quick)}`)
  const threads = new ThreadPool<number, string, number>(module, 64)
  const stopping = new AbortController()
  const control = {
    seconds: 10,
    signal: stopping.signal,
    onProgress: () => stopping.abort(new Error('enough')),
  }
  await t.rejects(threads.run(1, control), { message: 'enough' })
  t.equal(await threads.run(2, { seconds: 10, signal: new AbortController().signal }), 2)
})
