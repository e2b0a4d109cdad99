/**
 * The compact form: outward code, then a digit and two letters, no space. Any letters may end it, so that
 * synthetic units (see geography/synthetic.ts) pass where real ones do; whether a postcode exists is for the
 * postcode table to say.
 */
export const compactPostcode = /^([A-Z][A-HJ-Y]?[0-9][A-Z0-9]?|GIR)[0-9][A-Z]{2}$/

/**
 * The compact form (`CW12BJ`) of a postcode typed in any case and spacing, including the fixed seven- and
 * eight-character forms of the ONS directory; null where it isn't shaped like one.
 */
export function normalisePostcode(text: string): string | null {
  const compact = text.replace(/\s+/g, '').toUpperCase()
  return compactPostcode.test(compact) ? compact : null
}

/** `CW12BJ` as people write it, and as the ONS directory's `pcds`: `CW1 2BJ`. */
export function displayPostcode(compact: string): string {
  return `${postcodeDistrict(compact)} ${compact.slice(-3)}`
}

/** The outward code: `CW1`. */
export function postcodeDistrict(compact: string): string {
  return compact.slice(0, -3)
}

/** The district and the first digit after it: `CW1 2`. */
export function postcodeSector(compact: string): string {
  return `${postcodeDistrict(compact)} ${compact.slice(-3, -2)}`
}

/**
 * The compact beginning and length of the postcodes that a district (`CW1`), a sector (`CW1 2`) or a postcode
 * (`CW1 2BJ`) has; null where the text is none of them. Without a space, what can be a district is one.
 */
export function readArea(text: string): { prefix: string; length: number } | null {
  const written = text.trim().toUpperCase().replace(/\s+/g, ' ')
  const unit = normalisePostcode(written)
  if (unit !== null) return { prefix: unit, length: unit.length }
  const [, outward, sector] = /^([A-Z]{1,2}\d[A-Z\d]?)(?: ?(\d))?$/.exec(written) ?? []
  if (outward === undefined) return null
  return { prefix: outward + (sector ?? ''), length: outward.length + 3 }
}
