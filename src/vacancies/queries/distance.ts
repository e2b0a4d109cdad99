import type { GridPoint } from '../../domain/distance.ts'
import type { Parameters } from './parameters.ts'

/**
 * Distances leave the database in whole tenths of a mile: whole numbers compare and score exactly.
 *
 * Whoever may search from any postcode could find a house by its distance from many. So the confidential homes of
 * other authorities are measured from the middle of a square of the grid, in whole miles, wherever a distance is
 * shown, scored, compared or ordered by: no number of searches tells more than the square.
 */
export const blurred = 'f.confidential and f.authority_code <> current_authority()'
const square = 2000

/** The most, in metres, by which a shown distance may fall short of the true one: to the middle of the square's corner, and half a mile. */
const blur = Math.ceil(Math.SQRT2 * (square / 2) + 1609.3 / 2)

const metresPerMile = 1609.3

/** The furthest of the points from the home of `bed_free f`, in tenths of a mile; null where none is known. */
export function furthestTenths(points: readonly GridPoint[], p: Parameters): string {
  if (points.length === 0) return 'null::integer'
  const tenths = points.map(({ easting, northing }) => {
    const [e, n] = [p(easting, 'float8'), p(northing, 'float8')]
    const middle = (column: string) => `(${column} / ${square} * ${square} + ${square / 2})`
    const metres = (east: string, north: string) =>
      `sqrt((${east} - ${e}) * (${east} - ${e}) + (${north} - ${n}) * (${north} - ${n}))`
    return `case when ${blurred}
      then round(${metres(middle('f.easting'), middle('f.northing'))} / ${metresPerMile})::integer * 10
      else round(${metres('f.easting', 'f.northing')} / ${metresPerMile / 10})::integer end`
  })
  return `greatest(${tenths.join(', ')})`
}

/** A box that holds every home which can be within `miles` of all the points; the index on place answers it. */
export function boxAround(points: readonly GridPoint[], miles: number, p: Parameters): string {
  const reach = Math.ceil((miles + 0.1) * metresPerMile) + blur
  const side = (axis: keyof GridPoint) => {
    const along = points.map((point) => point[axis])
    const [least, most] = [Math.max(...along) - reach, Math.min(...along) + reach]
    return `f.${axis} between ${p(least, 'integer')} and ${p(most, 'integer')}`
  }
  return `${side('easting')} and ${side('northing')}`
}
