import type { Entries } from '../../domain/plans/entries.ts'
import type { ObjectiveLevel } from '../../domain/plans/objectives.ts'
import type { Programme } from '../../domain/plans/programme.ts'
import type { PlanProblem } from '../../domain/plans/types.ts'
import { inThread } from '../../platform/threads/in-thread.ts'

/** A programme as typed arrays, with its levels. Columns are numbered as in `Programme`: options, bed counts, sums. */
export interface SolverInput {
  entries: Entries
  /** For each rule, its right-hand side. */
  ruleMost: Float64Array
  /** For each column except those of sums, its upper bound. */
  columnMost: Float64Array
  /** For each option, its need. */
  needOf: Int32Array
  /** For each option, the first bed group that it may use. */
  placeOf: Int32Array
  /** For each option with bed columns: the first, their number, and the number of beds to take. */
  beds: Map<number, { first: number; count: number; size: number }>
  /** The objectives to maximise, most important first: for each, the coefficient of each option. */
  levels: Float64Array[]
  /** A feasible solution to start from, by column. The result is at least as good. */
  start: number[]
  /** How many options of each need are added to the restricted master at a time. */
  batchSize: number
  /** The time limit of all levels together. */
  seconds: number
}

export interface LevelResult {
  value: number
  /** Upper bound on the value; null where there was no time to find one. */
  bound: number | null
  /** Whether the value is optimal, given the levels before it. */
  proven: boolean
  seconds: number
}

/** The value of each column except those of sums, and the result of each level. */
export interface Solution {
  columns: number[]
  levels: LevelResult[]
}

export type SolverMessage =
  | { kind: 'level'; level: number }
  /** `gap` as a share of the value: (bound − value) ÷ |value|. */
  | { kind: 'gap'; level: number; gap: number | null }
  | { kind: 'solved'; solution: Solution }

/** The solver's input for a problem and its programme. */
export function solverInput(
  {
    problem,
    programme,
    levels,
    start,
  }: { problem: PlanProblem; programme: Programme; levels: readonly ObjectiveLevel[]; start: number[] },
  { batchSize = 25, seconds }: { batchSize?: number; seconds: number },
): SolverInput {
  const { needs, options } = problem
  const { columns, rows, entries, places } = programme
  const beds = places.flatMap((own, option) => {
    const size = needs[options[option]!.need]!.children.length
    return own.length === 1 ? [] : [[option, { first: own[0]!.column, count: own.length, size }] as const]
  })
  return {
    entries,
    ruleMost: Float64Array.from(rows, ({ most }) => most),
    columnMost: Float64Array.from(columns, ({ most }) => most),
    needOf: Int32Array.from(options, ({ need }) => need),
    placeOf: Int32Array.from(places, ([place]) => place!.group),
    beds: new Map(beds),
    levels: levels.map(({ value: valueOf }) =>
      Float64Array.from(options, (option) => valueOf(option, needs[option.need]!)),
    ),
    start,
    batchSize,
    seconds,
  }
}

const thread = new URL(`./solver-thread${import.meta.url.slice(-3)}`, import.meta.url)

/** How long after its time limit a thread that has not answered is ended. */
const graceSeconds = 30

/**
 * Solves a programme with HiGHS in a worker thread.
 * @throws {OutOfTime} when the thread has not answered 30 seconds after its time limit
 * @throws {Error} when the thread fails, and the reason of `signal` when that aborts
 */
export function solve(
  input: SolverInput,
  onProgress: (message: Exclude<SolverMessage, { kind: 'solved' }>) => void,
  signal: AbortSignal,
): Promise<Solution> {
  return inThread({
    module: thread,
    input,
    limits: { seconds: input.seconds + graceSeconds },
    signal,
    resultOf: (message: SolverMessage) => {
      if (message.kind === 'solved') return message.solution
      onProgress(message)
      return undefined
    },
  })
}
