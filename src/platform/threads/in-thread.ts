import { startThread } from './thread.ts'

/** Limits of a thread. By default it has 1 GB of memory and unlimited time. */
export interface Limits {
  seconds?: number
  memoryMb?: number
}

/** A thread took longer than its limit of seconds. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime'
}

export interface ThreadTask<Message, Result> {
  /** URL of a file, with the extension of the calling file: `.ts` from source, `.js` when compiled. */
  module: URL
  input: unknown
  limits: Limits
  signal: AbortSignal
  resultOf: (message: Message) => Result | undefined
}

/**
 * Runs a module in a worker thread, so that the process can go on answering requests. The module posts messages; the
 * first one for which `resultOf` returns a value ends the thread, and that value is the result.
 *
 * @throws {OutOfTime} when the thread takes longer than `seconds`
 * @throws {Error} when the thread fails, and the reason of `signal` when that aborts
 */
export async function inThread<Message, Result>({
  module,
  input,
  limits: { seconds, memoryMb = 1024 },
  signal,
  resultOf,
}: ThreadTask<Message, Result>): Promise<Result> {
  signal.throwIfAborted()
  const worker = startThread(module, input, memoryMb)
  let overdue: NodeJS.Timeout | undefined
  let onAbort = () => {}
  try {
    return await new Promise<Result>((resolve, reject) => {
      onAbort = () => reject(signal.reason as Error)
      if (seconds !== undefined)
        overdue = setTimeout(() => reject(new OutOfTime('the thread outlasted its time')), seconds * 1000)
      signal.addEventListener('abort', onAbort, { once: true })
      worker.on('message', (message: Message) => {
        const result = resultOf(message)
        if (result !== undefined) resolve(result)
      })
      worker.once('error', reject)
      worker.once('exit', (code) => reject(new Error(`the thread ended with code ${code}`)))
    })
  } finally {
    clearTimeout(overdue)
    signal.removeEventListener('abort', onAbort)
    await worker.terminate()
  }
}
