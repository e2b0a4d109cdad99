import { districtsOf, type District } from './districts.ts'

/** A postcode unit of our own making in a real district. */
export interface SyntheticPostcode {
  /** Compact: `CW13VC`. */
  postcode: string
  authorityCode: string
  easting: number
  northing: number
}

/** Royal Mail never ends a postcode with these letters, so no synthetic unit can be a real one. */
const unusedLetters = 'CIKMOV'
const unitsPerDistrict = 10 * unusedLetters.length ** 2

/** True for a unit made here, told from its last two letters alone. */
export function isSyntheticPostcode(compact: string): boolean {
  return new RegExp(`[${unusedLetters}]{2}$`).test(compact)
}

/**
 * The first `count` synthetic units of an authority, taken from its districts in turn. A longer list starts
 * with the shorter one, and a unit's place never depends on how many were asked for.
 * Throws where the authority is unknown or has too few districts for so many.
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

/** How many units each authority gives to the demonstration. */
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

/** Numbers in [0, 1) that depend on the text alone: FNV-1a to seed, mulberry32 to go on. */
function randomFrom(text: string): () => number {
  let state = 0x811c9dc5
  for (const character of text) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
