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
import type { SearchCriteria } from './search-criteria.ts'
import {
  readChildren,
  nobodyKnown,
  readCircles,
  readKnownHomes,
  readPoints,
  siblingsLiving,
  type ChildFacts,
} from './queries/facts.ts'
import type { Circle, Places } from './queries/places.ts'
import { readDefaultProfile, findProfile } from './queries/profiles.ts'

/** A search with everything that is needed to run it. */
export interface Understood {
  search: SearchCriteria
  facts: SearchFacts
  need: Need
  /** The weights that options are scored with. */
  profile: Profile
  places: Places
  /** The children whose records were read, siblings included, for the access log. */
  childIds: string[]
  /** The postcode district of each child's home; null where it is not known. */
  homeDistricts: (string | null)[]
}

/** What a search needs from the database, apart from what depends on its nights: children by id, places by postcode. */
export interface SearchFacts {
  records: Map<string, ChildFacts>
  points: Map<string, GridPoint>
  circles: Map<string, Circle>
  profile: Profile
}

/**
 * Reads what a search needs and works out its need and places.
 * @throws {Problem} for children, postcodes, places or a profile that are not known, and terms that can't be searched
 */
export async function understand(tx: Tx, search: SearchCriteria, today: CivilDate): Promise<Understood> {
  return understandWith(tx, await readFacts(tx, search, today), search, today)
}

async function readFacts(tx: Tx, search: SearchCriteria, today: CivilDate): Promise<SearchFacts> {
  const askedIds = idsOf(search)
  const records = askedIds.length > 0 ? await readChildren(tx, askedIds) : new Map<string, ChildFacts>()
  refuseUnknownChildren(search, records)
  const postcodes = (['homePostcode', 'schoolPostcode'] as const).flatMap((field) =>
    postcodesOf(search, records, field),
  )
  const knownPostcodes = [...new Set(postcodes.filter((postcode) => postcode !== null))]
  const points =
    knownPostcodes.length > 0 ? await readPoints(tx, knownPostcodes) : new Map<string, GridPoint>()
  refuseUnknownPostcodes(search, points)
  const profile = await profileFor(tx, search, today)
  const needs = needsOf(search, records)
  const placeNames = needs.flatMap(({ placesToAvoid, placesThatMatter }) => [
    ...placesToAvoid.map(({ place }) => place),
    ...placesThatMatter,
  ])
  const circles = await readCircles(tx, [...new Set(placeNames)])
  refuseUnknownPlaces(search, circles)
  return { records, points, circles, profile }
}

