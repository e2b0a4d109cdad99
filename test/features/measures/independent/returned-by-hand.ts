import { childrenOn, covers, type Day, type Facts, type Raw } from './by-hand.ts'

/** Facts of the returns' modules, worked out row by row and night by night from the words of the definitions. */

type Row = Raw['returned'][number]

const next = (day: Day, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
const yearOf = (day: Day) => Number(day.slice(0, 4)) + (day.slice(5) >= '04-01' ? 1 : 0)
const isShortBreak = ({ legalStatus }: Facts) => legalStatus === 'V3' || legalStatus === 'V4'

/** The same day of the month some months later, or the last day of that month. */
function monthsOn(day: Day, months: number): Day {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10)
}

function workingDaysOn(day: Day, days: number): Day {
  let [date, rest] = [day, days]
  while (rest > 0) {
    date = next(date, 1)
    if (![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())) rest -= 1
  }
  return date
}

function daysBetween(first: Day, last: Day): Day[] {
  const days: Day[] = []
  for (let day = first; day <= last; day = next(day, 1)) days.push(day)
  return days
}

const aloneCache = new WeakMap<Raw, Map<string, Raw>>()
/** The records of one child alone. */
function recordsOfChild(raw: Raw, childId: string): Raw {
  const byChild = aloneCache.get(raw) ?? new Map<string, Raw>()
  aloneCache.set(raw, byChild)
  const own = <T extends { child_id: string }>(rows: T[]) => rows.filter((row) => row.child_id === childId)
  const records = byChild.get(childId) ?? {
    ...raw,
    children: raw.children.filter(({ id }) => id === childId),
    care: own(raw.care),
    statuses: own(raw.statuses),
    placements: own(raw.placements),
  }
  byChild.set(childId, records)
  return records
}

/** A child on a night, with further facts; nothing where not looked after, or for a short break alone. */
function onNight(raw: Raw, childId: string, night: Day, more: Facts): Facts[] {
  return childrenOn(recordsOfChild(raw, childId), night)
    .filter((fact) => !isShortBreak(fact))
    .map((fact) => Object.assign(Object.create(fact) as Facts, more))
}

const childOf = (raw: Raw, row: Row) =>
  raw.children.find(({ reference }) => reference === row.child_reference)?.id

/** The rows of a module, each statement as the latest return has it. */
function statements(raw: Raw, module: string, key: string[]): (Row & { childId: string })[] {
  const latest = new Map<string, Row & { childId: string }>()
  for (const row of raw.returned.filter((one) => one.module === module)) {
    const childId = childOf(raw, row)
    if (childId === undefined) continue
    const name = [childId, ...key.map((column) => row.cells[column])].join()
    if (row.collection_year >= (latest.get(name)?.collection_year ?? 0)) latest.set(name, { ...row, childId })
  }
  return [...latest.values()]
}

const yearsReturned = (raw: Raw, module: string) =>
  new Set(raw.returned.filter((row) => row.module === module).map((row) => row.collection_year))
const isReturned = (raw: Raw, module: string, first: Day, last: Day) => {
  const years = yearsReturned(raw, module)
  return daysBetween(first, last).every((day) => years.has(yearOf(day)))
}

/** Each child looked after on a night of the period, on the last of them. */
function childrenDuring(raw: Raw, first: Day, last: Day): Facts[] {
  return raw.children.flatMap(({ id }) => {
    const isInCare = raw.care.some(
      (care) =>
        care.child_id === id && care.started_on <= last && (care.ended_on === null || care.ended_on > first),
    )
    if (!isInCare) return []
    for (let night = last; night >= first; night = next(night, -1)) {
      const [fact] = onNight(raw, id, night, {})
      if (fact) return [fact]
    }
    return []
  })
}

function incidentsBegun(raw: Raw, first: Day, last: Day): Facts[] {
  return statements(raw, 'missing', ['MIS_START', 'MISSING']).flatMap(({ childId, cells }) => {
    const { MIS_START: start = '', MIS_END: end, MISSING: kind } = cells
    if (start < first || start > last) return []
    const days = end === undefined ? null : (Date.parse(end) - Date.parse(start)) / 86_400_000
    return onNight(raw, childId, start, {
      missingKind: kind === 'M' ? 'missing' : 'away',
      timeMissing:
        days === null ? 'unknown' : days <= 1 ? 'up-to-1' : days <= 7 ? '2-to-7' : days <= 28 ? '8-to-28' : 'over-28',
    }) // prettier-ignore
  })
}

