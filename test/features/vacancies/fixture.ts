import type { Pool } from 'pg'
import type { Test } from 'tap'
import {
  CHESHIRE_EAST,
  STOCKPORT,
  testApp,
  type Body,
  type TestApp,
  type TestClient,
} from '../../support/app.ts'
import {
  aBed,
  aChild,
  aFee,
  aHome,
  aJudgement,
  aPlacement,
  aProvider,
  aVoid,
} from '../../support/builders.ts'

/**
 * The search that the fixture is made for: a boy of 9, from 8 January until 5 February 2024 (28 nights, the last of
 * them 4 February), asked on 1 December 2023, from the home at CW99 1AA. Every bed, whether it is offered, and where it
 * is not the rules that it breaks. Nobody here must live apart or alone, nothing is suspended and no place is to be
 * avoided: the like list for those rules stands at the head of rules.test.ts.
 *
 * home     place                      bed  why
 * Ash      own children's home,       1    OFFERED  free all along
 *          5 to 17, 5.0 miles,        2    OFFERED  its child is to leave on 8 January, the first night
 *          in the authority           3    no       its child is to leave on 9 January: one night short (free-every-night)
 *                                     4    OFFERED  the next child comes on 5 February, the day of leaving
 *                                     5    no       the next child comes on 4 February: one night short (free-every-night)
 *                                     6    no       its child was to leave yesterday, and no end is recorded: overdue (free-every-night)
 *                                     7    no       its child is to leave today, and no end is recorded: overdue (free-every-night)
 *                                     8    no       under repair on the one night of 20 January (free-every-night)
 *                                     9    OFFERED  under repair until 8 January
 *                                     10   OFFERED  closes on 5 February
 *                                     11   no       opens on 9 January (free-every-night)
 *                                     12   no       an emergency bed (bed-for-the-stay)
 *                                     13   no       a short-break bed (bed-for-the-stay)
 *                                     14   OFFERED  kept for a child who will not come: the placement is withdrawn
 * Birch    own foster household       1    no       takes girls only (sex-accepted)
 * Cedar    agency foster household    1    no       for children up to 8 (age-within-registration)
 * Dogwood  agency foster household    1    OFFERED  for 9-year-olds alone: only where no birthday falls in the stay
 * Elm      supported accommodation    1    no       for 16 and over (age-within-registration, legal-minimum-age)
 * Fir      connected carer            1    no       approved for a named child (type-not-ruled-out)
 * Gorse    secure children's home     1    no       only when asked for by name (type-not-ruled-out)
 * Hazel    Stockport's own home       1    no       not shared: Cheshire East never sees it
 * Ivy      Stockport's agency         1    OFFERED  a confidential household, shared
 *          household, Stockport
 * Juniper  private home, place not    1    OFFERED  its distance is not known
 *          known
 * Larch    own foster household,      1    OFFERED
 *          takes no siblings          2    OFFERED
 * Maple    private children's home,   1    OFFERED
 *          25 miles, outside          2    OFFERED
 */
export const offeredHomes = [
  ...['Ash 1', 'Ash 2', 'Ash 4', 'Ash 9', 'Ash 10', 'Ash 14', 'Dogwood 1', 'Ivy 1', 'Juniper 1'],
  ...['Larch 1', 'Larch 2', 'Maple 1', 'Maple 2'],
]

/** Asks for what the fixture is made for. */
export const ask = {
  children: [{ age: 9, sex: 'male' }],
  from: '2024-01-08',
  to: '2024-02-05',
  homePostcode: 'CW99 1AA',
  limit: 100,
} as const

/**
 * Places on the grid by metres from the home: 4,828 east and 6,437 north is √(4828² + 6437²) = 8,046 m, over
 * 1,609.3 is 5.0 miles; 40,233 east is 25.0 miles; 3,219 west is 2.0 miles; 16,093 south is 10.0 miles.
 */
export const grid = {
  CW991AA: { authority: CHESHIRE_EAST, easting: 370000, northing: 355000 },
  CW991AB: { authority: CHESHIRE_EAST, easting: 374828, northing: 361437 },
  CW991AD: { authority: 'E10000028', easting: 410233, northing: 355000 },
  CW991AE: { authority: CHESHIRE_EAST, easting: 366781, northing: 355000 },
  SK991AA: { authority: STOCKPORT, easting: 389300, northing: 388700 },
  CW991AF: { authority: CHESHIRE_EAST, easting: 370000, northing: 338907 },
} as const

