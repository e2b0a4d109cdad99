import type { sexes } from '../../domain/codes.ts'
import { groupBy } from '../../domain/group.ts'
import type { Tx } from '../../platform/db/tenant.ts'

export interface Housemate {
  age: number
  sex: keyof typeof sexes
}

/** Who lives in homes on a night beside one child, by the home and the youngest first. Homes with nobody are left out. */
export async function companyIn(
  tx: Tx,
  homeIds: readonly string[],
  night: string,
  exceptId: string,
): Promise<Map<string, Housemate[]>> {
  const { rows } = await tx.client.query<Housemate & { homeId: string }>(
    `select home_id as "homeId", age, sex from living_in($1, $2)
      where own_child_id is distinct from $3 order by age, sex`,
    [homeIds, night, exceptId],
  )
  return groupBy(rows, ({ homeId }) => homeId)
}
