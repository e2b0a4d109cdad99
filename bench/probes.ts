import { syntheticPostcodesFor } from '../src/domain/geography/synthetic.ts'

/** A request of a scenario. */
export interface Probe {
  method: 'GET' | 'POST'
  path: string
  headers?: Record<string, string>
  body?: unknown
}

export interface Scenario {
  name: string
  /** Sent in turn, so that no result depends on a single place or day. */
  probes: Probe[]
}

const authority = 'E06000049'
const homes = syntheticPostcodesFor(authority)
  .filter((_, index) => index % 25 === 0)
  .slice(0, 5)
const children = [
  [{ age: 4, sex: 'female' }],
  [{ age: 9, sex: 'male' }],
  [{ age: 13, sex: 'female' }],
  [{ age: 16, sex: 'male' }],
  [
    { age: 6, sex: 'male' },
    { age: 9, sex: 'male' },
  ],
]

/** Five searches, each from another home postcode and for another child or siblings. */
export const searchesFrom = (from: string, more: object): Probe[] =>
  homes.map(({ postcode }, index) => ({
    method: 'POST',
    path: '/v1/vacancy-searches',
    body: { children: children[index], from, homePostcode: postcode, limit: 20, ...more },
  }))

const search = (more: object): Probe[] => searchesFrom('2023-12-08', more)

const days = ['2021-03-31', '2022-03-31', '2022-12-01', '2023-03-31', '2023-12-01']

export const scenarios: Scenario[] = [
  { name: 'search within 20 miles, top 20', probes: search({ maxMiles: 20 }) },
  { name: 'search at any distance, top 20', probes: search({}) },
  {
    name: 'placed-in-authority as at a day, by type',
    probes: days.map((day) => ({
      method: 'GET',
      path: `/v1/measures/placed-in-authority?asAt=${day}&by=placementType`,
    })),
  },
  {
    name: 'occupancy, 12 months, by type',
    probes: days.map((day) => ({
      method: 'GET',
      path: `/v1/measures/occupancy/series?from=${Number(day.slice(0, 4)) - 1}-12-01&to=${day.slice(0, 4)}-11-30&every=month&by=placementType`,
    })),
  },
]

export const principal = { subject: 'bench', role: 'placements', authorityCode: authority } as const
