import type { Tx } from '../../platform/db/tenant.ts'
import { fieldProblem } from '../../platform/http/action.ts'
import { insertVoids, isOwnHome } from './queries/voids.ts'

/**
 * Puts the other beds of a placement's home out of use on its nights, as far as they are free. `family` are the placements
 * of those who come with the child, whose beds are used. The database ends and undoes the voids with the placement.
 * @throws {Problem} 422 where the home is another authority's, which alone can say that its beds are out of use
 */
export async function voidOtherBeds(tx: Tx, placementId: string, family: readonly string[]): Promise<void> {
  if (!(await isOwnHome(tx, placementId)))
    throw fieldProblem(
      'solo',
      "is for a home of the authority's own record: ask the one that keeps it to put its other beds out of use",
      'not-own-home',
    )
  await insertVoids(tx, placementId, family)
}
