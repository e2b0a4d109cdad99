import type { CivilDate } from '../../domain/dates.ts'
import { metresPerMile, type GridPoint } from '../../domain/distance.ts'
import { ageByBirth, ageByYears } from '../../domain/matching/ages.ts'
import { needsTogether, nothingKnown } from '../../domain/matching/needs-of-child.ts'
import type { Profile } from '../../domain/matching/profile.ts'
import { termsOf } from '../../domain/matching/search-terms.ts'
import type { ChildNeed, Coverage, Need } from '../../domain/matching/types.ts'
import { postcodeDistrict } from '../../domain/postcodes.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { Asked } from './asked.ts'
import {
  readChildren,
  readCircles,
  readKnownHomes,
  readPoints,
  siblingsLiving,
  type ChildFacts,
} from './queries/facts.ts'
import type { Circle, Places } from './queries/places.ts'
import { readDefaultProfile, readProfile } from './queries/profiles.ts'

export interface Understood {
  facts: Facts
  need: Need
  /** What options are ranked by. */
  profile: Profile
  places: Places
  /** The children whose records were read. */
  childIds: string[]
  /** The postcode district of each child's home; null where it is not known. */
  homeDistricts: (string | null)[]
}

/** What is on record of a search's children, and in the directory of its places, whatever the nights. */
export interface Facts {
  records: Map<string, ChildFacts>
  points: Map<string, GridPoint>
  circles: Map<string, Circle>
  profile: Profile
}

/** What a search asks for, with the facts that the record has of its children. */
export async function understand(tx: Tx, search: Asked, today: CivilDate): Promise<Understood> {
  return understandWith(tx, await readFacts(tx, search, today), search, today)
}

async function readFacts(tx: Tx, search: Asked, today: CivilDate): Promise<Facts> {
  const askedIds = idsOf(search)
  const records = askedIds.length > 0 ? await readChildren(tx, askedIds) : new Map<string, ChildFacts>()
  refuseUnknownChildren(search, records)
  const postcodes = (['homePostcode', 'schoolPostcode'] as const).flatMap((field) =>
    postcodesOf(search, records, field),
  )
  const written = [...new Set(postcodes.filter((postcode) => postcode !== null))]
  const points = written.length > 0 ? await readPoints(tx, written) : new Map<string, GridPoint>()
  refuseUnknownPostcodes(search, points)
  const profile = await profileFor(tx, search, today)
  const needs = needsOf(search, records)
  const named = needs.flatMap(({ placesToAvoid, placesThatMatter }) => [
    ...placesToAvoid.map(({ place }) => place),
    ...placesThatMatter,
  ])
  const circles = await readCircles(tx, [...new Set(named)])
  refuseUnknownPlaces(search, circles)
  return { records, points, circles, profile }
}

/** What a search asks for, where the facts are read: of itself, of other nights, or of some of its children. */
export async function understandWith(
  tx: Tx,
  facts: Facts,
  search: Asked,
  today: CivilDate,
): Promise<Understood> {
  const { records, circles, profile } = facts
  const askedIds = idsOf(search)
  const homes = locate(search, facts, 'homePostcode')
  const schools = locate(search, facts, 'schoolPostcode')
  if (search.maxMiles !== null && homes.known !== 'all') {
    throw refused(
      '#/homePostcode',
      'home-needed-for-miles',
      'maxMiles is measured from home: give a homePostcode that is in the directory, or leave maxMiles out.',
    )
  }
  const siblings = askedIds.length > 0 ? await siblingsLiving(tx, askedIds, search.from) : []
  const needs = needsOf(search, records).map(({ placesToAvoid, placesThatMatter, ...ofChild }) => ({
    placesToAvoid,
    placesThatMatter,
    ofChild,
  }))
  const avoid = needs.flatMap(({ placesToAvoid }) => placesToAvoid)
  const matter = needs.flatMap(({ placesThatMatter }) => placesThatMatter)
  const placed = avoid.flatMap(({ place, miles }) => {
    const circle = circles.get(place)
    return circle ? [{ ...circle, radius: circle.radius + miles * metresPerMile }] : []
  })
  const mattering = matter.flatMap((place) => circles.get(place) ?? [])
  const { length: count } = search.children
  const known =
    askedIds.length > 0
      ? await readKnownHomes(tx, askedIds, search.from, search.to, today)
      : { apart: [], apartAmongThem: false, kin: [] }
  return {
    facts,
    profile,
    need: {
      ...termsOf(search),
      children: needs.map(({ ofChild }, index) => ({
        ...aboutChild(search, index, records),
        ...ofChild,
      })),
      today,
      homesKnown: homes.known,
      schoolsKnown: schools.known,
      avoid: { places: avoid.length, unplaced: avoid.length - placed.length },
      matter: { places: matter.length, unplaced: matter.length - mattering.length },
      childIds: askedIds,
      knownHomes: {
        ...known,
        kin: askedIds.length === count ? known.kin : [],
        onRecord: askedIds.length === count ? 'all' : askedIds.length > 0 ? 'some' : 'none',
      },
      gateway: profile.gatewayGrade && { grade: profile.gatewayGrade, exemption: search.gatewayExemption },
    },
    places: {
      homes: homes.points,
      schools: schools.points,
      avoid: placed,
      matter: mattering,
      siblingHomes: [...new Set(siblings.map(({ homeId }) => homeId))],
    },
    childIds: [...askedIds, ...siblings.map(({ childId }) => childId)],
    homeDistricts: search.children.map(({ childId }) => {
      const home = search.homePostcode ?? records.get(childId ?? '')?.homePostcode ?? null
      return home && postcodeDistrict(home)
    }),
  }
}

