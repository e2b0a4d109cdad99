import type { DimensionName } from '../../domain/measures/dimensions.ts'
import type { Facts } from './columns.ts'
import { codedColumn } from './conditions.ts'

/** A group of facts: the code that they have in each dimension of a question. */
export type Group = Partial<Record<DimensionName, string>>

/** Groups of facts, and for each of some rows the number of its group. */
export interface Groups {
  groups: Group[]
  numbers: Uint32Array
}

/**
 * Divides rows into groups by dimensions, one after another: each divides the groups so far.
 * @param check is called with the number of groups so far, and throws where they are too many
 */
export function divideRows(
  facts: Facts,
  rows: Int32Array,
  dimensions: readonly DimensionName[],
  check: (count: number) => void,
): Groups {
  const numbers = new Uint32Array(rows.length)
  let groups: Group[] = rows.length === 0 ? [] : [{}]
  for (const name of dimensions) {
    const { column, codes, numbers: numbersOfCodes } = codedColumn(facts, name)
    const width = codes.length
    /** The number of each group with each code; 0 where there is none yet, else one more. */
    const places = new Uint32Array(groups.length * width)
    const divisions: Group[] = []
    for (let index = 0; index < rows.length; index++) {
      const code = numbersOfCodes[column.codes[rows[index] as number] as number] as number
      const group = numbers[index] as number
      const place = group * width + code
      if (places[place] === 0) places[place] = divisions.push({ ...groups[group], [name]: codes[code] })
      numbers[index] = (places[place] as number) - 1
    }
    check(divisions.length)
    groups = divisions
  }
  return { groups, numbers }
}
