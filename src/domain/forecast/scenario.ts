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
    | { kind: 'duration-cap'; placementType: ForecastType; days: number; probability: number }
  )

/** What a scenario changes of what a night costs: of a type, or of all where null. */
export type FeeEdit = EditTerm & { kind: 'fee'; placementType: ForecastType | null; percent: number }

/** What a scenario changes of the foster households that there are. */
export type CarersEdit = EditTerm & {
  kind: 'carers'
  approvalsPerMonth: number
  resignationsPerMonth: number
  /** Of each household, and the share of them that children can be placed in. */
  places: number
  usableShare: number
}

/** Moves that a scenario adds: of children of a type and ages, each at a rate a day that differs by month. */
export interface AddedMoves {
  fromType: number
  toType: number
  isOfAge: readonly boolean[]
  ratePerDay: Float64Array
}

/** A review of every stay of a type once it has lasted so long, by which some move on to another type. */
export interface DurationCap {
  type: number
  days: number
  /** The first instant of a review: those who have been there for longer are reviewed then. */
  from: number
  /** By month, the chance that a child moves on. */
  chance: readonly number[]
}

/** Edits as a simulation heeds them, by month. Nothing edited is factors of 1, and worlds that are the same to the last child. */
export interface AppliedEdits {
  /** By group of entries × month. */
  entries: Float64Array
  exits: Float64Array
  /** Unaccompanied children who come besides. */
  transfers: Float64Array
  moves: readonly AddedMoves[]
  caps: readonly DurationCap[]
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
  const result: AppliedEdits & { moves: AddedMoves[]; caps: DurationCap[] } = {
    entries: new Float64Array(entryGroups.length * months).fill(1),
    exits: new Float64Array(months).fill(1),
    transfers: new Float64Array(months),
    moves: [],
    caps: [],
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
    if (edit.kind === 'duration-cap')
      result.caps.push({
        type: forecastTypeIds.indexOf(edit.placementType),
        days: edit.days,
        from: toDayNumber(edit.from),
        chance: strength.map((share) => share * edit.probability),
      })
  }
  return result
}

/** By type and month, what a night costs with edits of fees ÷ what it costs without them. */
export function feeFactors(edits: readonly FeeEdit[], asAt: DayNumber, months: number): number[][] {
  const factors = forecastTypeIds.map(() => new Array<number>(months).fill(1))
  for (const edit of edits) {
    const strength = strengths(edit, asAt, months)
    for (const [type, ofType] of factors.entries())
      if (edit.placementType === null || edit.placementType === forecastTypeIds[type])
        for (let month = 0; month < months; month++)
          ofType[month]! *= 1 + (edit.percent / 100) * strength[month]!
  }
  return factors
}

/** Places of foster households gained, less those lost, by the end of each month. */
export function placesGained(edit: CarersEdit, asAt: DayNumber, months: number): number[] {
  const perMonth = (edit.approvalsPerMonth - edit.resignationsPerMonth) * edit.places * edit.usableShare
  let places = 0
  return strengths(edit, asAt, months).map((share) => (places += share * perMonth))
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
