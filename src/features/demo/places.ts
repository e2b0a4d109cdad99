import { distanceMiles } from '../../domain/distance.ts'
import { authorities } from '../../domain/geography/authorities.ts'
import { syntheticPostcodes, syntheticPostcodesFor } from '../../domain/geography/synthetic.ts'
import type { Place, Reach } from './model.ts'
import type { Random } from './random.ts'
import { demonstrationAuthority } from './scale.ts'

/** Postcodes for an authority's children and homes, by their reach. */
export type Gazetteer = Readonly<Record<Reach, readonly Place[]>>

const distantMiles = 20
const remoteMiles = 110
const minPlaces = 40

export const milesBetween = (a: Place, b: Place): number => distanceMiles(a, b) ?? 0

/** The postcodes at which an authority's placements may be. The demonstration authority has its own, denser table. */
export function placesAround(authorityCode: string): readonly Place[] {
  return authorityCode === demonstrationAuthority ? syntheticPostcodes() : allPlaces()
}

let everywhere: readonly Place[] | undefined
const allPlaces = () => (everywhere ??= authorities.flatMap(({ code }) => syntheticPostcodesFor(code)))

/** Groups the postcodes around an authority by reach, measured from its middle. */
export function gazetteerOf(authorityCode: string): Gazetteer {
  const places = placesAround(authorityCode)
  const insidePlaces = places.filter((place) => place.authorityCode === authorityCode)
  const middle = {
    postcode: '',
    authorityCode,
    easting: mean(insidePlaces.map(({ easting }) => easting)),
    northing: mean(insidePlaces.map(({ northing }) => northing)),
  }
  const outside = places
    .filter((place) => place.authorityCode !== authorityCode)
    .map((place) => ({ place, miles: milesBetween(place, middle) }))
    .sort((a, b) => a.miles - b.miles)
  const placesBetween = (least: number, most: number) => {
    const matches = outside.filter(({ miles }) => miles > least && miles <= most)
    return (
      matches.length >= minPlaces ? matches : outside.filter(({ miles }) => miles > least).slice(0, minPlaces)
    ).map(({ place }) => place)
  }
  return {
    in: insidePlaces,
    near: placesBetween(0, distantMiles),
    far: placesBetween(distantMiles * 1.2, remoteMiles),
  }
}

/** A random home postcode inside the authority, as far from the placement as its reach says, if there is one. */
export function homeFor(
  random: Random,
  { in: insidePlaces }: Gazetteer,
  placement: Place,
  reach: Reach,
): Place {
  if (reach === 'in') {
    if (random.chance(0.3)) return random.pick(insidePlaces)
    const some = [random.pick(insidePlaces), random.pick(insidePlaces), random.pick(insidePlaces)]
    return some.reduce((a, b) => (milesBetween(a, placement) <= milesBetween(b, placement) ? a : b))
  }
  const fits = insidePlaces.filter((home) => agrees(home, placement, reach))
  return random.pick(fits.length > 0 ? fits : insidePlaces)
}

/** Whether a placement is as far from the child's home as its reach says. */
export function agrees(home: Place, placement: Place, reach: Reach): boolean {
  return reach === 'in' || milesBetween(home, placement) > distantMiles === (reach === 'far')
}

const mean = (numbers: readonly number[]) =>
  Math.round(numbers.reduce((sum, n) => sum + n, 0) / Math.max(numbers.length, 1))