/** Incidents, and where the returns do not say, a child looked after of whom it is not known. */
export function incidentsDuring(raw: Raw, first: Day, last: Day): Facts[] {
  const unknown = { missingKind: 'unknown', timeMissing: 'unknown' }
  const untold = isReturned(raw, 'missing', first, last) ? [] : childrenDuring(raw, first, last)
  return [
    ...incidentsBegun(raw, first, last),
    ...untold.map((fact) => Object.assign(Object.create(fact) as Facts, unknown)),
  ]
}

export function missingDuring(raw: Raw, first: Day, last: Day): Facts[] {
  const isSaid = isReturned(raw, 'missing', first, last)
  const incidents = incidentsBegun(raw, first, last).filter((fact) => fact.missingKind === 'missing')
  return childrenDuring(raw, first, last).map((fact) => {
    const times = incidents.filter((incident) => incident.childId === fact.childId).length
    const band = times === 0 ? 'never' : times === 1 ? 'once' : times < 5 ? '2-to-4-times' : '5-times+'
    const more = { times, missingInPeriod: isSaid ? band : 'unknown' }
    return Object.assign(Object.create(fact) as Facts, more)
  })
}

const dueCache = new WeakMap<Raw, { childId: string; day: Day; reviewInTime: string }[]>()
/** Every review that fell due, found by walking through each period of care day by day. */
function reviewsDue(raw: Raw) {
  const cachedReviews = dueCache.get(raw)
  if (cachedReviews) return cachedReviews
  const due: { childId: string; day: Day; reviewInTime: string }[] = []
  const years = yearsReturned(raw, 'reviews')
  const lastDay = `${Math.max(0, ...years)}-03-31`
  const rows = raw.returned.filter(({ module }) => module === 'reviews')
  for (const period of years.size === 0 ? [] : raw.care) {
    const childId = period.child_id
    const heldOn = new Set(rows.filter((row) => childOf(raw, row) === childId).map(({ cells }) => cells.REVIEW))
    let state: { due: Day; number: number; fromFirst: boolean } | null = null
    for (let day = period.started_on; day <= lastDay && covers(day, period.ended_on, day); day = next(day, 1)) {
      if (!years.has(yearOf(day))) {
        state = null
        continue
      }
      if (state === null) {
        const fromFirst = day === period.started_on && !period.started_before
        state = { due: fromFirst ? workingDaysOn(day, 20) : monthsOn(day, 6), number: 0, fromFirst }
      }
      if (heldOn.has(day)) {
        const isKnown = state.fromFirst || state.number > 0
        if (day <= state.due) due.push({ childId, day, reviewInTime: isKnown ? 'yes' : 'unknown' })
        const isFirst: boolean = state.fromFirst && state.number === 0
        state = { ...state, due: monthsOn(day, isFirst ? 3 : 6), number: state.number + 1 }
      } else if (day === state.due) due.push({ childId, day, reviewInTime: 'no' })
    }
  } // prettier-ignore
  dueCache.set(raw, due)
  return due
}

const notForAdoption = ({ placementType }: Facts) => placementType !== 'placed-for-adoption'

export function reviewsDueOn(raw: Raw, day: Day): Facts[] {
  return reviewsDue(raw)
    .filter((review) => review.day === day)
    .flatMap(({ childId, reviewInTime }) => onNight(raw, childId, day, { reviewInTime }))
    .filter(notForAdoption)
}

export function reviewedDuring(raw: Raw, first: Day, last: Day): Facts[] {
  return raw.children.flatMap(({ id }) => {
    const answers = reviewsDue(raw)
      .filter(({ childId, day }) => childId === id && day >= first && day <= last)
      .filter(({ day }) => onNight(raw, id, day, {}).some(notForAdoption))
      .map(({ reviewInTime }) => reviewInTime)
    if (answers.length === 0) return []
    const reviewInTime = ['no', 'unknown'].find((answer) => answers.includes(answer)) ?? 'yes'
    return onNight(raw, id, last, { reviewInTime })
  })
}