export interface Fixture extends TestApp {
  /** A placements officer of Cheshire East. */
  officer: TestClient
  stockport: TestClient
  homes: Record<string, Body>
  beds: Record<string, Body>
}

export async function insertPostcodes(
  owner: Pool,
  points: Record<string, { authority: string; easting: number; northing: number }>,
): Promise<void> {
  for (const [postcode, { authority, easting, northing }] of Object.entries(points)) {
    await owner.query(`insert into postcodes values ($1, $2, 'E', $3, $4)`, [
      postcode,
      authority,
      easting,
      northing,
    ])
  }
}

export async function fixture(t: Test): Promise<Fixture> {
  const app = await testApp(t)
  await insertPostcodes(app.ownerPool, grid)
  const officer = await app.as('admin')
  const stockport = await app.as('admin', STOCKPORT)
  const homes: Record<string, Body> = {}
  const beds: Record<string, Body> = {}

  const home = async (client: TestClient, name: string, fields: Record<string, unknown>, provider: Body) =>
    (homes[name] = await aHome(client, { name, providerId: provider.id, postcode: 'CW99 1AB', ...fields }))
  const bed = async (client: TestClient, name: string, label: string, fields: Record<string, unknown> = {}) =>
    (beds[`${name} ${label}`] = await aBed(client, { homeId: homes[name]?.id, label, ...fields }))
  const stay = async (label: string, fields: Record<string, unknown>) =>
    aPlacement(officer, { bedId: beds[label]?.id, ...fields })

  const own = await aProvider(officer, { name: 'Council', sector: 'own' })
  const agency = await aProvider(officer, { name: 'Agency', sector: 'private' })
  const company = await aProvider(officer, { name: 'Company', sector: 'private' })

  await home(officer, 'Ash', { ageFrom: 5, takesEmergencies: true, registeredPlaces: 14 }, own)
  for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9, 14]) await bed(officer, 'Ash', `${n}`)
  await bed(officer, 'Ash', '10', { closesOn: '2024-02-05' })
  await bed(officer, 'Ash', '11', { opensOn: '2024-01-09' })
  await bed(officer, 'Ash', '12', { kind: 'emergency' })
  await bed(officer, 'Ash', '13', { kind: 'short-break' })
  await stay('Ash 2', { startedOn: '2023-06-01', plannedTo: '2024-01-08' })
  await stay('Ash 3', { startedOn: '2023-06-01', plannedTo: '2024-01-09' })
  await stay('Ash 4', { plannedFrom: '2024-02-05' })
  await stay('Ash 5', { plannedFrom: '2024-02-04' })
  await stay('Ash 6', { startedOn: '2023-06-01', plannedTo: '2023-11-30' })
  await stay('Ash 7', { startedOn: '2023-06-01', plannedTo: '2023-12-01' })
  await aVoid(officer, { bedId: beds['Ash 8']?.id, startsOn: '2024-01-20', endsOn: '2024-01-21' })
  await aVoid(officer, { bedId: beds['Ash 9']?.id, startsOn: '2023-11-01', endsOn: '2024-01-08' })
  await stay('Ash 14', { plannedFrom: '2024-01-10', plannedTo: '2024-01-20', withdrawnOn: '2023-11-30' })
  await aJudgement(officer, { homeId: homes.Ash?.id, grade: 'good' })
  await aJudgement(officer, { homeId: homes.Ash?.id, grade: 'inadequate', judgedOn: '2019-05-01' })
  await aFee(officer, { homeId: homes.Ash?.id, weeklyFee: 4500 })

  const household = { kind: 'fostering-household', confidential: true }
  await home(officer, 'Birch', { ...household, accepts: 'female' }, own)
  await home(officer, 'Cedar', { ...household, ageTo: 8 }, agency)
  await home(officer, 'Dogwood', { ...household, ageFrom: 9, ageTo: 9, postcode: 'CW99 1AE' }, agency)
  await home(officer, 'Elm', { kind: 'supported-accommodation', ageFrom: 16, ageTo: 18 }, company)
  await home(officer, 'Fir', { ...household, kind: 'connected-carer-household' }, own)
  await home(officer, 'Gorse', { kind: 'secure-childrens-home' }, company)
  await home(officer, 'Juniper', { postcode: null, capabilities: ['autism', 'wheelchair-access'] }, company)
  await home(officer, 'Larch', { ...household, takesSiblings: false, postcode: 'CW99 1AE' }, own)
  await home(officer, 'Maple', { postcode: 'CW99 1AD' }, company)
  for (const name of ['Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir', 'Gorse', 'Juniper', 'Larch', 'Maple'])
    await bed(officer, name, '1')
  for (const name of ['Larch', 'Maple']) await bed(officer, name, '2')
  await aJudgement(officer, { providerId: agency.id, grade: 'outstanding' })
  await aFee(officer, { homeId: homes.Larch?.id, weeklyFee: 480 })
  await aFee(officer, {
    homeId: homes.Maple?.id,
    weeklyFee: 6000.5,
    startsOn: '2022-04-01',
    endsOn: '2024-01-08',
  })
  await aFee(officer, { homeId: homes.Maple?.id, weeklyFee: 6100.5, startsOn: '2024-01-08' })

  const council = await aProvider(stockport, { name: 'Stockport Council', sector: 'own' })
  const sharedProvider = await aProvider(stockport, { name: 'Shared Agency', sector: 'voluntary' })
  await home(stockport, 'Hazel', {}, council)
  await home(stockport, 'Ivy', { ...household, shared: true, postcode: 'SK99 1AA' }, sharedProvider)
  for (const name of ['Hazel', 'Ivy']) await bed(stockport, name, '1')
  await aFee(stockport, { homeId: homes.Ivy?.id, weeklyFee: 900 })

  return { ...app, officer: await app.as('placements'), stockport, homes, beds }
}

