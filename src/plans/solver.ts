import type { Programme } from '../domain/plans/programme.ts'
import { inThread } from '../solver/in-thread.ts'

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

/** Beyond this the solver has lost count of time, or of itself. */
const graceSeconds = 30

/**
 * Solves a programme with HiGHS in a thread of its own, which ends with it.
 * @throws {Error} when the thread fails, when it outlasts its time, and the reason of `signal` when that aborts
 */
export function solve(
  input: SolverInput,
  onProgress: (message: Exclude<SolverMessage, { kind: 'solved' }>) => void,
  signal: AbortSignal,
): Promise<Solution> {
  return inThread(thread, input, input.seconds + graceSeconds, signal, (message: SolverMessage) => {
    if (message.kind === 'solved') return message.solution
    onProgress(message)
    return undefined
  })
}
