import type { ModuleName } from '../modules.ts'
import type { CheckedRow } from './child-year.ts'
import type { Cells, Lookup, Reads } from './types.ts'

/**
 * A validation rule of the collection. `fails` and `passes` are an example each, in the notation of the tests: rows
 * separated by `;`, of which all that is not written is in order.
 */
export interface Rule {
  /** What is wrong where the rule is broken. */
  message: string
  /** The first and last collection years that it is for; every year where absent. */
  from?: number
  to?: number
  /** Without one of these the rule cannot be decided. It is found in rows of the first, unless `foundIn` says otherwise. */
  reads: Reads
  /** What it reads where that is there. */
  mayRead?: Reads
  looksUp?: Lookup
  foundIn?: readonly ModuleName[]
  breaks: (cells: Cells, row: CheckedRow) => boolean
  fails: string
  passes: string
}

export type Rules = Readonly<Record<string, Rule>>
