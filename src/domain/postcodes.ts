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
