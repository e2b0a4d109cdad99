import type { Worker } from 'node:worker_threads'
import { startThread } from './thread.ts'

/** A module in a worker thread that posts one answer to each message, in order. It runs until `end`. */
export class AnsweringThread<Question, Answer> {
  readonly #worker: Worker
  #settle: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined
  #failure: Error | undefined

  constructor(module: URL, input: unknown, memoryMb: number) {
    this.#worker = startThread(module, input, memoryMb)
    this.#worker.on('message', (answer: Answer) => this.#settle?.resolve(answer))
    this.#worker.on('error', (error: Error) => this.#fail(error))
    this.#worker.on('exit', (code) => this.#fail(new Error(`the thread ended with code ${code}`)))
  }

  /**
   * Asks, and waits for the answer: one question at a time.
   *
   * @throws {Error} when the thread fails, or has failed before
   */
  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure)
      this.#settle = { resolve, reject }
      this.#worker.postMessage(question)
    })
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#settle?.reject(this.#failure)
  }
}
