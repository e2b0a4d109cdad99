import fc from 'fast-check'
import t from 'tap'
import {
  displayPostcode,
  normalisePostcode,
  postcodeDistrict,
  postcodeSector,
} from '../../src/domain/postcodes.ts'

t.test('a postcode is understood in any case and spacing', async (t) => {
  for (const text of ['CW1 2BJ', 'cw12bj', ' cw1  2bj ', 'CW1\t2BJ', 'C W 1 2 B J']) {
    t.equal(normalisePostcode(text), 'CW12BJ', JSON.stringify(text))
  }
})

t.test('every shape of outward code is understood', async (t) => {
  for (const text of ['M1 1AE', 'B33 8TH', 'W1A 0AX', 'CR2 6XH', 'DN55 1PT', 'EC1A 1BB', 'GIR 0AA']) {
    t.equal(displayPostcode(normalisePostcode(text) ?? ''), text)
  }
})

t.test('what is not shaped like a postcode is none', async (t) => {
  for (const text of [
    '',
    ' ',
    'CW1',
    '2BJ',
    'CW1 2B',
    'CW1 BJ2',
    '1CW 2BJ',
    'CW123 2BJ',
    'CW1 2BJX',
    'CI1-2BJ',
  ]) {
    t.equal(normalisePostcode(text), null, JSON.stringify(text))
  }
})

t.test('a postcode belongs to a district and a sector', async (t) => {
  t.equal(postcodeDistrict('CW112BJ'), 'CW11')
  t.equal(postcodeSector('CW112BJ'), 'CW11 2')
  t.equal(postcodeDistrict('M11AE'), 'M1')
  t.equal(postcodeSector('M11AE'), 'M1 1')
})

t.test('any text is a compact postcode or none, and what is compact stays so', async () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9 ]{4,9}$/)), (text) => {
      const compact = normalisePostcode(text)
      return compact === null || (normalisePostcode(compact) === compact && !/\s/.test(compact))
    }),
  )
})
