import type { CivilDate } from '../dates.ts'
import { toDayNumber, monthEnd, type DayNumber } from './days.ts'
import { worldsOfCells, chooseCells } from './levels.ts'
import {
  ageCount,
  entryGroups,
  forecastAges,
  forecastTypeIds,
  type EntryGroup,
  type ForecastAge,
  type ForecastType,
} from './states.ts'
import type { ForecastTally } from './tally.ts'

/** When an edit is in force: from a day, growing to its full strength over `rampMonths`, to a day or for ever. */
export interface EditTerm {
  from: CivilDate
  rampMonths: number
  to: CivilDate | null
}

/** What a scenario changes of demand. */
export type DemandEdit = EditTerm &
  (
    | { kind: 'entries'; groups: readonly EntryGroup[] | null; factor: number }
    | { kind: 'exits'; factor: number }
    | { kind: 'transfers'; perMonth: number }
    | {
        kind: 'step-down'
        fromType: ForecastType
        toType: ForecastType
        ageBands: readonly ForecastAge[]
        perMonth: number
      }
  )

/** Moves that a scenario adds: of children of a type and ages, each at a rate a day that differs by month. */
export interface AddedMoves {
  fromType: number
  toType: number
  isOfAge: readonly boolean[]
  ratePerDay: Float64Array
}

/** Edits as a simulation heeds them, by month. Nothing edited is factors of 1, and worlds that are the same to the last child. */
export interface AppliedEdits {
  /** By group of entries × month. */
  entries: Float64Array
  exits: Float64Array
  /** Unaccompanied children who come besides. */
  transfers: Float64Array
  moves: readonly AddedMoves[]
}

/** The strength of an edit in each month, from 0 to 1, by the month's middle. */
export function strengths({ from, rampMonths, to }: EditTerm, asAt: DayNumber, months: number): number[] {
  const begin = toDayNumber(from)
  const end = to === null ? Infinity : toDayNumber(to)
  return Array.from({ length: months }, (_, month) => {
    const middle = (monthEnd(asAt, month) + monthEnd(asAt, month + 1)) / 2
    if (middle < begin || middle >= end) return 0
    return rampMonths === 0 ? 1 : Math.min(1, (middle - begin) / (rampMonths * 30.4375))
  })
}

/**
 * Edits by month.
 * @param base the worlds without them, from which the rate of added moves follows: so many a month ÷ the children who could
 */
export function applyEdits(edits: readonly DemandEdit[], base: ForecastTally, asAt: DayNumber): AppliedEdits {
  const { months } = base.shape
  const result: AppliedEdits & { moves: AddedMoves[] } = {
    entries: new Float64Array(entryGroups.length * months).fill(1),
    exits: new Float64Array(months).fill(1),
    transfers: new Float64Array(months),
    moves: [],
  }
  for (const edit of edits) {
    const strength = strengths(edit, asAt, months)
    const factor = (full: number, month: number) => 1 + (full - 1) * strength[month]!
    if (edit.kind === 'entries')
      for (const [group, id] of entryGroups.entries())
        if (edit.groups === null || edit.groups.includes(id))
          for (let month = 0; month < months; month++)
            result.entries[group * months + month]! *= factor(edit.factor, month)
    if (edit.kind === 'exits')
      for (let month = 0; month < months; month++) result.exits[month]! *= factor(edit.factor, month)
    if (edit.kind === 'transfers')
      for (let month = 0; month < months; month++)
        result.transfers[month]! += edit.perMonth * strength[month]!
    if (edit.kind === 'step-down') result.moves.push(addedMoves(edit, strength, base))
  }
  return result
}

function addedMoves(
  { fromType, toType, ageBands, perMonth }: Extract<DemandEdit, { kind: 'step-down' }>,
  strength: readonly number[],
  base: ForecastTally,
): AddedMoves {
  const from = forecastTypeIds.indexOf(fromType)
  const isOfAge = forecastAges.map(({ id }) => ageBands.includes(id))
  const cells = Array.from({ length: ageCount }, (_, age) => age)
    .filter((age) => isOfAge[age])
    .flatMap((age) => chooseCells({ age, types: [from] }))
  const ratePerDay = Float64Array.from(strength, (share, month) => {
    const children = worldsOfCells(base, month, cells)
    const mean = children.reduce((sum, count) => sum + count, 0) / children.length
    return (perMonth * share) / 30.4375 / Math.max(mean, 1)
  })
  return { fromType: from, toType: forecastTypeIds.indexOf(toType), isOfAge, ratePerDay }
}
