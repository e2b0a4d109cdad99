import { addDays } from '../../src/domain/dates.ts'
import { syntheticPostcodesFor } from '../../src/domain/geography/synthetic.ts'
import { CHESHIRE_EAST, type Body, type TestClient } from './app.ts'

/*
 * Each builder makes a record over HTTP, with default fields that are valid together. A test gives only the fields that matter
 * to it; records that the new one belongs to are made unless their ids are given.
 */

type Fields = Record<string, unknown>

let count = 0
/** A number that no other record of this test file has. */
const next = () => ++count

const postcodes = syntheticPostcodesFor(CHESHIRE_EAST).map(({ postcode }) => postcode)
const aPostcode = () => postcodes[next() % postcodes.length]

async function create(client: TestClient, path: string, fields: Fields): Promise<Body> {
  const answer = await client.post(`/v1/${path}`, fields)
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** `id` itself or, if it is undefined, the id of a record that `make` makes. */
async function idOr(id: unknown, make: () => Promise<Body>): Promise<unknown> {
  return id === undefined ? (await make()).id : id
}

const categories = ['single-occupancy', 'shared-or-group', 'residential-setting', 'private-host']

/** Registered for every category of supported accommodation, as if since 2018. */
export function aProvider(client: TestClient, fields: Fields = {}): Promise<Body> {
  const registration = { supportedRegisteredOn: '2018-01-01', supportedCategories: categories }
  return create(client, 'providers', {
    name: `Provider ${next()}`,
    sector: 'private',
    ...registration,
    ...fields,
  })
}

/** A category added to a provider's registration on 1 May 2023. */
export async function aCategoryVariation(client: TestClient, fields: Fields = {}): Promise<Body> {
  const providerId = await idOr(fields.providerId, () => aProvider(client, { supportedCategories: [] }))
  return create(client, 'category-variations', {
    category: 'private-host',
    addedOn: '2023-05-01',
    ...fields,
    providerId,
  })
}

/** What makes a home of a kind a registered one. */
function registrationOf(kind: unknown): Fields {
  if (kind === 'childrens-home' || kind === 'secure-childrens-home') return { registeredOn: '2018-01-01' }
  const isSupported = ['supported-accommodation', 'supported-lodgings', 'independent-living'].includes(
    String(kind),
  )
  return isSupported ? { accommodationCategory: 'shared-or-group' } : {}
}

/** A registered children's home for all ages, open since 2018. */
export async function aHome(client: TestClient, fields: Fields = {}): Promise<Body> {
  const providerId = await idOr(fields.providerId, () => aProvider(client))
  const kind = fields.kind ?? 'childrens-home'
  return create(client, 'homes', {
    name: `Home ${next()}`,
    kind,
    postcode: aPostcode(),
    registeredPlaces: 4,
    opensOn: '2018-01-01',
    ...registrationOf(kind),
    ...fields,
    providerId,
  })
}

/** A bed open since 2018. */
export async function aBed(client: TestClient, fields: Fields = {}): Promise<Body> {
  const homeId = await idOr(fields.homeId, () => aHome(client))
  return create(client, 'beds', { label: `Room ${next()}`, opensOn: '2018-01-01', ...fields, homeId })
}

/** A void for repair from 2023-01-01 to 2023-02-01. */
export async function aVoid(client: TestClient, fields: Fields = {}): Promise<Body> {
  const bedId = await idOr(fields.bedId, () => aBed(client))
  return create(client, 'voids', {
    reason: 'repair',
    startsOn: '2023-01-01',
    endsOn: '2023-02-01',
    ...fields,
    bedId,
  })
}

/** A judgement of the home `homeId` or the provider `providerId`; of a new home by default. */
export async function aJudgement(client: TestClient, fields: Fields = {}): Promise<Body> {
  const homeId = fields.providerId === undefined ? await idOr(fields.homeId, () => aHome(client)) : undefined
  return create(client, 'judgements', { judgedOn: '2022-05-01', grade: 'good', ...fields, homeId })
}

export async function aContract(client: TestClient, fields: Fields = {}): Promise<Body> {
  const homeId = await idOr(fields.homeId, () => aHome(client))
  return create(client, 'contracts', { kind: 'spot', startsOn: '2022-04-01', ...fields, homeId })
}

export async function aFee(client: TestClient, fields: Fields = {}): Promise<Body> {
  const homeId = await idOr(fields.homeId, () => aHome(client))
  return create(client, 'fees', { weeklyFee: 4500.5, startsOn: '2022-04-01', ...fields, homeId })
}

/** Consent to placements by Manchester in a home, from 2018 on. */
export async function aPlacingConsent(client: TestClient, fields: Fields = {}): Promise<Body> {
  const homeId = await idOr(fields.homeId, () => aHome(client))
  return create(client, 'placing-consents', {
    forAuthorityCode: 'E08000003',
    startsOn: '2018-01-01',
    givenBy: 'Placements manager',
    ...fields,
    homeId,
  })
}

export function aSiblingGroup(client: TestClient, fields: Fields = {}): Promise<Body> {
  return create(client, 'sibling-groups', { reference: `SG-${next()}`, ...fields })
}

/** A girl of ten in December 2023. */
export function aChild(client: TestClient, fields: Fields = {}): Promise<Body> {
  return create(client, 'children', {
    reference: `CH-${next()}`,
    dateOfBirth: '2013-06-15',
    sex: 'female',
    homePostcode: aPostcode(),
    ...fields,
  })
}

/** A period of care since 2022-01-10, for need N1. */
export async function aCarePeriod(client: TestClient, fields: Fields = {}): Promise<Body> {
  const childId = await idOr(fields.childId, () => aChild(client))
  return create(client, 'care-periods', { startedOn: '2022-01-10', need: 'N1', ...fields, childId })
}

/** A full care order since 2022-01-10; a child who was never in care comes into care with it. */
export async function aLegalStatus(client: TestClient, fields: Fields = {}): Promise<Body> {
  const childId = await idOr(fields.childId, () => aChild(client))
  const { startedOn = '2022-01-10' } = fields
  const care = await client.get(`/v1/care-periods?childId=${childId as string}&limit=1`)
  if (care.body.items.length === 0) await aCarePeriod(client, { childId, startedOn })
  return create(client, 'legal-statuses', { status: 'C2', startedOn, ...fields, childId })
}

/** A child in care under a full care order since 2022-01-10; `fields` are the child's. */
export async function aChildInCare(client: TestClient, fields: Fields = {}): Promise<Body> {
  const child = await aChild(client, fields)
  await aCarePeriod(client, { childId: child.id })
  await aLegalStatus(client, { childId: child.id })
  return child
}

/** Needs of a child who can live with others and needs nothing in particular. */
export async function someNeeds(client: TestClient, fields: Fields = {}): Promise<Body> {
  const childId = await idOr(fields.childId, () => aChild(client))
  return create(client, 'child-needs', { livingWith: 'with-others', ...fields, childId })
}

/** A separation of two children since 2023-01-01. */
export async function aSeparation(client: TestClient, fields: Fields = {}): Promise<Body> {
  const childId = await idOr(fields.childId, () => aChild(client))
  const otherChildId = await idOr(fields.otherChildId, () => aChild(client))
  return create(client, 'separations', {
    category: 'harm',
    fromOn: '2023-01-01',
    ...fields,
    childId,
    otherChildId,
  })
}

/** That two records are of two children. */
export async function aDistinction(client: TestClient, fields: Fields = {}): Promise<Body> {
  const childId = await idOr(fields.childId, () => aChild(client))
  const otherChildId = await idOr(fields.otherChildId, () => aChild(client))
  const reason = 'Both were seen on one day.'
  return create(client, 'child-distinctions', { reason, ...fields, childId, otherChildId })
}

/** A child's connection with a grandparent's home. */
export async function aConnection(client: TestClient, fields: Fields = {}): Promise<Body> {
  const childId = await idOr(fields.childId, () => aChild(client))
  const homeId = await idOr(fields.homeId, () =>
    aHome(client, { kind: 'connected-carer-household', confidential: true }),
  )
  return create(client, 'connections', { relation: 'grandparent', ...fields, childId, homeId })
}

/** A home's suspension since 2023-11-01. */
export async function aRestriction(client: TestClient, fields: Fields = {}): Promise<Body> {
  const homeId = await idOr(fields.homeId, () => aHome(client))
  return create(client, 'home-restrictions', {
    kind: 'suspension',
    startsOn: '2023-11-01',
    ...fields,
    homeId,
  })
}

/** A placement in a children's home since 2022-01-10; without a bed by default. */
export async function aPlacement(client: TestClient, fields: Fields = {}): Promise<Body> {
  const childId = await idOr(fields.childId, () => aChild(client))
  const start =
    fields.plannedFrom === undefined
      ? { startedOn: '2022-01-10', recordedAsHappened: 'Arranged for the test, whatever stands before it.' }
      : {}
  return create(client, 'placements', {
    placementType: 'residential',
    keepsSchool: true,
    ...start,
    ...fields,
    childId,
  })
}

/** The holder of an office since 2018, under a subject that no other has. */
export function anOfficer(client: TestClient, fields: Fields): Promise<Body> {
  return create(client, 'officers', {
    subject: `officer-${next()}@example.test`,
    fromOn: '2018-01-01',
    ...fields,
  })
}

/** A webhook at an address that no other has, without a secret. */
export function aWebhook(client: TestClient, fields: Fields = {}): Promise<Body> {
  return create(client, 'webhooks', { url: `https://receiver.example/${next()}`, ...fields })
}

/** A service key of a name that no other has, without a secret. */
export function aServiceKey(client: TestClient, fields: Fields = {}): Promise<Body> {
  const words = { purpose: 'Monthly report; performance team', scopes: ['measures:read'] }
  return create(client, 'keys', { name: `system-${next()}`, ...words, ...fields })
}

/** A case system of a name that no other has. */
export function aCaseSystem(client: TestClient, fields: Fields = {}): Promise<Body> {
  return create(client, 'case-systems', {
    name: `system-${next()}`,
    description: 'Mosaic; systems team',
    ...fields,
  })
}

/** A planned placement request for a home from 2023-12-04. */
export async function aPlacementRequest(client: TestClient, fields: Fields = {}): Promise<Body> {
  const childIds = fields.childIds ?? [(await aChild(client)).id]
  const dates = { receivedOn: '2023-12-01', neededFrom: '2023-12-04' }
  return create(client, 'placement-requests', { urgency: 'planned', ...dates, ...fields, childIds })
}

export function aPanel(client: TestClient, fields: Fields = {}): Promise<Body> {
  const words = {
    title: 'A panel',
    purpose: 'Looks at moves.',
    meets: 'weekly',
    chairRole: 'Head of service',
  }
  return create(client, 'panels', { reference: `panel-${next()}`, ...words, ...fields })
}

/** A panel's meeting on 1 December 2023. */
export async function aPanelMeeting(client: TestClient, fields: Fields = {}): Promise<Body> {
  const panelId = await idOr(fields.panelId, () => aPanel(client))
  return create(client, 'panel-meetings', { heldOn: '2023-12-01', ...fields, panelId })
}

/** A case about a step down. */
export async function aPanelCase(client: TestClient, fields: Fields = {}): Promise<Body> {
  const meetingId = await idOr(fields.meetingId, () => aPanelMeeting(client))
  const childId = await idOr(fields.childId, () => aChild(client))
  return create(client, 'panel-cases', {
    purpose: 'step-down',
    question: 'Should the child step down?',
    referredBy: 'Social worker',
    ...fields,
    meetingId,
    childId,
  })
}

/** A panel's action, due on 15 December 2023. */
export async function aPanelAction(client: TestClient, fields: Fields = {}): Promise<Body> {
  const caseId = await idOr(fields.caseId, () => aPanelCase(client))
  const action = { what: 'Visit the carers', ownerRole: 'Fostering manager', dueOn: '2023-12-15' }
  return create(client, 'panel-actions', { ...action, ...fields, caseId })
}

/** An estimate of 76,000 people aged 0 to 17, on a day before 2020 that no other estimate has. */
export function aPopulation(client: TestClient, fields: Fields = {}): Promise<Body> {
  return create(client, 'populations', { asAt: addDays('1950-01-01', next()), people: 76_000, ...fields })
}

/** A series of percentages from a health system, of which more is better. */
export function anObservationSeries(client: TestClient, fields: Fields = {}): Promise<Body> {
  const defaults = {
    title: 'Health assessments in time',
    source: 'Health system',
    unit: 'percent',
    polarity: 'high',
  }
  return create(client, 'observation-series', { key: `series-${next()}`, ...defaults, ...fields })
}

/** An observation of 91.5 as at 2023-09-30. */
export async function anObservation(client: TestClient, fields: Fields = {}): Promise<Body> {
  const series = fields.series ?? (await anObservationSeries(client)).key
  return create(client, 'observations', { asAt: '2023-09-30', value: 91.5, ...fields, series })
}

/** A rule by which figures within two points of the target are amber. */
export function aRagRule(client: TestClient, fields: Fields = {}): Promise<Body> {
  return create(client, 'rag-rules', { name: `Rule ${next()}`, amberWithin: 2, basis: 'points', ...fields })
}

/** A target of 85 from 2023-04-01; of a new series by default. */
export async function aTarget(client: TestClient, fields: Fields = {}): Promise<Body> {
  const subject = fields.measure ?? fields.series
  const series = subject === undefined ? (await anObservationSeries(client)).key : fields.series
  const number = fields.low === undefined ? { value: 85 } : {}
  return create(client, 'targets', { startsOn: '2023-04-01', ...number, ...fields, series })
}

/** A scorecard; by default of one measure and one series of observations. */
export async function aScorecard(client: TestClient, fields: Fields = {}): Promise<Body> {
  const rows = fields.rows ?? [
    { ref: '1', measure: 'children-looked-after' },
    { ref: '2', series: (await anObservationSeries(client)).key },
  ]
  return create(client, 'scorecard-definitions', { title: `Scorecard ${next()}`, ...fields, rows })
}

/** A comment on a scorecard's first row in 2023-Q2. */
export async function aScorecardComment(client: TestClient, fields: Fields = {}): Promise<Body> {
  const scorecard = await idOr(fields.scorecard, () => aScorecard(client))
  const defaults = { rowRef: '1', period: '2023-Q2', comment: 'Three children came back near home' }
  return create(client, 'scorecard-comments', { ...defaults, ...fields, scorecard })
}

/** An action of a strategy, from 2023-04-01, due a year later, that is meant to move a measure. */
export function anAction(client: TestClient, fields: Fields = {}): Promise<Body> {
  const defaults = { what: 'Open three homes', ownerRole: 'Head of commissioning', startsOn: '2023-04-01' }
  const measures = [{ measure: 'placed-in-authority' }]
  return create(client, 'actions', {
    ref: `A${next()}`,
    dueOn: '2024-03-31',
    ...defaults,
    measures,
    ...fields,
  })
}

/** An update that an action is on track as at 2023-09-30. */
export async function anActionUpdate(client: TestClient, fields: Fields = {}): Promise<Body> {
  const actionId = await idOr(fields.actionId, () => anAction(client))
  const defaults = { asAt: '2023-09-30', status: 'on-track', words: 'Two of three are open' }
  return create(client, 'action-updates', { ...defaults, ...fields, actionId })
}

/** The journey of a mainstream household in CW1 that enquired on 2023-03-01 and has gone no further. */
export function aCarerJourney(client: TestClient, fields: Fields = {}): Promise<Body> {
  const defaults = { carerType: 'mainstream', enquiredOn: '2023-03-01', district: 'CW1' }
  return create(client, 'carer-journeys', { reference: `FH-${next()}`, ...defaults, ...fields })
}

/** The registered manager of a home, by telephone at any time. */
export async function aHomeContact(client: TestClient, fields: Fields = {}): Promise<Body> {
  const homeId = await idOr(fields.homeId, () => aHome(client))
  const contact = { office: 'Registered manager', purpose: 'Placements', phone: '01270 000000' }
  return create(client, 'home-contacts', { ...contact, ...fields, homeId })
}

/** A plan of long-term foster care since 2023-03-01. */
export async function aCarePlan(client: TestClient, fields: Fields = {}): Promise<Body> {
  const childId = await idOr(fields.childId, () => aChild(client))
  const plan = { plan: 'long-term-fostering', agreedOn: '2023-03-01', agreedBy: 'Looked-after child review' }
  return create(client, 'care-plans', { ...plan, ...fields, childId })
}

/** The carers, who support a match on 2023-12-01; about a new request of the child by default. */
export async function aConsultation(client: TestClient, fields: Fields = {}): Promise<Body> {
  const childId = await idOr(fields.childId, () => aChild(client))
  const requestId =
    fields.placementId === undefined
      ? await idOr(fields.requestId, () => aPlacementRequest(client, { childIds: [childId] }))
      : undefined
  return create(client, 'consultations', {
    party: 'carers',
    consultedOn: '2023-12-01',
    consultedBy: 'Placements officer',
    view: 'supports',
    said: 'They have room and would like to meet the child.',
    ...fields,
    childId,
    requestId,
  })
}

/** A visit of a child to a home on 2023-12-01. */
export async function anIntroduction(client: TestClient, fields: Fields = {}): Promise<Body> {
  const childId = await idOr(fields.childId, () => aChild(client))
  const homeId = await idOr(fields.homeId, () => aHome(client))
  const visit = { kind: 'child-visits-home', visitOn: '2023-12-01' }
  return create(client, 'introductions', { ...visit, ...fields, childId, homeId })
}

/** A wish about where to live, heard on 2023-11-01. */
export async function aWish(client: TestClient, fields: Fields = {}): Promise<Body> {
  const childId = await idOr(fields.childId, () => aChild(client))
  const wish = {
    subject: 'where-to-live',
    heardOn: '2023-11-01',
    heardBy: 'Advocate',
    wish: 'To stay near the school.',
  }
  return create(client, 'wishes', { ...wish, ...fields, childId })
}

/** A meeting on 2023-06-01, after a placement that ended unplanned on 2023-05-01. */
export async function aDisruptionMeeting(client: TestClient, fields: Fields = {}): Promise<Body> {
  const ending = { endedOn: '2023-05-01', endReason: 'CREQB', endPlanned: false }
  const placementId = await idOr(fields.placementId, () => aPlacement(client, ending))
  const meeting = { heldOn: '2023-06-01', lessons: 'The carers had no respite.' }
  return create(client, 'disruption-meetings', { ...meeting, ...fields, placementId })
}
