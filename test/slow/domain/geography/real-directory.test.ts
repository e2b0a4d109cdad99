import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import t from 'tap'
import { authorities } from '../../../../src/domain/geography/authorities.ts'
import { lowerTierAuthorities } from '../../../../src/domain/geography/lower-tier.ts'
import { isSyntheticPostcode, syntheticPostcodesFor } from '../../../../src/domain/geography/synthetic.ts'
import { needs, sharedData } from '../../../support/shared-data.ts'

t.setTimeout(900_000)

const path = sharedData('postcodes/onspd-2025-11-england.csv.gz')

t.test('what the tables say holds against the directory of November 2025', needs(path), async (t) => {
  const districts = new Set<string>()
  const codes = new Set<string>()
  const looksSynthetic: string[] = []
  const lines = createInterface({ input: createReadStream(path ?? '').pipe(createGunzip()) })
  for await (const line of lines) {
    const [postcode = '', code = ''] = line.split(',', 2)
    if (code === 'oslaua') continue
    codes.add(code)
    districts.add(postcode.slice(0, -4))
    if (isSyntheticPostcode(postcode)) looksSynthetic.push(postcode)
  }
  const district = new Map(lowerTierAuthorities.map(({ code, authorityCode }) => [code, authorityCode]))
  const unknown = [...codes].filter((code) => !district.has(code))
  t.same(unknown, [], 'every authority code in it belongs to an upper-tier authority')
  t.equal(
    new Set([...codes].map((code) => district.get(code))).size,
    authorities.length,
    'and each has postcodes',
  )
  t.same(looksSynthetic, [], 'no real postcode looks like a synthetic one')
  const units = authorities.flatMap(({ code }) => syntheticPostcodesFor(code, 30))
  const unreal = units.filter(({ postcode }) => !districts.has(postcode.slice(0, -3)))
  t.same(unreal, [], 'every synthetic postcode is in a real district')
})