export function reviewsHeldOn(raw: Raw, day: Day): Facts[] {
  return statements(raw, 'reviews', ['REVIEW'])
    .filter(({ cells }) => cells.REVIEW === day)
    .flatMap(({ childId, cells: { REVIEW_CODE: code = '' } }) => {
      const isHeard = ['PN1', 'PN2', 'PN3', 'PN5', 'PN6'].includes(code)
      return onNight(raw, childId, day, {
        participation: code === 'PN0' ? 'under-4' : isHeard ? 'took-part' : 'did-not',
      })
    })
}

const answerOf = (cell: string | undefined) => (cell === '1' ? 'yes' : cell === '0' ? 'no' : 'unknown')

/** Children looked after for 12 months on the last 31 March, with what OC2 says of the year that ended on it. */
export function healthOn(raw: Raw, day: Day): Facts[] {
  const year = Number(day.slice(0, 4)) - (day.slice(5) < '03-31' ? 1 : 0)
  const [first, last] = [`${year - 1}-04-01`, `${year}-03-31`]
  if (!yearsReturned(raw, 'oc2').has(year)) return []
  return raw.children.flatMap((child) => {
    const row = raw.returned.find(
      ({ module, collection_year, child_reference }) =>
        module === 'oc2' && collection_year === year && child_reference === child.reference,
    )
    const period = raw.care.find(
      (care) => care.child_id === child.id && covers(care.started_on, care.ended_on, last),
    )
    if (!period) return []
    const mayBeLonger = period.started_before && row?.cells.HEALTH_ASSESSMENT !== undefined
    if (period.started_on > first && !mayBeLonger) return []
    if (hadShortBreak(raw, child.id, first, last)) return []
    const cells = row?.cells ?? {}
    return onNight(raw, child.id, last, {
      healthAssessed: answerOf(cells.HEALTH_ASSESSMENT),
      teethChecked: answerOf(cells.TEETH_CHECK),
      immunised: answerOf(cells.IMMUNISATIONS),
      developmentChecked: answerOf(cells.HEALTH_CHECK),
      substanceMisuse: answerOf(cells.SUBSTANCE_MISUSE),
      interventionReceived: answerOf(cells.INTERVENTION_RECEIVED),
      convicted: answerOf(cells.CONVICTED),
      score: Number(cells.SDQ_SCORE ?? NaN),
      isInReturn: row ? 1 : 0,
    }).map((fact) => Object.assign(fact, { sdq: sdqOf(fact) }))
  })
}

const hadShortBreak = (raw: Raw, childId: string, first: Day, last: Day) =>
  daysBetween(first, last).some((night) => childrenOn(recordsOfChild(raw, childId), night).some(isShortBreak))

/** Children in care for the whole year to the last 31 March, with how often their social worker changed in it. */
export function workersOn(raw: Raw, day: Day): Facts[] {
  const year = Number(day.slice(0, 4)) - (day.slice(5) < '03-31' ? 1 : 0)
  const [first, last] = [`${year - 1}-04-01`, `${year}-03-31`]
  if (!yearsReturned(raw, 'swEpisodes').has(year)) return []
  return raw.children.flatMap((child) => {
    const isThere = raw.care.some(
      (care) =>
        care.child_id === child.id &&
        care.started_on <= first &&
        (care.ended_on === null || care.ended_on > last),
    )
    if (!isThere || hadShortBreak(raw, child.id, first, last)) return []
    const rows = raw.returned.filter(
      ({ module, child_reference }) => module === 'swEpisodes' && child_reference === child.reference,
    )
    const episodes = [...new Set(rows.map(({ cells }) => `${cells.SW_DECOM} ${cells.SW_ID}`))].sort()
    const changes = episodes.filter((episode, n) => {
      const [began = '', worker] = episode.split(' ')
      const earlierWorker = episodes[n - 1]?.split(' ')[1]
      return began >= first && began <= last && earlierWorker !== undefined && earlierWorker !== worker
    }).length
    const isSaid = rows.some((row) => row.collection_year === year)
    return onNight(raw, child.id, last, {
      socialWorkerChanges: isSaid ? (changes > 1 ? '2+' : String(changes)) : 'unknown',
    })
  })
}

