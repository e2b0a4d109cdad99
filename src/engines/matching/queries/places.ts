import type { GridPoint } from '../../../domain/distance.ts'

/** A postcode, sector or district: the mean point of its postcodes, and the radius in metres that reaches the furthest. */
export interface Circle extends GridPoint {
  radius: number
}

/** The places that a search measures from. */
export interface Places {
  /** The children's homes. */
  homes: readonly GridPoint[]
  schools: readonly GridPoint[]
  /** Places to avoid; the radius includes the miles to keep from them. */
  avoid: readonly Circle[]
  /** Places that matter to the children, to be near. */
  matter: readonly GridPoint[]
  /** The ids of the homes where siblings live. */
  siblingHomes: readonly string[]
}
