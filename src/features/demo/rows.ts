import { accommodationCategories, codesOf } from '../../domain/codes.ts'
import { offices } from '../../domain/gates/offices.ts'
import { registeredHomeKinds } from '../../domain/gates/unregistered.ts'
import { careLeaverRows } from './care-leavers.ts'
import { table, type TableRows } from './copy.ts'
import { referenceDay } from './cross-section.ts'
import { dateOrNull as date, dayOf, type Day } from './days.ts'
import { demandRows } from './demand-rows.ts'
import { forever, type Child, type SyntheticHome, type SyntheticAuthority } from './model.ts'
import { holdRows } from './hold-rows.ts'
import { panelRows } from './panel-rows.ts'
import { firstDayOf, placementColumns, placementRow } from './placement-rows.ts'
import { randomFrom } from './random.ts'
import { demonstrationPeople } from '../../domain/demonstration-people.ts'
import { importOfRows } from './returned-rows.ts'
import { rowsOfYearsInCare } from './years-in-care.ts'

/** The subject of the demonstration's tokens, who holds every office. */
const officer = 'demonstration'

/** The day from which supported accommodation of looked-after children is registered with Ofsted. */
const supportedRegisteredFrom = '2023-10-28'

const categoryOf: Partial<Record<SyntheticHome['kind'], keyof typeof accommodationCategories>> = {
  'supported-accommodation': 'shared-or-group',
  'supported-lodgings': 'private-host',
}

const reference = dayOf(referenceDay)

/** Who is born from here on is not of school age in any year of returns, and has no pupil number yet (UN1). */
const tooYoungFrom = dayOf('2021-09-01')

/** A pupil number (UPN) of a child: unique in the authority, and of nobody real. */
const upnOf = (authority: string, { reference: name, born }: Child): string =>
  born >= tooYoungFrom
    ? 'UN1'
    : `A${authority.slice(-3)}${name.replaceAll(/\D/g, '').padStart(9, '0').slice(-9)}`

const isRegisteredHome = ({ kind }: SyntheticHome): boolean =>
  (registeredHomeKinds as readonly string[]).includes(kind)

/**
 * The rows of all tables of an authority, in an order that satisfies the foreign keys. `panelIds` has its panels by their
 * reference.
 */
