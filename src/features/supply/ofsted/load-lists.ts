import type { Pool } from 'pg'
import type { Principal } from '../../../domain/access.ts'
import { isSameAuthority } from '../../../domain/geography/authority-names.ts'
import type { AnyResource } from '../../../platform/http/resource-declaration.ts'
import { loadRows, type SupplyLoadOptions } from '../load.ts'
import { nameOfAuthority } from '../queries.ts'
import { readInThread } from '../read-in-thread.ts'
import type { SupplyReport } from '../report.ts'
import { rowsOfLists, type ListOptions } from './take-list.ts'

/** Records what Ofsted's lists say of homes and agencies that the authority has on record, or is to have. */
export async function loadLists(
  pool: Pool,
  principal: Principal,
  resources: ReadonlyMap<string, AnyResource>,
  { files, maxBytes, create, ...choices }: SupplyLoadOptions & Pick<ListOptions, 'create'>,
): Promise<SupplyReport> {
  const { rows: list, faults } = await readInThread(principal, { form: 'lists', files, maxBytes })
  const options = { resources, ...choices, reason: "Ofsted's list" }
  return loadRows(pool, principal, options, async (tx, register) => {
    const own = await nameOfAuthority(tx)
    const isOwnArea = (authority: string) => isSameAuthority(authority, own)
    const { rows, notes } = await rowsOfLists(register, list, { create, isOwnArea })
    return { rows, faults, notes }
  })
}
