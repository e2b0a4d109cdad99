import type { PlacementType } from '../domain/placement-types.ts'
import { dateOf, type Day } from './days.ts'
import type { Child, Family, Home, Place, Sector, Stay, World } from './model.ts'
import { milesBetween } from './places.ts'
import { randomFrom, type Random } from './random.ts'

export type Value = string | number | boolean | null | readonly string[]
export interface TableRows {
  table: string
  columns: readonly string[]
  rows: Value[][]
}

const date = (day: Day | null): string | null => (day === null ? null : dateOf(day))

/** The rows of every table that holds a world, in the order in which they refer to each other. */
export function rowsOf(world: World, seed: string): TableRows[] {
  const { authorityCode: authority, providers, homes, families } = world
  const random = randomFrom(`${seed}/${authority}/rows`)
  const beds = homes.flatMap((home) => home.beds)
  const groups = families.filter(({ parties }) => parties.flatMap(({ children }) => children).length > 1)
  const referenceOf = new Map(
    groups.map((family, index) => [family, `S${String(index + 1).padStart(5, '0')}`]),
  )
  const members = families.flatMap((family) =>
    family.parties.flatMap((party) =>
      party.children.map((child, place) => ({ family, party, child, place })),
    ),
  )
  return [
    table(
      'providers',
      ['id', 'authority_code', 'name', 'sector', 'ofsted_urn'],
      providers.map(({ id, name, sector, urn }) => [id, authority, name, sector, urn]),
    ),
    table(
      'homes',
      [
        'id',
        'authority_code',
        'provider_id',
        'name',
        'kind',
        'placement_type',
        'ofsted_urn',
        'postcode',
        'easting',
        'northing',
        'located_authority_code',
        'confidential',
        'shared',
        'registered_places',
        'age_from',
        'age_to',
        'accepts',
        'capabilities',
        'takes_siblings',
        'takes_emergencies',
        'opens_on',
        'closes_on',
        'mockingbird_hub_id',
      ],
      homes.map((home) => [
        home.id,
        authority,
        home.provider.id,
        home.name,
        home.kind,
        home.type,
        home.urn,
        home.place.postcode,
        home.place.easting,
        home.place.northing,
        home.place.authorityCode,
        isHousehold(home),
        home.shared,
        home.registeredPlaces,
        home.ageFrom,
        home.ageTo,
        home.accepts,
        home.capabilities,
        home.beds.length > 1,
        home.takesEmergencies,
        date(home.opensOn),
        date(home.closesOn),
        home.hub?.id ?? null,
      ]),
    ),
    table(
      'judgements',
      ['id', 'authority_code', 'home_id', 'provider_id', 'judged_on', 'grade'],
      [
        ...homes.flatMap((home) =>
          home.judgements.map(({ on, grade }) => [random.uuid(), authority, home.id, null, date(on), grade]),
        ),
        ...providers.flatMap(({ id, judgements }) =>
          judgements.map(({ on, grade }) => [random.uuid(), authority, null, id, date(on), grade]),
        ),
      ],
    ),
    table(
      'contracts',
      ['id', 'authority_code', 'home_id', 'kind', 'beds_bought', 'starts_on', 'ends_on'],
      homes.flatMap(({ id, contract, closesOn }) =>
        contract === null
          ? []
          : [[contract.id, authority, id, contract.kind, contract.beds, date(contract.from), date(closesOn)]],
      ),
    ),
    table(
      'fees',
      ['id', 'authority_code', 'home_id', 'weekly_fee', 'starts_on', 'ends_on'],
      homes.flatMap((home) =>
        home.fees.map((fee) => [fee.id, authority, home.id, fee.weekly, date(fee.from), date(fee.to)]),
      ),
    ),
    table(
      'beds',
      ['id', 'authority_code', 'home_id', 'label', 'kind', 'opens_on', 'closes_on'],
      beds.map(({ id, home, label, kind, opensOn, closesOn }) => [
        id,
        authority,
        home.id,
        label,
        kind,
        date(opensOn),
        date(closesOn),
      ]),
    ),
    table(
      'voids',
      ['id', 'authority_code', 'bed_id', 'reason', 'detail', 'starts_on', 'ends_on'],
      beds.flatMap((bed) =>
        bed.voids.map(({ id, reason, detail, from, to }) => [
          id,
          authority,
          bed.id,
          reason,
          detail,
          date(from),
          date(to),
        ]),
      ),
    ),
    table(
      'sibling_groups',
      ['id', 'authority_code', 'reference'],
      groups.map((family) => [family.id, authority, referenceOf.get(family) ?? '']),
    ),
    table(
      'children',
      [
        'id',
        'authority_code',
        'reference',
        'date_of_birth',
        'sex',
        'ethnicity',
        'uasc',
        'disabled',
        'home_postcode',
        'school_postcode',
        'sibling_group_id',
      ],
      members.map(({ family, child }) => [
        child.id,
        authority,
        child.reference,
        date(child.born),
        child.sex,
        child.ethnicity,
        child.uasc,
        child.disabled,
        family.home?.postcode ?? null,
        null,
        referenceOf.has(family) ? family.id : null,
      ]),
    ),
    table(
      'care_periods',
      ['id', 'authority_code', 'child_id', 'started_on', 'ended_on', 'need', 'end_reason'],
      members.map(({ party, child }) => [
        random.uuid(),
        authority,
        child.id,
        date(party.from),
        date(party.to),
        child.need,
        party.endReason,
      ]),
    ),
    table(
      'legal_statuses',
      ['id', 'authority_code', 'child_id', 'status', 'started_on', 'ended_on'],
      members.flatMap(({ child }) =>
        child.statuses.map(({ status, from, to }) => [
          random.uuid(),
          authority,
          child.id,
          status,
          date(from),
          date(to),
        ]),
      ),
    ),
    table(
      'placements',
      placementColumns,
      members.flatMap(({ family, party, child, place }) => [
        ...party.stays.map((stay) => placementRow(random, authority, family, child, stay, place)),
        ...child.afterCare.map((stay) => placementRow(random, authority, family, child, stay, place)),
      ]),
    ),
  ]
}

