import { districtsOf, type District } from './districts.ts'

/** An invented postcode in a real postcode district. */
export interface SyntheticPostcode {
  /** Compact: `CW13VC`. */
  postcode: string
  authorityCode: string
  easting: number
  northing: number
}

/** Letters with which no real postcode ends, so that a synthetic postcode cannot be a real one. */
const unusedLetters = 'CIKMOV'
const unitsPerDistrict = 10 * unusedLetters.length ** 2

/** Whether a postcode is synthetic, by its last two letters. */
export function isSyntheticPostcode(compact: string): boolean {
  return new RegExp(`[${unusedLetters}]{2}$`).test(compact)
}

/**
 * The first `count` synthetic postcodes of an authority, taken from its districts in turn. A longer list starts with the
 * shorter one, and a postcode's coordinates do not depend on `count`.
 *
 * @throws where the authority is unknown or its districts have fewer postcodes
 */
export function syntheticPostcodesFor(authorityCode: string, count = 120): SyntheticPostcode[] {
  const districts = districtsOf(authorityCode)
  if (count > districts.length * unitsPerDistrict) {
    throw new RangeError(`${authorityCode} has no room for ${count} synthetic postcodes`)
  }
  return Array.from({ length: count }, (_, n) => {
    const district = districts[n % districts.length]
    if (district === undefined) throw new RangeError(`${authorityCode} has no districts`)
    return unit(authorityCode, district, Math.floor(n / districts.length))
  })
}

/** The number of synthetic postcodes of each authority in the demonstration. */
const demonstration: readonly (readonly [authorityCode: string, units: number])[] = [
  ['E06000049', 640], // Cheshire East
  ['E06000050', 120], // Cheshire West and Chester
  ['E10000028', 110], // Staffordshire
  ['E06000021', 90], // Stoke-on-Trent
  ['E08000007', 80], // Stockport
  ['E08000003', 60], // Manchester
  ['E08000009', 50], // Trafford
  ['E06000007', 50], // Warrington
  ['E10000007', 40], // Derbyshire
  ['E06000051', 40], // Shropshire
  ['E06000006', 30], // Halton
  ['E08000015', 30], // Wirral
  ['E08000012', 30], // Liverpool
  ['E08000010', 20], // Wigan
  ['E06000020', 20], // Telford and Wrekin
  ['E10000017', 20], // Lancashire
  ['E06000009', 15], // Blackpool
  ['E08000025', 15], // Birmingham
  ['E08000035', 12], // Leeds
  ['E06000018', 8], // Nottingham
  ['E10000020', 6], // Norfolk
  ['E06000057', 6], // Northumberland
  ['E10000016', 4], // Kent
  ['E06000052', 4], // Cornwall
]

/** The demonstration's postcodes: Cheshire East, the authorities around it and some far away. */
export function syntheticPostcodes(): SyntheticPostcode[] {
  return demonstration.flatMap(([authorityCode, units]) => syntheticPostcodesFor(authorityCode, units))
}

function unit(authorityCode: string, { district, easting, northing, spread }: District, n: number) {
  const letter = (index: number) => unusedLetters.charAt(index % unusedLetters.length)
  const tens = Math.floor(n / 10)
  const postcode = `${district}${n % 10}${letter(Math.floor(tens / unusedLetters.length))}${letter(tens)}`
  const random = randomFrom(postcode)
  const offset = () => Math.round((random() + random() + random() - 1.5) * 2 * spread)
  return { postcode, authorityCode, easting: easting + offset(), northing: northing + offset() }
}

/** A deterministic generator of numbers in [0, 1): seeded from the text by FNV-1a, continued by mulberry32. */
function randomFrom(text: string): () => number {
  let state = 0x811c9dc5
  for (const character of text) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
}
