import fc from 'fast-check'
import t from 'tap'
import { distanceMiles } from '../../src/domain/distance.ts'

const crewe = { easting: 371_000, northing: 355_000 }

t.test('distance is the straight line in grid metres over 1000 over 1.6093, to one decimal', async (t) => {
  // 3-4-5 triangle: 30 km east, 40 km north = 50 km; 50 / 1.6093 = 31.0694…
  t.equal(distanceMiles(crewe, { easting: 401_000, northing: 395_000 }), 31.1)
  // 32.186 km / 1.6093 = 20 exactly
  t.equal(distanceMiles(crewe, { easting: 371_000, northing: 387_186 }), 20)
  // 32.267 km / 1.6093 = 20.0503… rounds up; 32.266 km / 1.6093 = 20.0497… rounds down
  t.equal(distanceMiles(crewe, { easting: 371_000, northing: 387_267 }), 20.1)
  t.equal(distanceMiles(crewe, { easting: 371_000, northing: 387_266 }), 20)
})

t.test(
  'two children at one postcode are 0 miles apart; an unknown place is null miles away, never 0',
  async (t) => {
    t.equal(distanceMiles(crewe, crewe), 0)
    t.equal(distanceMiles(crewe, null), null)
    t.equal(distanceMiles(null, crewe), null)
    t.equal(distanceMiles(null, null), null)
  },
)

t.test(
  'the way there is as long as the way back, and the answer is within half a tenth of the exact one',
  async () => {
    const point = fc.record({
      easting: fc.integer({ min: 0, max: 700_000 }),
      northing: fc.integer({ min: 0, max: 1_300_000 }),
    })
    fc.assert(
      fc.property(point, point, (from, to) => {
        const miles = distanceMiles(from, to) ?? NaN
        const exact = Math.hypot(from.easting - to.easting, from.northing - to.northing) / 1609.3
        return miles === distanceMiles(to, from) && Math.abs(miles - exact) <= 0.05 + 1e-9
      }),
    )
  },
)
