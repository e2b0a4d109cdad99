import fc from 'fast-check'
import t from 'tap'
import { squaresAround } from '../../../src/engines/matching/queries/distance.ts'
import { parameters } from '../../../src/engines/matching/queries/parameters.ts'

const mile = 1609.3
const coordinate = fc.integer({ min: 90_000, max: 650_000 })
const place = fc.record({ easting: coordinate, northing: coordinate })

function squaresOf(homes: { easting: number; northing: number }[], miles: number): number[] | null {
  const p = parameters()
  return squaresAround(homes, miles, p) === null ? null : (p.values[0] as number[])
}

const squareOf = ({ easting, northing }: { easting: number; northing: number }) =>
  Math.floor(easting / 10_000) * 1000 + Math.floor(northing / 10_000)

t.test('no home that may be within the miles lies outside the squares that are searched', async () => {
  fc.assert(
    fc.property(
      place,
      fc.double({ min: 0.1, max: 60, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
      (home, miles, share, angle) => {
        // As far as a distance shown in whole miles, from the middle of a 2 km square, may fall short of the true one.
        const furthest = miles * mile + mile / 2 + Math.SQRT2 * 1000
        const bed = {
          easting: Math.round(home.easting + furthest * share * Math.cos(angle)),
          northing: Math.round(home.northing + furthest * share * Math.sin(angle)),
        }
        const squares = squaresOf([home], miles)
        return squares === null || bed.easting < 0 || bed.northing < 0 || squares.includes(squareOf(bed))
      },
    ),
    { numRuns: 2_000, examples: [[{ easting: 370_869, northing: 358_036 }, 20, 1, Math.PI / 4]] },
  )
})

t.test('of two homes, the squares near both are searched, and none that is near one alone', async (t) => {
  const homes = [
    { easting: 405_000, northing: 405_000 },
    { easting: 425_000, northing: 405_000 },
  ]
  // Within 5 miles as they may be shown: 5.1 × 1,609.3 + 1,000 × √2 + 804.65 m, 10,427 m in all. The squares between the two
  // homes are 5,000 m from each, those to the north and south √(5,000² + 5,000²) = 7,071 m; the next are 15,000 m from one.
  t.same(squaresOf(homes, 5), [41_039, 41_040, 41_041])
})