/** The same with facts that have been read, also for a variant of their search with other nights or fewer children. */
export async function understandWith(
  tx: Tx,
  facts: SearchFacts,
  search: SearchCriteria,
  today: CivilDate,
): Promise<Understood> {
  const { records, circles, profile } = facts
  const askedIds = idsOf(search)
  const homes = locate(search, facts, 'homePostcode')
  const schools = locate(search, facts, 'schoolPostcode')
  if (search.maxMiles !== null && homes.known !== 'all') {
    throw ruleBroken(
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
  const avoidCircles = avoid.flatMap(({ place, miles }) => {
    const circle = circles.get(place)
    return circle ? [{ ...circle, radius: circle.radius + miles * metresPerMile }] : []
  })
  const matterCircles = matter.flatMap((place) => circles.get(place) ?? [])
  const { length: count } = search.children
  const { familyIds, separatePairs, ...knownHomes } =
    askedIds.length > 0
      ? await readKnownHomes(tx, askedIds, { from: search.from, to: search.to, today })
      : nobodyKnown
  return {
    search,
    facts,
    profile,
    need: {
      ...termsOf(search),
      children: needs.map(({ ofChild }, index) => ({
        ...ageAndSexOf(search, index, records),
        ...parentOf(search, index, { records, separatePairs }),
        ...ofChild,
      })),
      today,
      homesKnown: homes.known,
      schoolsKnown: schools.known,
      avoid: { places: avoid.length, unplaced: avoid.length - avoidCircles.length },
      matter: { places: matter.length, unplaced: matter.length - matterCircles.length },
      childIds: [...askedIds, ...familyIds],
      knownHomes: {
        ...knownHomes,
        kin: askedIds.length === count ? knownHomes.kin : [],
        onRecord: askedIds.length === count ? 'all' : askedIds.length > 0 ? 'some' : 'none',
      },
      gateway: profile.gatewayGrade && { grade: profile.gatewayGrade, exemption: search.gatewayExemption },
    },
    places: {
      homes: homes.points,
      schools: schools.points,
      avoid: avoidCircles,
      matter: matterCircles,
      siblingHomes: [...new Set(siblings.map(({ homeId }) => homeId))],
    },
    childIds: [...askedIds, ...siblings.map(({ childId }) => childId)],
    homeDistricts: search.children.map(({ childId }) => {
      const home = search.homePostcode ?? records.get(childId ?? '')?.homePostcode ?? null
      return home && postcodeDistrict(home)
    }),
  }
}

const idsOf = ({ children }: SearchCriteria): string[] => children.flatMap(({ childId }) => childId ?? [])

/** The needs of each child, in order of precedence: those in the search, in the referral, on record. */
const needsOf = ({ children, referral }: SearchCriteria, records: Map<string, ChildFacts>) =>
  children.map((child) =>
    needsTogether(
      child,
      needsTogether(referral ?? {}, records.get(child.childId ?? '')?.needs ?? nothingKnown),
    ),
  )

function refuseUnknownChildren({ children }: SearchCriteria, records: Map<string, ChildFacts>): void {
  const seen = new Set<string>()
  for (const [index, { childId }] of children.entries()) {
    if (childId === undefined) continue
    const pointer = `#/children/${index}/childId`
    if (!records.has(childId)) {
      const detail = 'There is no such child, or none that you may know of.'
      throw new Problem('unknown-reference', detail, [{ pointer, detail, code: 'unknown-child' }])
    }
    if (seen.has(childId))
      throw ruleBroken(pointer, 'child-once', 'A child needs one bed: name each child once.')
    seen.add(childId)
  }
}

/**
 * The parent of a child who comes too, by position in the search: as the search says, else by the child's record. A child
 * who must not live with the parent does not come with them.
 */
function parentOf(
  { children }: SearchCriteria,
  index: number,
  {
    records,
    separatePairs,
  }: { records: Map<string, ChildFacts>; separatePairs: readonly [string, string][] },
): Pick<ChildNeed, 'parent'> {
  const child = children[index]
  if (child?.parent !== undefined) {
    const parent = children[child.parent]
    if (parent === undefined || child.parent === index || parent.parent !== undefined)
      throw ruleBroken(
        `#/children/${index}/parent`,
        'parent-in-search',
        'The parent is another child of this search, who comes with no parent: give the position from 0.',
      )
    return { parent: child.parent }
  }
  const parentId = records.get(child?.childId ?? '')?.parentId
  const position = parentId ? children.findIndex(({ childId }) => childId === parentId) : -1
  const isSeparate = separatePairs.some((pair) =>
    pair.every((id) => id === parentId || id === child?.childId),
  )
  return position < 0 || isSeparate ? {} : { parent: position }
}

function ageAndSexOf(
  { children, from, to }: SearchCriteria,
  index: number,
  records: Map<string, ChildFacts>,
): Pick<ChildNeed, 'age' | 'sex'> {
  const child = children[index]
  const record = records.get(child?.childId ?? '')
  const bornOn = record?.dateOfBirth ?? child?.dateOfBirth
  const age = bornOn === undefined ? ageByYears(child?.age ?? 0, from, to) : ageByBirth(bornOn, from, to)
  if (age.onFirstNight < 0 || age.onFirstNight > 25) {
    const field = record ? 'childId' : 'dateOfBirth'
    throw ruleBroken(
      `#/children/${index}/${field}`,
      'age-0-to-25',
      'The child must be aged 0 to 25 on the first night.',
    )
  }
  return { age, sex: record?.sex ?? child?.sex ?? 'unknown' }
}

/** Throws where a place that the search names is not in the directory. Places on record may be missing from it. */
function refuseUnknownPlaces({ children }: SearchCriteria, circles: Map<string, Circle>): void {
  for (const [index, { placesToAvoid = [], placesThatMatter = [] }] of children.entries()) {
    const placesWithField = [
      ...placesToAvoid.map(({ place }, n) => [place, `placesToAvoid/${n}/place`] as const),
      ...placesThatMatter.map((place, n) => [place, `placesThatMatter/${n}`] as const),
    ]
    for (const [place, field] of placesWithField) {
      if (circles.has(place)) continue
      const detail = 'The postcode directory has nothing there: correct it, or leave it out.'
      throw new Problem('unknown-reference', detail, [
        { pointer: `#/children/${index}/${field}`, detail, code: 'unknown-place' },
      ])
    }
  }
}

async function profileFor(tx: Tx, { profile: choice }: SearchCriteria, today: CivilDate): Promise<Profile> {
  if (choice === null) return readDefaultProfile(tx, today)
  const profile = await findProfile(tx, choice.name, choice.version, today)
  if (profile) return profile
  const detail = 'There is no such profile, or no such version of it in force.'
  throw new Problem('unknown-reference', detail, [{ pointer: '#/profile', detail, code: 'unknown-profile' }])
}

type PostcodeField = 'homePostcode' | 'schoolPostcode'

/** For each child the postcode in the search, else the one on record, else null. */
const postcodesOf = (search: SearchCriteria, records: Map<string, ChildFacts>, field: PostcodeField) =>
  search.children.map(({ childId }) => search[field] ?? records.get(childId ?? '')?.[field] ?? null)

/** Throws where a postcode that the search gives is not in the directory. */
function refuseUnknownPostcodes(search: SearchCriteria, points: Map<string, GridPoint>): void {
  for (const field of ['homePostcode', 'schoolPostcode'] as const) {
    const postcode = search[field]
    if (postcode === null || points.has(postcode)) continue
    const detail = 'The postcode directory has no place for this postcode: correct it, or leave it out.'
    throw new Problem('unknown-reference', detail, [
      { pointer: `#/${field}`, detail, code: 'unknown-postcode' },
    ])
  }
}

/** The grid points of the children's homes or schools, and for how many of the children they are known. */
function locate(
  search: SearchCriteria,
  { records, points }: SearchFacts,
  field: PostcodeField,
): { points: GridPoint[]; known: Coverage } {
  const postcodes = postcodesOf(search, records, field)
  const foundPostcodes = postcodes.filter((postcode) => postcode !== null && points.has(postcode))
  return {
    points: [...new Set(foundPostcodes)].flatMap((postcode) => points.get(postcode ?? '') ?? []),
    known: foundPostcodes.length === postcodes.length ? 'all' : foundPostcodes.length > 0 ? 'some' : 'none',
  }
}

function ruleBroken(pointer: string, code: string, detail: string): Problem {
  return new Problem('rule-broken', detail, [{ pointer, detail, code }])
}
