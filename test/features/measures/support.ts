import type { Pool } from 'pg'
import type { Role } from '../../../src/domain/access.ts'
import { authorities } from '../../../src/domain/geography/authorities.ts'
import type { TestApp, TestClient } from '../../support/app.ts'
import { aCarePeriod, aChild, aLegalStatus, aPlacement } from '../../support/builders.ts'

export interface Figure {
  asAt: string
  group: Record<string, string>
  labels: Record<string, string>
  numerator: number | null
  denominator: number | null
  value: number | null
  lowerQuartile?: number | null
  upperQuartile?: number | null
  unknown: number
}

export interface MeasureAnswer {
  measure: { id: string; title: string; unit: string; version: number }
  asAt: string
  by: string[]
  items: Figure[]
  freshness: { readAt: string; lastImportAt: string | null }
}

/** The figures of a measure; `path` is what follows `/v1/measures/`. */
export async function figures(client: TestClient, path: string): Promise<Figure[]> {
  const answer = await client.get<MeasureAnswer>(`/v1/measures/${path}`)
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body.items
}

/** The figure of a measure without dimensions: numerator, denominator, value, unknown. */
export async function figure(client: TestClient, path: string) {
  const items = await figures(client, path)
  const [item] = items
  if (items.length !== 1 || item === undefined) throw new Error(`${path}: ${items.length} figures`)
  return [item.numerator, item.denominator, item.value, item.unknown]
}

/** The numerators of a measure by one dimension: code → numerator. */
export async function counts(client: TestClient, path: string): Promise<Record<string, number>> {
  const items = await figures(client, path)
  return Object.fromEntries(
    items.map(({ group, numerator }) => [Object.values(group).join(' '), Number(numerator)]),
  )
}

/** Postcodes of made-up places by their distance east of the one at 0: `{ postcode: metres }`. */
export async function postcodesAt(
  owner: Pool,
  authority: string,
  places: Record<string, number>,
): Promise<void> {
  for (const [postcode, metres] of Object.entries(places)) {
    await owner.query(
      `insert into postcodes (postcode, authority_code, country, easting, northing)
       values ($1, $2, 'E', $3, 355000)`,
      [postcode, authority, 370_000 + metres],
    )
  }
}

/** Clients of a service, each in an authority where nothing is recorded yet: one service serves many cases. */
export function freshClients(service: TestApp, role: Role = 'admin'): () => Promise<TestClient> {
  const codes = authorities.map(({ code }) => code)[Symbol.iterator]()
  return () => service.as(role, codes.next().value)
}

export type Fields = Record<string, unknown>

/** A child in care under a full care order from one day, and until another where it is given. */
export async function inCare(
  client: TestClient,
  from: string,
  to?: string,
  { endReason = 'E4A', ...child }: Fields = {},
) {
  const { id: childId } = await aChild(client, child)
  await careOf(client, childId, from, to, endReason)
  return childId
}
/** Another period of care of a child, under a full care order. */
export async function careOf(
  client: TestClient,
  childId: unknown,
  from: string,
  to?: string,
  endReason: unknown = 'E4A',
) {
  const ending = to === undefined ? {} : { endedOn: to, endReason }
  await aCarePeriod(client, { childId, startedOn: from, ...ending })
  await aLegalStatus(client, { childId, startedOn: from, endedOn: to === from ? undefined : to })
}

/** A placement over these dates, with an agency's carers by default. */
export async function addPlacement(
  client: TestClient,
  childId: unknown,
  from: string,
  to: string | null,
  fields: Fields = {},
) {
  const ending = to === null ? {} : { endedOn: to, endReason: 'CARPL' }
  return aPlacement(client, { childId, placementType: 'ifa', startedOn: from, ...ending, ...fields })
}

/** Numerator and denominator. */
export const ratio = async (client: TestClient, path: string) => (await figure(client, path)).slice(0, 2)
