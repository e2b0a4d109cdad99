import { Worker } from 'node:worker_threads'

/** Run from source, a thread on Node 20 has to be given its own way of reading TypeScript. */
const fromSource = (module: URL) =>
  `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then(({ register }) => {
    register()
    return import(${JSON.stringify(module.href)})
  })`

/** What a thread may take: of memory 1 GB unless told, of time as much as it needs. */
export interface Limits {
  seconds?: number
  memoryMb?: number
}

/** What the thread was to do took longer than it was given. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime'
}

/**
 * Runs a module in a thread of its own, so that the process goes on answering. The module posts messages; the first for
 * which `resultOf` gives something ends it.
 *
 * @param module the URL of a file, by the ending of the file that names it
 * @throws {Error} when the thread fails, `OutOfTime` when it outlasts its seconds, and the reason of `signal` when that aborts
 */
export async function inThread<Message, Result>(
  module: URL,
  input: unknown,
  { seconds, memoryMb = 1024 }: Limits,
  signal: AbortSignal,
  resultOf: (message: Message) => Result | undefined,
): Promise<Result> {
  signal.throwIfAborted()
  const source = module.href.endsWith('.ts')
  const worker = new Worker(source ? fromSource(module) : module, {
    eval: source,
    workerData: input,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
  let overdue: NodeJS.Timeout | undefined
  let aborted = () => {}
  try {
    return await new Promise<Result>((resolve, reject) => {
      aborted = () => reject(signal.reason as Error)
      if (seconds !== undefined)
        overdue = setTimeout(() => reject(new OutOfTime('the thread outlasted its time')), seconds * 1000)
      signal.addEventListener('abort', aborted, { once: true })
      worker.on('message', (message: Message) => {
        const result = resultOf(message)
        if (result !== undefined) resolve(result)
      })
      worker.once('error', reject)
      worker.once('exit', (code) => reject(new Error(`the thread ended with code ${code}`)))
    })
  } finally {
    clearTimeout(overdue)
    signal.removeEventListener('abort', aborted)
    await worker.terminate()
  }
}
