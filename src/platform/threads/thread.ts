import { constants } from 'node:os'
import { Worker } from 'node:worker_threads'

/** Code that loads a TypeScript module in a worker thread: on Node 20 a worker does not inherit the tsx loader. */
const fromSource = (module: URL) =>
  `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then(({ register }) => {
    register()
    return import(${JSON.stringify(module.href)})
  })`

const fromCompiled = (module: URL) => `import(${JSON.stringify(module.href)})`

/**
 * Code that lets the thread that runs it give way to others: what is done in worker threads can wait, and requests are answered by
 * the main thread. Linux has a priority for each thread; elsewhere it would be the process's.
 */
const giveWay =
  process.platform === 'linux'
    ? `require('node:os').setPriority(${constants.priority.PRIORITY_BELOW_NORMAL})\n`
    : ''

/**
 * Starts a module in a worker thread of low priority.
 *
 * @param module URL of a file, with the extension of the calling file: `.ts` from source, `.js` when compiled
 */
export function startThread(module: URL, input: unknown, memoryMb: number): Worker {
  const load = module.href.endsWith('.ts') ? fromSource : fromCompiled
  return new Worker(giveWay + load(module), {
    eval: true,
    workerData: input,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
}
