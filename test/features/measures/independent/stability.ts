/** Stability of placements, night by night, from the words of DfE's definitions. It shares nothing with the engine. */

type Day = string
interface Span {
  child_id: string
  started_on: Day
  ended_on: Day | null
}
interface Period extends Span {
  /** Care began before, nobody knows when. */
  started_before: boolean
}
interface Stay {
  child_id: string
  placement_type: string
  place_code: string | null
  home_id: string | null
  same_carer: boolean
  started_before: boolean
  started_on: Day | null
  ended_on: Day | null
  withdrawn_on: Day | null
}
interface Records {
  children: { id: string; date_of_birth: Day }[]
  care: Period[]
  statuses: (Span & { status: string })[]
  placements: Stay[]
}

const foster = ['internal-foster', 'ifa', 'other-authority-foster', 'connected-carer']

const next = (day: Day, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
const covers = (from: Day | null, to: Day | null, day: Day) =>
  from !== null && from <= day && (to === null || day < to)

const daysBetween = (from: Day, to: Day) => (Date.parse(to) - Date.parse(from)) / 86_400_000

const cache = new Map<string, Day>()
/** The same day of the month some months later; where there is none, the first of the next. */
export function monthsLater(day: Day, months: number): Day {
  const name = `${day} ${months}`
  const later = cache.get(name) ?? countMonths(day, months)
  cache.set(name, later)
  return later
}

function countMonths(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const there = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), date))
  const dayOfMonth = there.getUTCMonth() === first.getUTCMonth() ? there.getUTCDate() : 0
  return dayOfMonth > 0
    ? there.toISOString().slice(0, 10)
    : new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1)).toISOString().slice(0, 10)
}

