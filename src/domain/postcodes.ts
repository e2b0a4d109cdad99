/**
 * A postcode in compact form: outward code, a digit and two letters, without a space. Any final letters are accepted, so
 * that synthetic postcodes (see geography/synthetic.ts) pass too; whether a postcode exists is for the postcode table.
 */
export const compactPostcode = /^([A-Z][A-HJ-Y]?[0-9][A-Z0-9]?|GIR)[0-9][A-Z]{2}$/

/**
 * The compact form (`CW12BJ`) of a postcode in any case and spacing, including the fixed seven- and eight-character forms
 * of the ONS directory; null where the text does not have the form of a postcode.
 */
export function normalisePostcode(text: string): string | null {
  const compact = text.replace(/\s+/g, '').toUpperCase()
  return compactPostcode.test(compact) ? compact : null
}

/** The usual form of a compact postcode, also the ONS directory's `pcds`: `CW1 2BJ` for `CW12BJ`. */
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
 * The prefix and length of the compact postcodes in a district (`CW1`), a sector (`CW1 2`) or a single postcode
 * (`CW1 2BJ`). Text without a space that can be a district is read as one.
 *
 * @returns null where the text is none of these
 */
export function readArea(text: string): { prefix: string; length: number } | null {
  const tidyText = text.trim().toUpperCase().replace(/\s+/g, ' ')
  const unit = normalisePostcode(tidyText)
  if (unit !== null) return { prefix: unit, length: unit.length }
  const [, outward, sector] = /^([A-Z]{1,2}\d[A-Z\d]?)(?: ?(\d))?$/.exec(tidyText) ?? []
  if (outward === undefined) return null
  return { prefix: outward + (sector ?? ''), length: outward.length + 3 }
}