const placementColumns = [
  'id',
  'authority_code',
  'child_id',
  'bed_id',
  'home_id',
  'placement_type',
  'place_code',
  'provider_code',
  'planned_from',
  'planned_to',
  'started_on',
  'ended_on',
  'end_reason',
  'end_planned',
  'postcode',
  'weekly_cost',
  'distance_miles',
  'location',
]

/** Where it is and how far from home follow here the rules that the database keeps for every other placement. */
function placementRow(
  random: Random,
  authority: string,
  family: Family,
  child: Child,
  stay: Stay,
  place: number,
): Value[] {
  const where: Place | null = stay.home?.place ?? stay.place
  return [
    random.uuid(),
    authority,
    child.id,
    stay.beds[place]?.id ?? null,
    stay.home?.id ?? null,
    stay.type,
    placeCode(random, stay.type),
    providerCode(stay),
    date(stay.plannedFrom),
    date(stay.plannedTo),
    date(stay.from),
    date(stay.to),
    stay.endReason,
    stay.endPlanned,
    stay.place?.postcode ?? null,
    weeklyCost(stay),
    where && family.home ? milesBetween(family.home, where) : null,
    where === null ? 'unknown' : where.authorityCode === authority ? 'in' : 'out',
  ]
}

const sectorCodes: Readonly<Record<Sector, string>> = {
  own: 'PR1',
  'other-authority': 'PR2',
  'other-public': 'PR3',
  private: 'PR4',
  voluntary: 'PR5',
}

function providerCode({ home, type }: Stay): string | null {
  if (home) return sectorCodes[home.provider.sector]
  return type === 'with-parents' ? 'PR0' : type === 'placed-for-adoption' ? 'PR1' : null
}

/** SSDA903 PLACE codes as likely as they are among such placements. */
const placeCodes: Readonly<Partial<Record<PlacementType, Readonly<Record<string, number>>>>> = {
  'internal-foster': { U4: 0.3, U5: 0.03, U6: 0.67 },
  ifa: { U4: 0.3, U5: 0.01, U6: 0.69 },
  'other-authority-foster': { U6: 1 },
  'connected-carer': { U1: 0.35, U3: 0.65 },
  residential: { K2: 1 },
  secure: { K1: 1 },
  'residential-school': { S1: 1 },
  'family-centre': { R3: 1 },
  nhs: { R2: 1 },
  'young-offender-institution': { R5: 1 },
  'supported-accommodation': { H5: 1 },
  'supported-lodgings': { H5: 1 },
  'with-parents': { P1: 1 },
  'placed-for-adoption': { A4: 0.1, A5: 0.15, A6: 0.75 },
}

function placeCode(random: Random, type: PlacementType): string | null {
  const codes = placeCodes[type]
  return codes ? random.weighted(codes) : null
}

function weeklyCost({ home, from, plannedFrom, type }: Stay): number | null {
  if (!home || type === 'staying-put') return null
  const day = from ?? plannedFrom ?? home.opensOn
  return home.fees.find((fee) => fee.from <= day && (fee.to === null || fee.to > day))?.weekly ?? null
}

const isHousehold = ({ kind }: Home) => kind === 'fostering-household' || kind === 'connected-carer-household'
const table = (name: string, columns: readonly string[], rows: Value[][]): TableRows => ({
  table: name,
  columns,
  rows,
})
