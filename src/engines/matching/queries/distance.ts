import { metresPerMile, type GridPoint } from '../../../domain/distance.ts'
import type { Parameters } from './parameters.ts'
import type { Circle, Places } from './places.ts'

/**
 * Distances leave the database in whole tenths of a mile: whole numbers compare and score exactly.
 *
 * Whoever may search from any postcode could find a house by its distance from many. So the confidential homes of
 * other authorities are measured from the middle of a square of the grid, in whole miles, wherever a distance is
 * shown, scored, compared or ordered by: no number of searches tells more than the square.
 */
export const blurred = 'f.confidential and f.authority_code <> current_authority()'
/** Metres. */
export const square = 2000

/** The most, in metres, by which a shown distance may fall short of the true one: to the middle of the square's corner, and half a mile. */
const blur = Math.ceil(Math.SQRT2 * (square / 2) + metresPerMile / 2)

/** The furthest of the points from the home of `bed_free f`, in tenths of a mile; null where none is known. */
function furthestTenths(points: readonly GridPoint[], p: Parameters): string {
  if (points.length === 0) return 'null::integer'
  return `greatest(${points.map((point) => tenthsFrom(point, p)).join(', ')})`
}

function tenthsFrom({ easting, northing }: GridPoint, p: Parameters): string {
  const [e, n] = [p(easting, 'float8'), p(northing, 'float8')]
  const middle = (column: string) => `(${column} / ${square} * ${square} + ${square / 2})`
  const metres = (east: string, north: string) =>
    `sqrt((${east} - ${e}) * (${east} - ${e}) + (${north} - ${n}) * (${north} - ${n}))`
  return `case when ${blurred}
      then round(${metres(middle('f.easting'), middle('f.northing'))} / ${metresPerMile})::integer * 10
      else round(${metres('f.easting', 'f.northing')} / ${metresPerMile / 10})::integer end`
}

/**
 * Tenths of a mile beyond the edge of the nearest circle, 0 or less within it; null where none is known. A blurred home
 * is as near as it can be.
 */
function beyondEdgeTenths(circles: readonly Circle[], p: Parameters): string {
  if (circles.length === 0) return 'null::integer'
  const tenths = (metres: number) => Math.ceil(metres / (metresPerMile / 10))
  const beyond = circles.map(
    (circle) =>
      `${tenthsFrom(circle, p)} - ${p(tenths(circle.radius), 'integer')} - case when ${blurred} then ${tenths(blur)} else 0 end`,
  )
  return `least(${beyond.join(', ')})`
}

/** The distances of a bed of `bed_free f` from the places of a search. */
export function seenFrom({ homes, schools, avoid, matter }: Places, p: Parameters): string {
  return `select ${furthestTenths(homes, p)} as home_tenths, ${furthestTenths(schools, p)} as school_tenths,
      ${beyondEdgeTenths(avoid, p)} as avoid_tenths, ${furthestTenths(matter, p)} as matter_tenths`
}

const hectad = 10_000

/** Beyond so many squares a list of them narrows nothing. */
const manySquares = 400

/**
 * The condition that a home is in one of the 10 km squares around the points: it holds for every home which can be
 * within `miles` of all of them, and the index on squares answers it. Null where the squares are too many.
 */
export function squaresAround(points: readonly GridPoint[], miles: number, p: Parameters): string | null {
  const reach = (miles + 0.1) * metresPerMile + blur
  const along = (axis: keyof GridPoint) => {
    const places = points.map((point) => point[axis])
    const first = Math.floor((Math.max(...places) - reach) / hectad)
    const last = Math.floor((Math.min(...places) + reach) / hectad)
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n).filter((n) => n >= 0)
  }
  const [columns, rows] = [along('easting'), along('northing')]
  if (columns.length * rows.length > manySquares) return null
  const gap = (at: number, nth: number) => Math.max(nth * hectad - at, at - (nth + 1) * hectad, 0)
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
