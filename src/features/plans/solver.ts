import type { Entries } from '../../domain/plans/entries.ts'
import type { ObjectiveLevel } from '../../domain/plans/objectives.ts'
import type { Programme } from '../../domain/plans/programme.ts'
import type { PlanProblem } from '../../domain/plans/types.ts'
import { inThread } from '../../platform/solver/in-thread.ts'

/** A programme and what is asked of it, by its columns: options first, then beds of options, then sums. */
export interface SolverInput {
  entries: Entries
  /** By row, the sums left out: they are as much as they count. */
  rowMost: Float64Array
  /** By column, the sums left out. */
  most: Float64Array
  /** By option. */
  needOf: Int32Array
  /** By option: the first of the groups of beds that it may take. */
  placeOf: Int32Array
  /** Of options whose beds have columns: the first of them, how many there are, and how many beds are to be taken. */
  beds: Map<number, { first: number; count: number; size: number }>
  /** What is maximised, first things first: what each option adds. */
  levels: Float64Array[]
  /** A solution to begin with; what comes of it is never worse. */
  start: number[]
  /** How many options of each need the solver begins with, and takes in at a time; it asks for more as they pay. */
  atOnce: number
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

/** What the solver is given of a problem. */
export function solverInput(
  problem: PlanProblem,
  programme: Programme,
  levels: readonly ObjectiveLevel[],
  start: number[],
  { atOnce = 25, seconds }: { atOnce?: number; seconds: number },
): SolverInput {
  const { needs, options } = problem
  const { columns, rows, entries, places } = programme
  const beds = places.flatMap((own, option) => {
    const size = needs[options[option]!.need]!.children.length
    return own.length === 1 ? [] : [[option, { first: own[0]!.column, count: own.length, size }] as const]
  })
  return {
    entries,
    rowMost: Float64Array.from(rows, ({ most }) => most),
    most: Float64Array.from(columns, ({ most }) => most),
    needOf: Int32Array.from(options, ({ need }) => need),
    placeOf: Int32Array.from(places, ([place]) => place!.group),
    beds: new Map(beds),
    levels: levels.map(({ value: of }) =>
      Float64Array.from(options, (option) => of(option, needs[option.need]!)),
    ),
    start,
    atOnce,
    seconds,
  }
}

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
  return inThread(
    thread,
    input,
    { seconds: input.seconds + graceSeconds },
    signal,
    (message: SolverMessage) => {
      if (message.kind === 'solved') return message.solution
      onProgress(message)
      return undefined
    },
  )
}
