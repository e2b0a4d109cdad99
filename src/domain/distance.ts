/** A point of the Ordnance Survey grid, in whole metres. */
export interface GridPoint {
  easting: number
  northing: number
}

const kilometresPerMile = 1.6093

/**
 * Straight-line distance in miles to one decimal place, as the SSDA903 guide defines it: the root of the
 * squared differences in metres, over 1000, over 1.6093. A half rounds up, though none can occur: a half is
 * never a whole number of metres here, and the root of a whole number is whole or irrational.
 * Null, never 0, where either point isn't known.
 */
export function distanceMiles(from: GridPoint | null, to: GridPoint | null): number | null {
  if (from === null || to === null) return null
  const east = from.easting - to.easting
  const north = from.northing - to.northing
  const miles = Math.sqrt(east * east + north * north) / 1000 / kilometresPerMile
  return Math.round(miles * 10) / 10
}