export interface Found {
  id: string
  profile: string
  found: number | null
  excluded: { criterion: string; beds: number; alone: number }[] | null
  summary: string | null
  firstRule: string | null
  nearMisses: Missed[] | null
  items: FoundItem[]
  nextCursor: string | null
}

export interface FoundItem {
  bed: { id: string; label: string; kind: string }
  beds: { id: string; label: string; kind: string }[]
  home: { id: string; name: string; postcode: string | null; area: { code: string; name: string } | null }
  type: string
  distanceMiles: number | null
  schoolMiles: number | null
  inAuthority: boolean | null
  weeklyCost: number | null
  ofstedGrade: string
  score: number
  reasons: { criterion: string; kind: string; met: boolean | null; points: number; detail: string }[]
}

export interface Missed extends FoundItem {
  inTheWay: { criterion: string; title: string; detail: string; filter: boolean }
  cures: {
    kind: string
    sentence: string
    search: Record<string, unknown> | null
    changes: {
      record: string
      id: string | null
      action: string | null
      fields: Record<string, unknown> | null
    }[]
  }[]
}

/** Makes the changes that a cure names, exactly as it gives them, and fails the test unless all are taken. */
export async function applyCure(client: TestClient, { sentence, changes }: Missed['cures'][number]) {
  const any = { 'if-match': '*' }
  for (const { record, id, action, fields } of changes) {
    const path = `/v1/${record}${id === null ? '' : `/${id}`}`
    const { status, body } =
      action !== null
        ? await client.post(`${path}/${action}`, fields ?? {}, any)
        : id === null
          ? await client.post(path, fields ?? {})
          : fields === null
            ? await client.del(path, any)
            : await client.patch(path, fields, any)
    if (status >= 300) throw new Error(`${sentence}: ${status} ${JSON.stringify(body)}`)
  }
}

/** `Ash 1`: the home and the labels of the beds. */
export const nameOf = ({ home, beds }: FoundItem) => [home.name, ...beds.map(({ label }) => label)].join(' ')

/** Searches, and fails the test unless it is answered. */
export async function find(client: TestClient, body: Record<string, unknown>): Promise<Found> {
  const answer = await client.post<Found>('/v1/vacancy-searches', body)
  if (answer.status !== 200) throw new Error(`search: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

export const aBoyOnRecord = (client: TestClient, fields: Record<string, unknown> = {}) =>
  aChild(client, { dateOfBirth: '2014-01-20', sex: 'male', homePostcode: 'CW99 1AA', ...fields })
