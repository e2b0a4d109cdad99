import { normalisePostcode } from '../../../domain/postcodes.ts'
import type { Lookups, ReceivedRow, Statement } from '../../../domain/ssda903/index.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { homesByUrn, placesOfPostcodes } from './queries.ts'

/** What the service knows of the postcodes and Ofsted numbers of rows, and of what earlier imports stored. */
export async function lookupsFor(
  tx: Tx,
  rows: readonly ReceivedRow[],
  statements: readonly Statement[],
): Promise<Lookups> {
  const [postcodes, urns] = [new Set<string>(), new Set<string>()]
  for (const { module, cells } of [...rows, ...statements]) {
    if (module !== 'episodes') continue
    if (cells.HOME_POST) postcodes.add(cells.HOME_POST)
    if (cells.PL_POST) postcodes.add(cells.PL_POST)
    if (cells.URN) urns.add(cells.URN.trim().toUpperCase())
  }
  const compact = [...postcodes].flatMap((postcode) => normalisePostcode(postcode) ?? [])
  return {
    authorityCode: tx.principal.authorityCode,
    places: await placesOfPostcodes(tx, compact),
    homes: await homesByUrn(tx, [...urns]),
  }
}
