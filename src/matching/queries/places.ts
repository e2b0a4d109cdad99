import type { GridPoint } from '../../domain/distance.ts'

/** The places and homes that a search measures from, as the directory and the record have them. */
export interface Places {
  /** The children's homes. */
  homes: readonly GridPoint[]
  schools: readonly GridPoint[]
  /** Where brothers and sisters live. */
  siblingHomes: readonly string[]
}
