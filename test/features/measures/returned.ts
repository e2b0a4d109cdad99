import { modules, type ModuleName } from '../../../src/domain/ssda903/modules.ts'
import type { TestClient } from '../../support/app.ts'
import { importOf } from '../returns/in/support.ts'

/**
 * Imports the return of a collection year, such as `2022-23`: the lines of each module, in the order of its columns. Dates
 * of birth are of Header; the modules after it begin with the child.
 */
export async function importReturn(
  client: TestClient,
  year: string,
  lines: Partial<Record<ModuleName, readonly string[]>>,
): Promise<void> {
  const files = Object.entries(lines).map(([name, rows]) => ({
    name: `${year}-${name}.csv`,
    content: [modules[name as ModuleName].columns.map((column) => column.name).join(), ...rows, ''].join(
      '\n',
    ),
  }))
  const result = await importOf(client, files, { acceptPartial: 'true' })
  if (result.status !== 'succeeded') throw new Error(`${result.status} ${result.detail}`)
}

/** A line of Header: a boy, by default born on 1 June 2012. */
export const headerLine = (child: string, born = '01/06/2012') => `${child},1,${born},WBRI,,,`

/** A line of Episodes from the start of care: with an agency's foster carers under a full care order by default. */
export const episodeLine = (
  child: string,
  from: string,
  { to = '', reason = '', place = 'U4', status = 'C2', begins = 'S', change = '' } = {},
) => `${child},${from},${begins},${status},N1,${place},PR4,${to},${reason},${change},,,`