const idsOf = ({ children }: Asked): string[] => children.flatMap(({ childId }) => childId ?? [])

/** The needs of each child: those that the search tells, over those of its referral, over those on record. */
const needsOf = ({ children, referral }: Asked, records: Map<string, ChildFacts>) =>
  children.map((child) =>
    needsTogether(
      child,
      needsTogether(referral ?? {}, records.get(child.childId ?? '')?.needs ?? nothingKnown),
    ),
  )

function refuseUnknownChildren({ children }: Asked, records: Map<string, ChildFacts>): void {
  const seen = new Set<string>()
  for (const [index, { childId }] of children.entries()) {
    if (childId === undefined) continue
    const pointer = `#/children/${index}/childId`
    if (!records.has(childId)) {
      const detail = 'There is no such child, or none that you may know of.'
      throw new Problem('unknown-reference', detail, [{ pointer, detail, code: 'unknown-child' }])
    }
    if (seen.has(childId))
      throw refused(pointer, 'child-once', 'A child needs one bed: name each child once.')
    seen.add(childId)
  }
}

function aboutChild(
  { children, from, to }: Asked,
  index: number,
  records: Map<string, ChildFacts>,
): Pick<ChildNeed, 'age' | 'sex'> {
  const child = children[index]
  const record = records.get(child?.childId ?? '')
  const bornOn = record?.dateOfBirth ?? child?.dateOfBirth
  const age = bornOn === undefined ? ageByYears(child?.age ?? 0, from, to) : ageByBirth(bornOn, from, to)
  if (age.onFirstNight < 0 || age.onFirstNight > 25) {
    const field = record ? 'childId' : 'dateOfBirth'
    throw refused(
      `#/children/${index}/${field}`,
      'age-0-to-25',
      'The child must be aged 0 to 25 on the first night.',
    )
  }
  return { age, sex: record?.sex ?? child?.sex ?? 'unknown' }
}

/** A place that the search itself names must be in the directory; of one on record that is not, the answer says so. */
function refuseUnknownPlaces({ children }: Asked, circles: Map<string, Circle>): void {
  for (const [index, { placesToAvoid = [], placesThatMatter = [] }] of children.entries()) {
    const named = [
      ...placesToAvoid.map(({ place }, n) => [place, `placesToAvoid/${n}/place`] as const),
      ...placesThatMatter.map((place, n) => [place, `placesThatMatter/${n}`] as const),
    ]
    for (const [place, field] of named) {
      if (circles.has(place)) continue
      const detail = 'The postcode directory has nothing there: correct it, or leave it out.'
      throw new Problem('unknown-reference', detail, [
        { pointer: `#/children/${index}/${field}`, detail, code: 'unknown-place' },
      ])
    }
  }
}

async function profileFor(tx: Tx, { profile: named }: Asked, today: CivilDate): Promise<Profile> {
  if (named === null) return readDefaultProfile(tx, today)
  const profile = await readProfile(tx, named.name, named.version, today)
  if (profile) return profile
  const detail = 'There is no such profile, or no such version of it in force.'
  throw new Problem('unknown-reference', detail, [{ pointer: '#/profile', detail, code: 'unknown-profile' }])
}

type PostcodeField = 'homePostcode' | 'schoolPostcode'

/** Of each child the postcode that the search gives in place of the record's, or the record's. */
const postcodesOf = (search: Asked, records: Map<string, ChildFacts>, field: PostcodeField) =>
  search.children.map(({ childId }) => search[field] ?? records.get(childId ?? '')?.[field] ?? null)

/** A postcode that the search itself gives must be in the directory. */
function refuseUnknownPostcodes(search: Asked, points: Map<string, GridPoint>): void {
  for (const field of ['homePostcode', 'schoolPostcode'] as const) {
    const given = search[field]
    if (given === null || points.has(given)) continue
    const detail = 'The postcode directory has no place for this postcode: correct it, or leave it out.'
    throw new Problem('unknown-reference', detail, [
      { pointer: `#/${field}`, detail, code: 'unknown-postcode' },
    ])
  }
}

/** The points of the children's homes or schools. */
function locate(
  search: Asked,
  { records, points }: Facts,
  field: PostcodeField,
): { points: GridPoint[]; known: Coverage } {
  const postcodes = postcodesOf(search, records, field)
  const placed = postcodes.filter((postcode) => postcode !== null && points.has(postcode))
  return {
    points: [...new Set(placed)].flatMap((postcode) => points.get(postcode ?? '') ?? []),
    known: placed.length === postcodes.length ? 'all' : placed.length > 0 ? 'some' : 'none',
  }
}

function refused(pointer: string, code: string, detail: string): Problem {
  return new Problem('rule-broken', detail, [{ pointer, detail, code }])
}
