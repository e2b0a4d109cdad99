/** A point of the Ordnance Survey grid, in whole metres. */
export interface GridPoint {
  easting: number
  northing: number
}

/** The SSDA903 guide's value; the statute mile is 1.609344 km. */
const kilometresPerMile = 1.6093
export const metresPerMile = kilometresPerMile * 1000

/**
 * Straight-line distance in miles to one decimal place, by the SSDA903 guide's formula: the Euclidean distance in metres,
 * divided by 1000 and by 1.6093. Rounding ties cannot occur between points in whole metres.
 *
 * @returns null where either point is not known
 */
export function distanceMiles(from: GridPoint | null, to: GridPoint | null): number | null {
  if (from === null || to === null) return null
  const east = from.easting - to.easting
  const north = from.northing - to.northing
  const miles = Math.sqrt(east * east + north * north) / 1000 / kilometresPerMile
  return Math.round(miles * 10) / 10
}
