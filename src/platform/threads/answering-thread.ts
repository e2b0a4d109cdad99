import type { Worker } from 'node:worker_threads'
import { startThread } from './thread.ts'

/** A question to a thread, and its answer, by number. */
export interface Numbered<Content> {
  number: number
  content: Content
}

interface Waiting<Answer> {
  resolve: (answer: Answer) => void
  reject: (error: Error) => void
}

/**
 * A module in a worker thread that answers questions, posting for each `Numbered` message another of the same number. It starts
 * with the first question, serves all that ask in the process, and keeps no process alive. After it failed it starts anew.
 */
export class AnsweringThread<Question, Answer> {
  readonly #module: URL
  readonly #memoryMb: number
  #worker: Worker | undefined
  #count = 0
  readonly #waiting = new Map<number, Waiting<Answer>>()

  constructor(module: URL, memoryMb: number) {
    this.#module = module
    this.#memoryMb = memoryMb
  }

  /** @throws {Error} when the thread fails before it has answered */
  ask(question: Question): Promise<Answer> {
    this.#worker ??= this.#start()
    const worker = this.#worker
    const number = this.#count++
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject })
      // Whoever waits for an answer keeps the process alive for it.
      worker.ref()
      worker.postMessage({ number, content: question } satisfies Numbered<Question>)
    })
  }

  #start(): Worker {
    const worker = startThread(this.#module, undefined, this.#memoryMb)
    worker.on('message', ({ number, content }: Numbered<Answer>) => {
      this.#waiting.get(number)?.resolve(content)
      this.#waiting.delete(number)
      if (this.#waiting.size === 0) worker.unref()
    })
    worker.on('error', (error: Error) => this.#fail(error))
    worker.on('exit', (code) => this.#fail(new Error(`the thread ended with code ${code}`)))
    return worker
  }

  #fail(error: Error): void {
    this.#worker = undefined
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
