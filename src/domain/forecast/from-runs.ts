import type { CivilDate } from '../dates.ts'
import { toDayNumber, monthEnd, type DayNumber } from './days.ts'
import type { CareHistory, CareSpell, TypedStay } from './history.ts'
import { forecastTypeOf } from './states.ts'

/** A run of nights in care, `[from, to)`; `to` is `infinity` while the child is there. Runs of a child come in order. */
export interface RunOfCare {
  childId: string
  dateOfBirth: CivilDate
  /** The outward half of the home's postcode, and the main need (N1 to N8). */
  district: string | null
  need: string | null
  uasc: boolean
  type: string | null
  from: CivilDate
  to: CivilDate
  careFrom: CivilDate | null
  careBefore: boolean
  placedOn: CivilDate | null
  placedBefore: boolean
}

/** An area by the outward halves of its postcodes, such as CW1 and SK9. */
export interface NamedArea {
  name: string
  districts: readonly string[]
}

export const elsewhere = 'elsewhere-or-unknown'
export const needCodes = ['N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7', 'N8'] as const
const unknownNeed = 'unknown'

type OpenSpell = Omit<CareSpell, 'stays'> & { stays: TypedStay[] }

/**
 * Care as a forecast reads it. Runs that follow on each other are one spell; within it, a new stay begins where the day of placement
 * or the type changes, so that legal statuses and birthdays are no moves, and a stay of a few days elsewhere is none either.
 * @param start the first day of which everybody in care is known; null for what the records themselves suggest
 * @param end the first day of which nothing is known
 */
export function historyOfRuns(
  runs: readonly RunOfCare[],
  { areas, start, end }: { areas: readonly NamedArea[]; start: DayNumber | null; end: DayNumber },
): CareHistory {
  const areaNames = areas.length > 0 ? [...areas.map(({ name }) => name), elsewhere] : []
  const areaOf = (district: string | null) => {
    const index = areas.findIndex(({ districts }) => district !== null && districts.includes(district))
    return areas.length === 0 ? 0 : index === -1 ? areas.length : index
  }
  const needs = [...needCodes, unknownNeed]
  const needOf = (need: string | null) => {
    const index = needCodes.findIndex((code) => code === need)
    return index === -1 ? needCodes.length : index
  }
  const spells: OpenSpell[] = []
  let spell: OpenSpell | undefined
  let placedOn: CivilDate | null = null
  for (const run of runs) {
    const from = toDayNumber(run.from)
    const to = run.to === 'infinity' ? null : toDayNumber(run.to)
    const type = forecastTypeOf(run.type)
    const continues = spell !== undefined && spell.key === run.childId && spell.to === from
    if (!continues) {
      const careFrom = run.careFrom === null ? from : Math.min(toDayNumber(run.careFrom), from)
      spell = {
        key: run.childId,
        bornOn: toDayNumber(run.dateOfBirth),
        uasc: run.uasc,
        area: areaOf(run.district),
        need: needOf(run.need),
        from: careFrom,
        to,
        beganBefore: run.careBefore,
        stays: [],
      }
      spells.push(spell)
    }
    const current = spell!
    const last = current.stays.at(-1)
    current.to = to
    if (last && continues && last.type === type && placedOn === run.placedOn) last.to = to
    else {
      const stayFrom = run.placedOn === null ? from : Math.min(toDayNumber(run.placedOn), from)
      const isFirst = last === undefined
      current.stays.push({
        type,
        from: isFirst ? Math.max(stayFrom, current.from) : from,
        to,
        beganBefore: isFirst && run.placedBefore,
      })
    }
    placedOn = run.placedOn
  }
  return {
    start: start ?? suggestStart(spells, end),
    end,
    areas: areaNames.length > 0 ? areaNames : ['everywhere'],
    needs,
    spells: spells.filter(({ from, to }) => from < end && (to === null || to > from)),
  }
}

/** A leaving that so many others do not follow within a year is a stray: of a child who left before the records began. */
const followers = 2

/**
 * The day from which everybody in care seems to be recorded. Records that were loaded from some day on have nobody who left before
 * it: so it is the first day of the month after the first leavings.
 */
function suggestStart(spells: readonly OpenSpell[], end: DayNumber): DayNumber {
  const leavings = spells.flatMap(({ to }) => (to !== null && to < end ? [to] : [])).sort((a, b) => a - b)
  const first = leavings.find((day, index) => (leavings[index + followers] ?? Infinity) <= day + 365)
  return first === undefined ? end : Math.min(monthEnd(first, 0) + 1, end)
}