export function tablesOf(
  world: SyntheticAuthority,
  seed: string,
  panelIds: ReadonlyMap<string, string>,
): TableRows[] {
  const { authorityCode: authority, providers, homes, families, journeys, requests, populations } = world
  const random = randomFrom(`${seed}/${authority}/rows`)
  /** Rows of the history draw from one generator, in order; each later row from its own, so that a day more changes no other. */
  const drawing = (day: Day, ...key: string[]) =>
    day <= reference ? random : randomFrom([seed, authority, ...key, day].join('/'))
  const beds = homes.flatMap((home) => home.beds)
  const runsSupported = new Set(
    homes.flatMap(({ kind, provider }) => (categoryOf[kind] ? [provider.id] : [])),
  )
  const groups = families.filter(({ parties }) => parties.flatMap(({ children }) => children).length > 1)
  const referenceOf = new Map(
    groups.map((family, index) => [family, `S${String(index + 1).padStart(5, '0')}`]),
  )
  const members = families.flatMap((family) =>
    family.parties.flatMap((party) =>
      party.children.map((child, place) => ({ family, party, child, place })),
    ),
  )
  /** Without those who are to come into care. */
  const present = members.filter(({ party }) => party.from !== forever)
  const leavers = randomFrom(`${seed}/${authority}/care leavers`)
  const importId = leavers.uuid()
  return [
    table(
      'providers',
      [
        'id',
        'authority_code',
        'name',
        'sector',
        'ofsted_urn',
        'supported_registered_on',
        'supported_categories',
      ],
      providers.map(({ id, name, sector, urn }) => [
        id,
        authority,
        name,
        sector,
        urn,
        runsSupported.has(id) ? supportedRegisteredFrom : null,
        runsSupported.has(id) ? codesOf(accommodationCategories) : [],
      ]),
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
        'registered_on',
        'accommodation_category',
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
        home.beds.filter(({ opensOn }) => opensOn === home.opensOn).length > 1,
        home.takesEmergencies,
        date(home.opensOn),
        date(home.closesOn),
        home.hub?.id ?? null,
        isRegisteredHome(home) ? date(home.opensOn) : null,
        categoryOf[home.kind] ?? null,
      ]),
    ),
    table(
      'carer_journeys',
      [
        'id',
        'authority_code',
        'reference',
        'carer_type',
        'transferred_from',
        'district',
        'enquired_on',
        'applied_on',
        'assessment_started_on',
        'panel_on',
        'approved_on',
        'closed_on',
        'outcome',
        'places',
        'home_id',
      ],
      journeys.map((journey, index) => [
        journey.id,
        authority,
        `FH-${String(index + 1).padStart(5, '0')}`,
        journey.type,
        journey.transferredFrom,
        journey.district,
        date(journey.enquired),
        date(journey.applied),
        date(journey.assessed),
        date(journey.panel),
        date(journey.approved),
        date(journey.closed),
        journey.outcome,
        journey.places,
        journey.home?.id ?? null,
      ]),
    ),
    table(
      'judgements',
      ['id', 'authority_code', 'home_id', 'provider_id', 'judged_on', 'grade'],
      [
        // Supported accommodation is inspected since September 2024, by provider.
        ...homes
          .filter(({ kind }) => categoryOf[kind] === undefined)
          .flatMap((home) =>
            home.judgements.map(({ day, grade }) => [
              drawing(day, home.id, 'judgement').uuid(),
              authority,
              home.id,
              null,
              date(day),
              grade,
            ]),
          ),
        ...providers.flatMap(({ id, judgements }) =>
          judgements.map(({ day, grade }) => [
            drawing(day, id, 'judgement').uuid(),
            authority,
            null,
            id,
            date(day),
            grade,
          ]),
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
        'upn',
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
        upnOf(authority, child),
        family.home?.postcode ?? null,
        child.school?.postcode ?? null,
        referenceOf.has(family) ? family.id : null,
      ]),
    ),
    table(
      'care_periods',
      ['id', 'authority_code', 'child_id', 'started_on', 'ended_on', 'need', 'end_reason'],
      present.map(({ party, child }) => [
        drawing(party.from, child.id, 'care').uuid(),
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
          drawing(from, child.id, 'status').uuid(),
          authority,
          child.id,
          status,
          date(from),
          date(to),
        ]),
      ),
    ),
    table(
      'populations',
      ['authority_code', 'as_at', 'people', 'source'],
      populations.map(({ asAt, people }) => [authority, asAt, people, 'Synthetic estimate']),
    ),
    table(
      'home_restrictions',
      ['id', 'authority_code', 'home_id', 'kind', 'starts_on'],
      world.restrictions.map(({ id, home, kind, from }) => [id, authority, home.id, kind, date(from)]),
    ),
    ...demandRows(authority, requests),
    ...holdRows(authority, world.holds),
    ...panelRows(authority, world.meetings, panelIds),
    ...importOfRows(
      { authority, importId },
      [
        ...careLeaverRows(leavers, members),
        ...rowsOfYearsInCare(`${seed}/${authority}/years in care`, present),
      ],
      { header: 'Header', oc3: 'OC3', reviews: 'Reviews', oc2: 'OC2', missing: 'Missing', ad1: 'AD1' },
    ),
    table(
      'placements',
      placementColumns,
      members.flatMap(({ family, party, child, place }) =>
        [...party.stays, ...party.temporary, ...child.afterCare].map((stay) =>
          placementRow(drawing(firstDayOf(stay), child.id, stay.type), {
            authority,
            family,
            child,
            stay,
            place,
          }),
        ),
      ),
    ),
    table(
      'approvals',
      [
        'id',
        'authority_code',
        'placement_id',
        'gate',
        'decision',
        'office',
        'confirmed',
        'decided_by',
        'decided_on',
      ],
      members.flatMap(({ party, child }) =>
        party.stays.flatMap((stay) =>
          stay.approvals.map(({ id, gate, office, confirmations, day }) => [
            id,
            authority,
            drawing(firstDayOf(stay), child.id, stay.type).uuid(), // the first that its row draws
            gate,
            'approved',
            office,
            confirmations,
            officer,
            date(day),
          ]),
        ),
      ),
    ),
    table(
      'carer_approvals',
      ['id', 'authority_code', 'home_id', 'kind', 'from_on', 'until_on', 'assessed', 'office', 'decided_by'],
      homes.flatMap(({ id, terms }) =>
        terms.map(({ kind, from, to }) => [
          drawing(from, id, kind).uuid(),
          authority,
          id,
          kind,
          date(from),
          date(to),
          true,
          kind === 'full' ? 'fostering-service' : 'nominated-officer',
          officer,
        ]),
      ),
    ),
    table(
      'officers',
      ['id', 'authority_code', 'subject', 'office', 'from_on'],
      [...codesOf(offices).map((office) => ({ subject: officer, office })), ...demonstrationPeople].flatMap(
        ({ subject, office }) => (office ? [[random.uuid(), authority, subject, office, '2018-01-01']] : []),
      ),
    ),
  ]
}

const isHousehold = ({ kind }: SyntheticHome) =>
  kind === 'fostering-household' || kind === 'connected-carer-household'
