import type { CivilDate } from '../dates.ts'
import type { ODataComparison, Expression } from './expression.ts'

/** The first and the last day that a condition leaves of a column, both included; undefined where it sets no end. */
export interface DayBounds {
  first: CivilDate | undefined
  last: CivilDate | undefined
}

const mirrors: Record<ODataComparison, ODataComparison> = {
  eq: 'eq',
  ne: 'ne',
  gt: 'lt',
  ge: 'le',
  lt: 'gt',
  le: 'ge',
}

const later = (a: CivilDate | undefined, b: CivilDate | undefined) =>
  a !== undefined && (b === undefined || a > b) ? a : b
const earlier = (a: CivilDate | undefined, b: CivilDate | undefined) =>
  a !== undefined && (b === undefined || a < b) ? a : b

/**
 * Which days of a column can meet a filter at all, as far as its parts joined by `and` say so. It may leave more than do,
 * never fewer: `gt` and `lt` count as `ge` and `le`.
 */
export function dayBounds(filter: Expression, column: string): DayBounds {
  if (filter.kind === 'junction' && filter.operator === 'and') {
    const [one, other] = [dayBounds(filter.first, column), dayBounds(filter.second, column)]
    return { first: later(one.first, other.first), last: earlier(one.last, other.last) }
  }
  const none = { first: undefined, last: undefined }
  if (filter.kind !== 'comparison') return none
  const isColumn = (side: Expression) =>
    side.kind === 'column' && side.navigation === null && side.column === column
  const [side, operator] = isColumn(filter.first)
    ? [filter.second, filter.operator]
    : isColumn(filter.second)
      ? [filter.first, mirrors[filter.operator]]
      : []
  if (side?.kind !== 'literal' || side.type !== 'date' || side.value === null) return none
  return {
    first: operator === 'eq' || operator === 'gt' || operator === 'ge' ? side.value : undefined,
    last: operator === 'eq' || operator === 'lt' || operator === 'le' ? side.value : undefined,
  }
}
