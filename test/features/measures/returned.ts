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
