import type { GridPoint } from '../../../domain/distance.ts'

/** A postcode, sector or district: the middle of its postcodes, and what reaches as far as the furthest, in metres. */
export interface Circle extends GridPoint {
  radius: number
}

/** The places and homes that a search measures from, as the directory and the record have them. */
export interface Places {
  /** The children's homes. */
  homes: readonly GridPoint[]
  schools: readonly GridPoint[]
  /** Places to avoid, with the miles around them in their radius. */
  avoid: readonly Circle[]
  /** Places where the children must be often. */
  matter: readonly GridPoint[]
  /** Where brothers and sisters live. */
  siblingHomes: readonly string[]
}
