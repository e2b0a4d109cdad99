import type { sexes } from '../../domain/codes.ts'
import { groupBy } from '../../domain/group.ts'
import type { Tx } from '../../platform/db/tenant.ts'

export interface Housemate {
  age: number
  ageTo?: number
  sex: keyof typeof sexes
}

/** Who lives in homes on a night beside one child, by the home and the youngest first. Homes with nobody are left out. */
export async function companyIn(
  tx: Tx,
  homeIds: readonly string[],
  night: string,
  exceptId: string,
): Promise<Map<string, Housemate[]>> {
  const { rows } = await tx.client.query<{ homeId: string; housemate: Housemate }>(
    `select home_id as "homeId", jsonb_strip_nulls(jsonb_build_object('age', age, 'ageTo', oldest_age, 'sex', sex)) as housemate
       from living_in($1, $2)
      where own_child_id is distinct from $3 order by age, oldest_age, sex`,
    [homeIds, night, exceptId],
  )
  const rowsByHome = groupBy(rows, ({ homeId }) => homeId)
  return new Map([...rowsByHome].map(([home, there]) => [home, there.map(({ housemate }) => housemate)]))
}
