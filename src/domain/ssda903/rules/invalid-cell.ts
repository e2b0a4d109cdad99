import { codeLists, outOfYear } from '../code-lists.ts'
import { moduleOf, type ModuleName } from '../modules.ts'
import type { CheckedRow } from './child-year.ts'
import type { Rule } from './rule.ts'
import type { Cells } from './types.ts'

/**
 * A test of columns, separated by spaces, for a cell that cannot be read, or has a code that is on another year's list.
 * With `isNeeded`, a blank cell too.
 */
export function isInvalid(module: ModuleName, columns: string, isNeeded = false): Rule['breaks'] {
  const tests = columns.split(' ').map((name) => {
    const { holds } = moduleOf(module).columns.find((column) => column.name === name) ?? {}
    const list = holds?.kind === 'code' && hasYears(holds.list) ? holds.list : null
    return (value: string | undefined, year: number) =>
      value === undefined
        ? isNeeded
        : value === '' || (list !== null && outOfYear(list, value, year) !== null)
  })
  const names = columns.split(' ')
  return (cells: Cells, { child }: CheckedRow) =>
    tests.some((test, index) => test(cells[names[index] ?? ''], child.whole.year))
}

const hasYears = (list: keyof typeof codeLists) =>
  Object.values(codeLists[list]).some((code: { from?: number; to?: number }) => code.from ?? code.to)

/** The rule of columns whose cells must be valid. */
export const validCell = (
  message: string,
  module: ModuleName,
  columns: string,
  examples: { fails: string; passes: string; isNeeded?: boolean },
): Rule => ({
  message,
  reads: { [module]: columns },
  breaks: isInvalid(module, columns, examples.isNeeded),
  fails: `${module} ${examples.fails}`,
  passes: `${module} ${examples.passes}`,
})
