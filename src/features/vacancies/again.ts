import type { CivilDate } from '../../domain/dates.ts'
import { termsOf } from '../../domain/matching/search-terms.ts'
import { asked } from '../../engines/matching/asked.ts'
import { understand, type Understood } from '../../engines/matching/need.ts'
import { readCircles } from '../../engines/matching/queries/facts.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import type { Criteria } from './queries/record.ts'

/**
 * The need of a kept search, with what the record says of its children now. The search keeps no postcode: where it gave
 * one, distances are from the middle of its sector.
 */
export async function understandAgain(tx: Tx, criteria: Criteria, today: CivilDate): Promise<Understood> {
  const { children, homeSector, schoolSector, maxMiles, profile, gatewayExemption } = criteria
  const sectors = await readCircles(
    tx,
    [homeSector, schoolSector].filter((sector) => sector !== null),
  )
  const again = await understand(
    tx,
    asked.parse({
      children: children.map(({ childId, age, sex, suitability, ...needs }) =>
        told({
          ...(childId === undefined ? { age, sex } : { childId }),
          ...suitability,
          ...needs,
          homeDistrict: null,
        }),
      ),
      ...termsOf(criteria),
      maxMiles: null,
      profile,
      gatewayExemption,
    }),
    today,
  )
  const home = homeSector === null ? undefined : sectors.get(homeSector)
  const school = schoolSector === null ? undefined : sectors.get(schoolSector)
  return {
    ...again,
    need: {
      ...again.need,
      maxMiles,
      ...(home && { homesKnown: 'all' }),
      ...(school && { schoolsKnown: 'all' }),
    },
    places: { ...again.places, ...(home && { homes: [home] }), ...(school && { schools: [school] }) },
  }
}

/** Without what was not told. */
function told(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== null && fact !== undefined))
}
