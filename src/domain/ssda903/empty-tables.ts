import type { ModuleName } from './modules.ts'
import { yearInPath } from './stated-year.ts'
import type { GivenYear, ReturnRead } from './years.ts'

/** A table with the headings of a module and no row. */
export interface EmptyTable {
  file: string
  /** The file as it was sent: a workbook or archive holds several. */
  upload: string
  module: ModuleName
}

/** A module of a year in which nobody is. The year is null where nothing says it. */
export interface EmptyModule extends EmptyTable {
  year: number | null
}

/**
 * Of which year tables without rows are: that which the sender says, that of their names, or that of the return that they came
 * with. Names that may be of two years are of the one of which there is a return.
 */
export function yearsOfEmpty(
  tables: readonly EmptyTable[],
  returns: readonly ReturnRead[],
  sender: GivenYear | null,
): EmptyModule[] {
  const yearsOf = (parts: readonly ReturnRead[]) => [...new Set(parts.map(({ year }) => year))]
  return tables.map((table) => {
    const namedYears = yearInPath(table.file)?.years ?? []
    const returnYears = yearsOf(returns)
    const suitable = returnYears.filter((year) => namedYears.length === 0 || namedYears.includes(year))
    const neighbours = yearsOf(returns.filter(({ files }) => files.some((file) => isIn(file, table.upload))))
    const [choice, ...others] = sender ? [sender.year] : neighbours.length === 1 ? neighbours : suitable
    return { ...table, year: choice !== undefined && others.length === 0 ? choice : null }
  })
}

const isIn = (file: string, upload: string) => file === upload || file.startsWith(`${upload}/`)
