import type { Worker } from 'node:worker_threads'
import { OutOfTime } from './in-thread.ts'
import { startThread } from './thread.ts'

/** What a thread posts of its task: how far it is, and at last what came of it. */
export type TaskMessage<Progress, Result> =
  { progress: Progress } | { result: Result } | { failure: { message: string; code: unknown } }

/** A task's limits, and what is done as the thread tells how far it is. */
export interface TaskControl<Progress> {
  seconds: number
  signal: AbortSignal
  onProgress?: (progress: Progress) => void
}

const IDLE_MS = 60_000

/**
 * Worker threads of one module that are kept for a minute after their task, so that the next one finds its code loaded and
 * compiled. Each has one task at a time; the module serves them by `serveTasks`. How many there are is for callers to bound. A
 * thread whose task was stopped is not used again.
 */
export class ThreadPool<Task, Progress, Result> {
  readonly #module: URL
  readonly #memoryMb: number
  readonly #alive = new Set<Worker>()
  readonly #idle = new Map<Worker, NodeJS.Timeout>()

  constructor(module: URL, memoryMb: number) {
    this.#module = module
    this.#memoryMb = memoryMb
  }

  /**
   * @throws {OutOfTime} when it takes longer than `seconds`
   * @throws {Error} when the task fails, with the `code` of its error; when the thread fails, such as with
   * ERR_WORKER_OUT_OF_MEMORY; and the reason of `signal` when that aborts
   */
  async run(task: Task, { seconds, signal, onProgress }: TaskControl<Progress>): Promise<Result> {
    signal.throwIfAborted()
    const worker = this.#take()
    let isDone = false
    const { promise, resolve, reject } = promiseOf<Result>()
    const onAbort = () => reject(signal.reason as Error)
    const onExit = (code: number) => reject(new Error(`the thread ended with code ${code}`))
    const onMessage = (message: TaskMessage<Progress, Result>) => {
      if ('progress' in message) return onProgress?.(message.progress)
      isDone = true
      if ('result' in message) return resolve(message.result)
      const { message: words, code } = message.failure
      reject(Object.assign(new Error(words), { code }))
    }
    const overdue = setTimeout(() => reject(new OutOfTime('the thread outlasted its time')), seconds * 1000)
    signal.addEventListener('abort', onAbort, { once: true })
    worker.on('message', onMessage).on('error', reject).on('exit', onExit)
    worker.postMessage(task)
    try {
      return await promise
    } finally {
      clearTimeout(overdue)
      signal.removeEventListener('abort', onAbort)
      if (!isDone) await worker.terminate()
      worker.off('message', onMessage).off('error', reject).off('exit', onExit)
      if (isDone) this.#keep(worker)
    }
  }

  #take(): Worker {
    for (const [worker, end] of this.#idle) {
      clearTimeout(end)
      this.#idle.delete(worker)
      worker.ref()
      return worker
    }
    return this.#start()
  }

  #start(): Worker {
    const worker = startThread(this.#module, undefined, this.#memoryMb)
    this.#alive.add(worker)
    const forget = () => {
      this.#alive.delete(worker)
      clearTimeout(this.#idle.get(worker))
      this.#idle.delete(worker)
    }
    return worker.on('error', forget).on('exit', forget)
  }

  /**
   * An idle thread keeps no process alive. One that ended as its result came, such as when its task was stopped just then, would
   * never answer the next task.
   */
  #keep(worker: Worker): void {
    if (!this.#alive.has(worker)) return
    this.#idle.set(worker, setTimeout(() => void worker.terminate(), IDLE_MS).unref())
    worker.unref()
  }
}

function promiseOf<T>() {
  let resolve: (value: T) => void = () => {}
  let reject: (error: Error) => void = () => {}
  const promise = new Promise<T>((onValue, onError) => ([resolve, reject] = [onValue, onError]))
  return { promise, resolve, reject }
}
