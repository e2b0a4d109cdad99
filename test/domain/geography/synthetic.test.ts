import t from 'tap'
import { distanceMiles } from '../../../src/domain/distance.ts'
import { authorities } from '../../../src/domain/geography/authorities.ts'
import {
  isSyntheticPostcode,
  syntheticPostcodes,
  syntheticPostcodesFor,
} from '../../../src/domain/geography/synthetic.ts'
import { normalisePostcode } from '../../../src/domain/postcodes.ts'

const cheshireEast = 'E06000049'
const crewe = { easting: 370_500, northing: 355_500 }

t.test('the demonstration has 1,500 postcodes, near and far, the same every time', async (t) => {
  const points = syntheticPostcodes()
  t.equal(points.length, 1500)
  t.same(syntheticPostcodes(), points)
  t.ok(points.filter(({ authorityCode }) => authorityCode === cheshireEast).length > 600)
  const miles = points.map((unit) => distanceMiles(crewe, unit) ?? NaN)
  t.ok(miles.filter((m) => m > 20).length > 300, 'beyond 20 miles of Crewe')
  t.ok(
    miles.some((m) => m > 150),
    'the far ends of the country',
  )
  const borough = points.filter(({ authorityCode }) => authorityCode === cheshireEast)
  t.ok(borough.every((unit) => (distanceMiles(crewe, unit) ?? NaN) < 30))
})

t.test(
  'every synthetic postcode is well formed, told from a real one by its look, and made once',
  async (t) => {
    const points = authorities.flatMap(({ code }) => syntheticPostcodesFor(code, 360))
    t.equal(new Set(points.map(({ postcode }) => postcode)).size, points.length)
    for (const { postcode } of points) {
      if (normalisePostcode(postcode) !== postcode || !isSyntheticPostcode(postcode)) t.fail(postcode)
    }
    t.notOk(isSyntheticPostcode('CW12BJ'))
    t.ok(
      points.every(
        ({ easting, northing }) => easting > 0 && easting < 660_000 && northing > 0 && northing < 660_000,
      ),
    )
  },
)

t.test('asking for more changes nothing about the first', async (t) => {
  t.same(syntheticPostcodesFor(cheshireEast, 500).slice(0, 20), syntheticPostcodesFor(cheshireEast, 20))
})

t.test('an unknown authority, or one too small for so many, is refused by name', async (t) => {
  t.throws(() => syntheticPostcodesFor('E99999999', 1), /E99999999/)
  t.throws(() => syntheticPostcodesFor('E06000017', 361), /E06000017/)
})
