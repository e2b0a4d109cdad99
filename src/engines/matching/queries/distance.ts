import { metresPerMile, type GridPoint } from '../../../domain/distance.ts'
import type { Parameters } from './parameters.ts'
import type { Circle, Places } from './places.ts'

/**
 * SQL condition: the home's distances are blurred. Someone who may search from any postcode could locate a house by its
 * distances from several. So the confidential homes of other authorities, and for whoever may not see addresses the
 * authority's own, are measured from the middle of a 2 km grid square, in whole miles, wherever a distance is shown,
 * scored, compared or sorted by: searches reveal the square only. Of placements, `place_of` does the same.
 */
export const isBlurred =
  'f.confidential and (f.authority_code <> current_authority() or not sees_addresses())'
/** The side of a square, in metres. */
export const square = 2000

/** The most metres by which a blurred distance can differ from the true one: half a square's diagonal, and half a mile of rounding. */
const blur = Math.ceil(Math.SQRT2 * (square / 2) + metresPerMile / 2)

/** SQL of the distance from `f` to the furthest of the points, in whole tenths of a mile, which compare and score exactly; null for none. */
function furthestTenths(points: readonly GridPoint[], p: Parameters): string {
  if (points.length === 0) return 'null::integer'
  return `greatest(${points.map((point) => tenthsFrom(point, p)).join(', ')})`
}

function tenthsFrom({ easting, northing }: GridPoint, p: Parameters): string {
  const [e, n] = [p(easting, 'float8'), p(northing, 'float8')]
  const middle = (column: string) => `(${column} / ${square} * ${square} + ${square / 2})`
  const metres = (east: string, north: string) =>
    `sqrt((${east} - ${e}) * (${east} - ${e}) + (${north} - ${n}) * (${north} - ${n}))`
  return `case when ${isBlurred}
      then round(${metres(middle('f.easting'), middle('f.northing'))} / ${metresPerMile})::integer * 10
      else round(${metres('f.easting', 'f.northing')} / ${metresPerMile / 10})::integer end`
}

/**
 * SQL of the distance from `f` to the edge of the nearest circle, in tenths of a mile, 0 or less inside it; null for
 * none. For a blurred home it is the least that the true distance can be.
 */
function beyondEdgeTenths(circles: readonly Circle[], p: Parameters): string {
  if (circles.length === 0) return 'null::integer'
  const tenths = (metres: number) => Math.ceil(metres / (metresPerMile / 10))
  const distances = circles.map(
    (circle) =>
      `${tenthsFrom(circle, p)} - ${p(tenths(circle.radius), 'integer')} - case when ${isBlurred} then ${tenths(blur)} else 0 end`,
  )
  return `least(${distances.join(', ')})`
}

/** A select of the distances, in tenths of a mile, from the home of a bed `f` of `bed_free` to the places of a search. */
export function seenFrom({ homes, schools, avoid, matter }: Places, p: Parameters): string {
  return `select ${furthestTenths(homes, p)} as home_tenths, ${furthestTenths(schools, p)} as school_tenths,
      ${beyondEdgeTenths(avoid, p)} as avoid_tenths, ${furthestTenths(matter, p)} as matter_tenths`
}

/** The side, in metres, of the squares that homes are indexed by. */
const hectad = 10_000

/** With more squares than this, a list of them is not worth its cost. */
const manySquares = 400

/**
 * SQL condition, answered by the index on squares: the home is in one of the 10 km squares that can hold a home within
 * `miles` of all of the points. Null where there are too many such squares.
 */
export function squaresAround(points: readonly GridPoint[], miles: number, p: Parameters): string | null {
  const reach = (miles + 0.1) * metresPerMile + blur
  const squaresAlong = (axis: keyof GridPoint) => {
    const places = points.map((point) => point[axis])
    const first = Math.floor((Math.max(...places) - reach) / hectad)
    const last = Math.floor((Math.min(...places) + reach) / hectad)
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n).filter((n) => n >= 0)
  }
  const [columns, rows] = [squaresAlong('easting'), squaresAlong('northing')]
  if (columns.length * rows.length > manySquares) return null
  const gap = (metres: number, nth: number) => Math.max(nth * hectad - metres, metres - (nth + 1) * hectad, 0)
  const squares = columns.flatMap((column) =>
    rows
      .filter((row) =>
        points.every(
          ({ easting, northing }) => Math.hypot(gap(easting, column), gap(northing, row)) <= reach,
        ),
      )
      .map((row) => column * 1000 + row),
  )
  return `f.hectad = any(${p(squares, 'integer[]')})`
}