/** The facts of the stability definitions for one child on a day on which the child is in care. */
export function stabilityOf(records: Records, childId: string, day: Day) {
  const care = records.care.filter((period) => period.child_id === childId)
  const breaks = records.statuses.filter(
    ({ child_id, status }) => child_id === childId && (status === 'V3' || status === 'V4'),
  )
  const stays = records.placements.filter(
    (stay) =>
      stay.child_id === childId && stay.withdrawn_on === null && stay.placement_type !== 'short-break',
  )
  const usual = stays.filter(({ placement_type }) => placement_type !== 'temporary')
  const temporary = stays.filter(({ placement_type }) => placement_type === 'temporary')

  const periodOn = (night: Day) => care.find((period) => covers(period.started_on, period.ended_on, night))
  const lookedAfter = (night: Day) =>
    periodOn(night) !== undefined &&
    !breaks.some((status) => covers(status.started_on, status.ended_on, night))
  const staysOn = (list: Stay[], night: Day) =>
    lookedAfter(night) ? list.find((stay) => covers(stay.started_on, stay.ended_on, night)) : undefined
  /** The first night of a stay on which the child was looked after. */
  const firstNight = (stay: Stay) => {
    let night = stay.started_on ?? ''
    while (!lookedAfter(night)) night = next(night, 1)
    return night
  }
  /** Whether a night is for a short break alone, one of nights that come to an end. */
  const isBreak = (night: Day) =>
    breaks.some((status) => status.ended_on !== null && covers(status.started_on, status.ended_on, night))
  /**
   * Whether a stay lasts over a night: it lasts from the first to the last night of it on which the child was looked after, so that
   * nights for short breaks alone between these do not end it.
   */
  const lastsOver = (stay: Stay, night: Day) => {
    if (!covers(stay.started_on, stay.ended_on, night)) return false
    let [first, last] = [night, night]
    while (!lookedAfter(first) && first > (stay.started_on ?? '')) first = next(first, -1)
    while (isBreak(last) && covers(stay.started_on, stay.ended_on, next(last, 1))) last = next(last, 1)
    return lookedAfter(first) && lookedAfter(last)
  }
  const stayOver = (list: Stay[], night: Day) =>
    staysOn(list, night) ?? (lookedAfter(night) ? undefined : list.find((stay) => lastsOver(stay, night)))
  const stayBefore = (list: Stay[], stay: Stay) => staysOn(list, next(firstNight(stay), -1))
  /** The first of the stays that count as one placement with this one. */
  const root = (list: Stay[], stay: Stay): Stay => {
    const last = stayBefore(list, stay)
    if (last === undefined || last === stay) return stay
    const same =
      stay.same_carer ||
      (stay.home_id !== null && stay.home_id === last.home_id) ||
      (['A3', 'A5'].includes(stay.place_code ?? '') && foster.includes(last.placement_type))
    return same ? root(list, last) : stay
  }

  const born = records.children.find(({ id }) => id === childId)?.date_of_birth ?? ''
  /** Whether a period of care began before this day, which is only the first that is known of. */
  const beganBefore = (first: Day) =>
    born < first && care.some((period) => period.started_before && period.started_on === first)
  /** Whether the period of care that begins on a day is known to have begun on it. */
  const hasKnownStart = (first: Day) => {
    const period = periodOn(first)
    return !(period?.started_before && period.started_on === first && born < first)
  }
  /** Whether the child may have been in care on a night of which nothing is recorded. */
  const isUnseen = (night: Day) => periodOn(night) === undefined && beganBefore(next(night, 1))

  // The year that ends on the day: from the day after the same day of the year before.
  const placements = new Set<Stay>()
  const withTemporary = new Set<Stay>()
  const inTwoYears = new Set<Stay>()
  let [yearKnown, twoYearsKnown] = [true, true]
  for (let night = day; monthsLater(night, 24) > day; night = next(night, -1)) {
    const inYear = monthsLater(night, 12) > day
    if (isUnseen(night)) twoYearsKnown = false
    if (isUnseen(night) && inYear) yearKnown = false
    for (const list of [usual, temporary]) {
      const stay = stayOver(list, night)
      if (stay === undefined) continue
      if (inYear) withTemporary.add(root(list, stay))
      if (list === usual) inTwoYears.add(root(list, stay))
      if (list === usual && inYear) placements.add(root(list, stay))
    }
  }

  /** The same day of the year before; after 29 February, the day before it counts for two. */
  let yearBefore = next(day, -366)
  while (monthsLater(next(yearBefore, 1), 12) <= day) yearBefore = next(yearBefore, 1)
  const later = care.filter(
    ({ started_on, ended_on, started_before }) =>
      started_on > yearBefore && (started_before || ended_on === null || ended_on > started_on),
  )
  const nextStart = later.map(({ started_on }) => started_on).sort()[0] ?? ''
  /** Whether nothing is known of that night: the child is not in care, and care goes back further than its next record. */
  const perhapsBefore =
    born <= yearBefore && periodOn(yearBefore) === undefined && isUnseen(next(nextStart, -1))
  const wasLookedAfter = lookedAfter(yearBefore) ? true : nextStart !== '' && perhapsBefore ? null : false

  let startedOn = day
  while (lookedAfter(next(startedOn, -1)) && periodOn(next(startedOn, -1)) === periodOn(day))
    startedOn = next(startedOn, -1)

  const stay = stayOver(usual, day)
  const first = stay && root(usual, stay)
  const earlier = first?.placement_type === 'placed-for-adoption' ? stayBefore(usual, first) : undefined
  const settledStay = first && (earlier && earlier !== first ? root(usual, earlier) : first)
  const settledOn = settledStay && firstNight(settledStay)
  /** Whether the child was with this carer before the first night that is recorded. */
  const wasThereBefore = (start: Stay) => {
    const night = firstNight(start)
    if (start.started_before && start.started_on === night) return true
    return beganBefore(night) && ['A3', 'A5'].includes(start.place_code ?? '')
  }
  // Before an adoptive placement with which what is known begins, there was another, which counts with it.
  const settledBefore =
    settledStay !== undefined &&
    (wasThereBefore(settledStay) ||
      (settledStay === first &&
        settledStay.placement_type === 'placed-for-adoption' &&
        beganBefore(settledOn ?? '')))
  const isLong = (start: Day, months: number, isBefore: boolean) =>
    monthsLater(start, months) <= day ? true : isBefore ? null : false

  return {
    placements: placements.size,
    withTemporary: withTemporary.size,
    inTwoYears: inTwoYears.size,
    yearKnown,
    twoYearsKnown,
    wasLookedAfter,
    startKnown: lookedAfter(day) && hasKnownStart(startedOn),
    careDays: lookedAfter(day) && hasKnownStart(startedOn) ? daysBetween(startedOn, day) : null,
    placementDays: first && !wasThereBefore(first) ? daysBetween(firstNight(first), day) : null,
    longInCare: lookedAfter(day) && isLong(startedOn, 30, !hasKnownStart(startedOn)),
    longPlaced: settledOn === undefined ? null : isLong(settledOn, 24, settledBefore),
  }
}
