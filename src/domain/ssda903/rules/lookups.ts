import { distanceMiles } from '../../distance.ts'
import type { CheckedRow } from './child-year.ts'
import { hasUrn } from './terms.ts'
import type { Cells, PostcodePlace, RecordedHome } from './types.ts'

type Value = string | undefined

/** Where a postcode is; undefined where it is blank or in no directory. */
export const placeOfPostcode = (postcode: Value, { child }: CheckedRow): PostcodePlace | undefined =>
  postcode ? child.whole.known.places?.get(postcode) : undefined

/** The authority, or outside England the country, of the placement. */
export const placementArea = ({ PL_POST }: Cells, row: CheckedRow): string | undefined => {
  const place = placeOfPostcode(PL_POST, row)
  return place?.authorityCode ?? place?.country
}

/** Whether the placement is known to be outside England. */
export const isAbroad = ({ PL_POST }: Cells, row: CheckedRow): boolean =>
  (placeOfPostcode(PL_POST, row)?.country ?? 'E') !== 'E'

/** From home to placement; null where either postcode is blank or in no directory. */
export function milesFromHome({ HOME_POST, PL_POST }: Cells, row: CheckedRow): number | null {
  const point = (postcode: Value) => {
    const { easting, northing } = placeOfPostcode(postcode, row) ?? {}
    return easting === undefined || northing === undefined ? null : { easting, northing }
  }
  return distanceMiles(point(HOME_POST), point(PL_POST))
}

/** The homes recorded here with the episode's Ofsted number. */
export const homesOf = (cells: Cells, { child }: CheckedRow): readonly RecordedHome[] =>
  hasUrn(cells) ? (child.whole.known.homes.get((cells.URN ?? '').toUpperCase()) ?? []) : []

/** Whether homes are recorded with the Ofsted number, and none of them is as it should be. */
export const noHomeIs = (cells: Cells, row: CheckedRow, suits: (home: RecordedHome) => boolean): boolean => {
  const homes = homesOf(cells, row)
  return homes.length > 0 && !homes.some(suits)
}
