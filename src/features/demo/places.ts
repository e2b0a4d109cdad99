import { distanceMiles } from '../../domain/distance.ts'
import { authorities } from '../../domain/geography/authorities.ts'
import { syntheticPostcodes, syntheticPostcodesFor } from '../../domain/geography/synthetic.ts'
import type { Place, Reach } from './model.ts'
import type { Random } from './random.ts'
import { demonstrationAuthority } from './scale.ts'

/** Where an authority's children come from and where they are placed. */
export type Gazetteer = Readonly<Record<Reach, readonly Place[]>>

const distantMiles = 20
const remoteMiles = 110
const fewest = 40

export const milesBetween = (a: Place, b: Place): number => distanceMiles(a, b) ?? 0

/** The postcodes an authority's placements may be at: the demonstration has its own, denser table. */
export function placesAround(authorityCode: string): readonly Place[] {
  return authorityCode === demonstrationAuthority ? syntheticPostcodes() : allPlaces()
}

let everywhere: readonly Place[] | undefined
const allPlaces = () => (everywhere ??= authorities.flatMap(({ code }) => syntheticPostcodesFor(code)))

/** Sorts the postcodes around an authority by how far from it they are. */
export function gazetteerOf(authorityCode: string): Gazetteer {
  const places = placesAround(authorityCode)
  const inside = places.filter((place) => place.authorityCode === authorityCode)
  const middle = {
    postcode: '',
    authorityCode,
    easting: mean(inside.map(({ easting }) => easting)),
    northing: mean(inside.map(({ northing }) => northing)),
  }
  const outside = places
    .filter((place) => place.authorityCode !== authorityCode)
    .map((place) => ({ place, miles: milesBetween(place, middle) }))
    .sort((a, b) => a.miles - b.miles)
  const within = (least: number, most: number) => {
    const found = outside.filter(({ miles }) => miles > least && miles <= most)
    return (
      found.length >= fewest ? found : outside.filter(({ miles }) => miles > least).slice(0, fewest)
    ).map(({ place }) => place)
  }
  return { in: inside, near: within(0, distantMiles), far: within(distantMiles * 1.2, remoteMiles) }
}

/** A home postcode inside the authority from which a placement lies as far as its reach says. */
export function homeFor(random: Random, { in: inside }: Gazetteer, placement: Place, reach: Reach): Place {
  if (reach === 'in') {
    if (random.chance(0.3)) return random.pick(inside)
    const some = [random.pick(inside), random.pick(inside), random.pick(inside)]
    return some.reduce((a, b) => (milesBetween(a, placement) <= milesBetween(b, placement) ? a : b))
  }
  const fits = inside.filter((home) => agrees(home, placement, reach))
  return random.pick(fits.length > 0 ? fits : inside)
}

/** Whether a placement lies as far from the child's home as its reach says. */
export function agrees(home: Place, placement: Place, reach: Reach): boolean {
  return reach === 'in' || milesBetween(home, placement) > distantMiles === (reach === 'far')
}

const mean = (numbers: readonly number[]) =>
  Math.round(numbers.reduce((sum, n) => sum + n, 0) / Math.max(numbers.length, 1))
