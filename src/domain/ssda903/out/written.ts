import { displayPostcode } from '../../postcodes.ts'
import { moduleOf, type ModuleName } from '../modules.ts'

/** The cells of a row in the guide's form: every column of its module in order, dates as dd/mm/yyyy, blank ones as ''. */
export function writtenCells(
  module: ModuleName,
  cells: Readonly<Record<string, string>>,
): Record<string, string> {
  const columns = moduleOf(module).columns.map(({ name, holds }) => {
    const value = cells[name] ?? ''
    if (value !== '' && holds.kind === 'date') return [name, value.split('-').reverse().join('/')]
    return [name, value !== '' && holds.kind === 'postcode' ? displayPostcode(value) : value]
  })
  return Object.fromEntries(columns) as Record<string, string>
}