function sdqOf({ age, score, isInReturn }: Facts): string {
  if (Number(age) < 5 || Number(age) > 16) return 'not-of-age'
  if (!isInReturn) return 'unknown'
  if (Number.isNaN(score)) return 'no-score'
  return Number(score) < 14 ? 'normal' : Number(score) < 17 ? 'borderline' : 'concern'
}

/** Children adopted on a day, with how long they had waited; NaN where that is not known. */
export function adoptedOn(raw: Raw, day: Day): Facts[] {
  const periods = raw.care.filter(
    (care) => care.ended_on === day && care.started_on < day && ['E11', 'E12'].includes(care.end_reason ?? ''),
  )
  return periods.flatMap((care) => {
    const childId = care.child_id
    const inCare = (date: Day | null | undefined) => typeof date === 'string' && date >= care.started_on && date < day
    const stays = raw.placements
      .filter((stay) => stay.child_id === childId && stay.withdrawn_on === null && stay.started_on !== null)
      .filter((stay) => !['temporary', 'short-break'].includes(stay.placement_type) && inCare(stay.started_on))
      .sort((a, b) => (String(a.started_on) < String(b.started_on) ? -1 : 1))
    const isAdoptive = (stay: (typeof stays)[number]) => stay.placement_type === 'placed-for-adoption'
    const lastOther = stays.findLast((stay) => !isAdoptive(stay))?.started_on ?? ''
    const adoptive = stays.find((stay) => isAdoptive(stay) && String(stay.started_on) > lastOther)
    const returnedOn = statements(raw, 'placedAdoption', ['DATE_PLACED'])
      .filter((row) => row.childId === childId && row.cells.DATE_PLACED_CEASED === undefined)
      .map(({ cells }) => cells.DATE_PLACED ?? '')
      .filter((date) => date >= care.started_on && date <= day)
      .sort()
      .at(-1)
    const placedOn = returnedOn ?? adoptive?.started_on ?? null

    // With the same carers before: as foster carers who adopt (A3, A5), or under T or U of the return.
    let movedOn = placedOn
    let stay = adoptive
    let goesOn = adoptive !== undefined && (adoptive.same_carer || ['A3', 'A5'].includes(adoptive.place_code ?? ''))
    if (goesOn) movedOn = adoptive?.started_on ?? null
    while (goesOn && stay) {
      const from = stay.started_on
      stay = stays.find((earlier) => earlier.ended_on === from && String(earlier.started_on) < String(from))
      if (stay) movedOn = stay.started_on
      goesOn = stay?.same_carer === true
    }

    const orderedOn = raw.statuses
      .filter(({ child_id, status, started_on }) => child_id === childId && ['D1', 'E1'].includes(status) && inCare(started_on))
      .map(({ started_on }) => started_on)
      .sort()[0]
    const matchedOn = statements(raw, 'ad1', []).find((row) => row.childId === childId)?.cells.DATE_MATCH
    const nights = (from: Day | null | undefined, to: Day | null | undefined) =>
      !from || !to ? NaN : (Date.parse(to) - Date.parse(from)) / 86_400_000
    const enteredOn = care.started_before ? null : care.started_on
    return onNight(raw, childId, next(day, -1), {
      toPlacement: nights(enteredOn, placedOn),
      toMovingIn: nights(enteredOn, movedOn),
      toMatch: placedOn === null ? NaN : Math.max(0, nights(orderedOn, matchedOn)),
    })
  })
} // prettier-ignore

/** Children in care on a night under a deprivation of liberty order, recorded or returned. */
export function libertyOn(raw: Raw, night: Day): Facts[] {
  return childrenOn(raw, night).filter(
    ({ childId }) =>
      raw.orders.some(
        ({ child_id, kind, from_on, until_on }) =>
          child_id === childId && kind === 'deprivation-of-liberty' && covers(from_on, until_on, night),
      ) ||
      statements(raw, 'dolo', ['DOLO_START']).some(
        (row) => row.childId === childId && covers(row.cells.DOLO_START ?? null, row.cells.DOLO_END ?? null, night),
      ),
  )
} // prettier-ignore
