import { ageOn } from '../../domain/dates.ts'
import { postcodeDistrict, postcodeSector } from '../../domain/postcodes.ts'
import { table, type TableRows, type Value } from './copy.ts'
import { dateOf, dateOrNull as date } from './days.ts'
import type { SyntheticSearch, SyntheticRequest } from './model.ts'

/** The rows of placement requests, their children and their searches. */
export const demandRows = (authority: string, requests: readonly SyntheticRequest[]): TableRows[] => [
  table(
    'placement_requests',
    [
      'id',
      'authority_code',
      'urgency',
      'received_on',
      'needed_from',
      'withdrawn_on',
      'withdrawn_reason',
      'child_ids',
    ],
    requests.map((request) => [
      request.id,
      authority,
      request.urgency,
      date(request.received),
      date(request.neededFrom),
      date(request.withdrawn),
      request.withdrawn === null ? null : 'Staying where they are.',
      request.children.map(({ id }) => id),
    ]),
  ),
  table(
    'request_children',
    ['authority_code', 'request_id', 'child_id'],
    requests.flatMap(({ id, children }) => children.map((child) => [authority, id, child.id])),
  ),
  table(
    'vacancy_searches',
    [
      'id',
      'authority_code',
      'searched_at',
      'searched_by',
      'criteria',
      'found',
      'excluded',
      'request_id',
      'home_ids',
      'first_rule',
      'nearest_miss',
    ],
    requests.flatMap((request) =>
      request.searches.map((search): Value[] => [
        search.id,
        authority,
        `${dateOf(search.day)}T${clockOf(search.minute)}:00Z`,
        'demonstration',
        JSON.stringify(criteriaOf(request, search)),
        search.homes.length,
        JSON.stringify(excludedBy(search)),
        request.id,
        search.homes.map(({ id }) => id),
        search.firstRule,
        search.nearestMiss,
      ]),
    ),
  ),
]

const clockOf = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')

/** The criteria of a search as the service stores them: of the child only what the figures of demand need. */
function criteriaOf(
  { children, family: { home }, neededFrom }: SyntheticRequest,
  { criteria }: SyntheticSearch,
) {
  return {
    children: children.map(({ id, born, sex }) => ({
      childId: id,
      age: ageOn(dateOf(born), dateOf(neededFrom)),
      sex,
      homeDistrict: home && postcodeDistrict(home.postcode),
      capabilities: criteria.capabilities ?? [],
    })),
    from: dateOf(neededFrom),
    to: null,
    stay: 'placement',
    types: null,
    maxMiles: criteria.maxMiles ?? null,
    inAuthority: criteria.inAuthority ?? null,
    homeSector: home && postcodeSector(home.postcode),
    schoolSector: null,
    profile: { name: 'standard', version: 1 },
  }
}

const excludedBy = ({ firstRule }: SyntheticSearch) =>
  firstRule === null ? [] : [{ criterion: firstRule, beds: 1, alone: 1 }]
