import { Worker } from 'node:worker_threads'
import type { Programme } from '../domain/plans/programme.ts'

export interface SolverInput {
  programme: Pick<Programme, 'columns' | 'rows'>
  /** What is maximised, first things first: what each column adds. */
  levels: number[][]
  /** A solution to begin with; what comes of it is never worse. */
  start: number[]
  /** The most that all levels may take together. */
  seconds: number
}

export interface LevelResult {
  value: number
  /** No solution has more, as far as the solver knows; null where it knows nothing. */
  bound: number | null
  /** Whether no solution is better, levels before it being kept. */
  proven: boolean
  seconds: number
}

export interface Solution {
  columns: number[]
  levels: LevelResult[]
}

export type SolverMessage =
  | { kind: 'level'; level: number }
  | { kind: 'gap'; level: number; gap: number | null }
  | { kind: 'solved'; solution: Solution }

const thread = new URL(`./solver-thread${import.meta.url.slice(-3)}`, import.meta.url)

/** Run from source, a thread on Node 20 has to be given its own way of reading TypeScript. */
const fromSource = () =>
  `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then(({ register }) => {
    register()
    return import(${JSON.stringify(thread.href)})
  })`

/** Beyond this the solver has lost count of time, or of itself. */
const graceSeconds = 30

const memoryMb = 1024

/**
 * Solves a programme with HiGHS in a thread of its own, which ends with it.
 * @throws {Error} when the thread fails, when it outlasts its time, and the reason of `signal` when that aborts
 */
export async function solve(
  input: SolverInput,
  onProgress: (message: Exclude<SolverMessage, { kind: 'solved' }>) => void,
  signal: AbortSignal,
): Promise<Solution> {
  signal.throwIfAborted()
  const source = thread.href.endsWith('.ts')
  const worker = new Worker(source ? fromSource() : thread, {
    eval: source,
    workerData: input,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
  let overdue: NodeJS.Timeout | undefined
  let aborted = () => {}
  try {
    return await new Promise<Solution>((resolve, reject) => {
      aborted = () => reject(signal.reason as Error)
      overdue = setTimeout(
        () => reject(new Error('the solver outlasted its time')),
        (input.seconds + graceSeconds) * 1000,
      )
      signal.addEventListener('abort', aborted, { once: true })
      worker.on('message', (message: SolverMessage) =>
        message.kind === 'solved' ? resolve(message.solution) : onProgress(message),
      )
      worker.once('error', reject)
      worker.once('exit', (code) => reject(new Error(`the solver ended with code ${code}`)))
    })
  } finally {
    clearTimeout(overdue)
    signal.removeEventListener('abort', aborted)
    await worker.terminate()
  }
}
