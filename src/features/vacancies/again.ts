import type { CivilDate } from '../../domain/dates.ts'
import { termsOf } from '../../domain/matching/search-terms.ts'
import { isUrgent } from '../../engines/gates/queries.ts'
import { searchCriteria } from '../../engines/matching/search-criteria.ts'
import { understand, type Understood } from '../../engines/matching/need.ts'
import { readCircles } from '../../engines/matching/queries/facts.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import type { StoredSearch } from './queries/record.ts'

/**
 * Resolves a stored search again, with the present records of its children. A stored search has no postcodes: where it
 * was made with one, distances are measured from the centre of the postcode sector.
 */
export async function resolveStoredSearch(
  tx: Tx,
  { criteria, requestId }: Pick<StoredSearch, 'criteria' | 'requestId'>,
  today: CivilDate,
): Promise<Understood> {
  const { children, homeSector, schoolSector, maxMiles, profile, gatewayExemption } = criteria
  const sectors = await readCircles(
    tx,
    [homeSector, schoolSector].filter((sector) => sector !== null),
  )
  const again = await understand(
    tx,
    {
      ...searchCriteria.parse({
        children: children.map(({ childId, age, sex, suitability, ...needs }) =>
          dropEmpty({
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
      ...((await isUrgent(tx, requestId)) && { emergency: true }),
    },
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

/** The facts without those that are null or undefined, which `asked` reads as not given. */
function dropEmpty(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== null && fact !== undefined))
}
