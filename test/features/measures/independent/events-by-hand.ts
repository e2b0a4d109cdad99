import {
  ageOn,
  childrenOn,
  covers,
  family,
  placeOf,
  sectorOf,
  type Day,
  type Facts,
  type Placement,
  type Raw,
} from './by-hand.ts'
import { monthsLater } from './stability.ts'

/** Facts of events on a day: care ends, children move, care leavers are followed up. */

const next = (day: Day, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
const foster = ['internal-foster', 'ifa', 'other-authority-foster', 'connected-carer']
const temporary = ['temporary', 'short-break']
/** A birthday; born on 29 February, on 1 March of a common year. */
const birthday = (born: Day, age: number) => monthsLater(born, 12 * age)

/** The facts of a child on the night before, with further ones. */
function nightBefore(raw: Raw, childId: string, day: Day, more: Facts): Facts[] {
  const fact = childrenOn(raw, next(day, -1)).find((child) => child.childId === childId)
  return fact ? [Object.assign(Object.create(fact) as Facts, more)] : []
}

export function careStartsOn(raw: Raw, day: Day): Facts[] {
  return raw.care
    .filter((period) => period.started_on === day && (period.ended_on === null || period.ended_on > day))
    .flatMap((period) => childrenOn(raw, day).filter((child) => child.childId === period.child_id))
}

export function careEndsOn(raw: Raw, day: Day): Facts[] {
  return raw.care
    .filter((period) => period.ended_on === day && period.started_on < day)
    .flatMap((period) => nightBefore(raw, period.child_id, day, { careEndReason: period.end_reason }))
}

const isInCare = (raw: Raw, childId: string, night: Day) =>
  raw.care.some((care) => care.child_id === childId && covers(care.started_on, care.ended_on, night))
const isUsual = ({ placement_type }: Placement) => !temporary.includes(placement_type)

/** Whether a child who goes from one placement to another stays with the same carer. */
function isWithSameCarer(from: Placement, to: Placement) {
  const adoptedThere = ['A3', 'A5'].includes(to.place_code ?? '') && foster.includes(from.placement_type)
  const sameHome = to.home_id !== null && to.home_id === from.home_id
  return to.same_carer || sameHome || adoptedThere
}

/** Usual placements that ended on a day and did not go on elsewhere with the same carer. */
function endedOn(raw: Raw, day: Day): Placement[] {
  return raw.placements.filter((ending) => {
    if (ending.ended_on !== day || ending.started_on === null || ending.started_on >= day) return false
    if (!isUsual(ending) || !isInCare(raw, ending.child_id, next(day, -1))) return false
    const entry = raw.placements.find(
      (to) =>
        to.child_id === ending.child_id &&
        to !== ending &&
        to.started_on === day &&
        to.ended_on !== day &&
        isUsual(to),
    )
    return entry === undefined || !isWithSameCarer(ending, entry)
  })
}

function endFacts(raw: Raw, ending: Placement, day: Day, more: Facts): Facts[] {
  const silent = [null, 'OTHER', 'PLACE'].includes(ending.end_reason)
  const byReason = ending.end_reason === 'CARPL' ? 'yes' : silent ? 'unknown' : 'no'
  const endPlanned = ending.end_planned === null ? byReason : ending.end_planned ? 'yes' : 'no'
  const moveReason = ending.end_reason ?? 'unknown'
  return nightBefore(raw, ending.child_id, day, { moveReason, endPlanned, ...more })
}

export function movesOn(raw: Raw, day: Day): Facts[] {
  return endedOn(raw, day)
    .filter(({ child_id }) => isInCare(raw, child_id, day))
    .flatMap((ending) => endFacts(raw, ending, day, {}))
}

const daysBetween = (from: Day, to: Day) => (Date.parse(to) - Date.parse(from)) / 86_400_000
function noticeLength(days: number) {
  if (days === 0) return 'same-day'
  return days < 7 ? '1-to-6' : days < 28 ? '7-to-27' : '28+'
}

/** Placements that ended on a day, each with the latest notice that was given by then and not withdrawn. */
export function endingsOn(raw: Raw, day: Day): Facts[] {
  return endedOn(raw, day).flatMap((ending) => {
    const [notice] = raw.notices
      .filter(
        ({ placement_id, given_on, withdrawn_on }) =>
          placement_id === ending.id && given_on <= day && (withdrawn_on === null || withdrawn_on > day),
      )
      .sort((a, b) => (a.given_on === b.given_on ? (a.id < b.id ? -1 : 1) : a.given_on < b.given_on ? 1 : -1))
    const days = notice ? daysBetween(notice.given_on, day) : null
    return endFacts(raw, ending, day, {
      noticeGiver: notice?.given_by ?? 'none',
      noticeLength: days === null ? 'unknown' : noticeLength(days),
      days,
    })
  })
}

/** Notices given on a day of placements in which the child then was, or in the night before. */
export function noticesOn(raw: Raw, day: Day): Facts[] {
  return raw.notices.flatMap((notice) => {
    const stay = raw.placements.find(({ id }) => id === notice.placement_id)
    if (notice.given_on !== day || stay === undefined) return []
    const night = stay.ended_on !== null && stay.ended_on <= day ? next(stay.ended_on, -1) : day
    const fact = childrenOn(raw, night).find(({ placementId }) => placementId === stay.id)
    if (fact === undefined) return []
    const days = daysBetween(notice.given_on, notice.ends_on)
    return [
      Object.assign(Object.create(fact) as Facts, {
        noticeGiver: notice.given_by,
        noticeLength: noticeLength(days),
      }),
    ]
  })
}

/** The order of a placement whose beginning, or that of care, came before the records; null of any other. */
function orderOf(careBefore: boolean, stay: Placement, day: Day): string | null {
  if (stay.started_before && stay.started_on === day) return 'unknown'
  if (!careBefore) return null
  return stay.started_on === day ? 'later' : 'unknown' // begun that day, after another in care of before
}

/** Placements that began on a day: as care began, or later in the same period of care and not with the carer of before. */
export function placementStartsOn(raw: Raw, day: Day): Facts[] {
  const isBefore = (care: Raw['care'][number]) =>
    care.started_before &&
    care.started_on > String(raw.children.find(({ id }) => id === care.child_id)?.date_of_birth)
  return raw.care.flatMap((care) => {
    if (!covers(care.started_on, care.ended_on, day)) return []
    const stay = raw.placements.find(
      (one) =>
        one.child_id === care.child_id &&
        isUsual(one) &&
        one.withdrawn_on === null &&
        covers(one.started_on, one.ended_on, day),
    )
    if (stay === undefined) return []
    const isFirst = care.started_on === day
    if (!isFirst && stay.started_on !== day) return []
    const last = raw.placements.find(
      (one) =>
        one.child_id === care.child_id &&
        isUsual(one) &&
        one.started_on !== null &&
        one.started_on < day &&
        one.ended_on === day,
    )
    if (!isFirst && last !== undefined && isWithSameCarer(last, stay)) return []
    return childrenOn(raw, day)
      .filter(({ childId }) => childId === care.child_id)
      .map((fact) =>
        Object.assign(Object.create(fact) as Facts, {
          placementOrder: orderOf(isFirst && isBefore(care), stay, day) ?? (isFirst ? 'first' : 'later'),
          emergencyPlacement: stay.agreed_at === null ? 'unknown' : stay.emergency ? 'yes' : 'no',
          keepsSchool: stay.keeps_school === null ? 'unknown' : stay.keeps_school ? 'yes' : 'no',
        }),
      )
  })
}

export const stayersOn = (raw: Raw, day: Day) => stayedOn(raw, day, foster, 'staying-put', 'stayedPut')
export const closeOn = (raw: Raw, day: Day) =>
  stayedOn(
    raw,
    day,
    ['residential', 'supported-accommodation', 'supported-lodgings'],
    'staying-close',
    'stayedClose',
  )

function stayedOn(raw: Raw, day: Day, from: string[], arrangement: string, says: string): Facts[] {
  return raw.children.flatMap((child) => {
    const born = child.date_of_birth
    const adult = birthday(born, 18)
    const marks = [
      ['18', monthsLater(adult, 3)],
      ['19', birthday(born, 19)],
      ['20', birthday(born, 20)],
    ] as const
    const mark = marks.find(([, date]) => date === day)?.[0]
    const care = raw.care.find(
      (period) => period.child_id === child.id && period.ended_on === adult && period.started_on < adult,
    )
    if (mark === undefined || care === undefined || care.end_reason === 'E2') return []
    const [fact] = nightBefore(raw, child.id, adult, {})
    if (!fact || ['V3', 'V4'].includes(String(fact.legalStatus))) return []
    if (!from.includes(String(fact.placementType))) return []
    let nights = 0
    for (let night = birthday(born, 14); night < adult; night = next(night, 1)) {
      const inCare = raw.care.some((c) => c.child_id === child.id && covers(c.started_on, c.ended_on, night))
      const away = raw.statuses.some(
        (s) =>
          s.child_id === child.id &&
          ['V3', 'V4'].includes(s.status) &&
          covers(s.started_on, s.ended_on, night),
      )
      if (inCare && !away) nights += 1
    }
    if (nights < 13 * 7) return []
    const stays = raw.placements.some(
      (p) =>
        p.child_id === child.id && p.placement_type === arrangement && covers(p.started_on, p.ended_on, day),
    )
    return [Object.assign(Object.create(fact) as Facts, { leaverMark: mark, [says]: stays ? 'yes' : 'no' })]
  })
}

const arrangements = ['staying-put', 'staying-close']

/** Young adults in Staying Put or Staying Close on a day. */
export function afterCareOn(raw: Raw, day: Day): Facts[] {
  return raw.placements.flatMap((stay) => {
    const child = raw.children.find(({ id }) => id === stay.child_id)
    const there = stay.withdrawn_on === null && covers(stay.started_on, stay.ended_on, day)
    if (!child || !there || !arrangements.includes(stay.placement_type)) return []
    const age = ageOn(child.date_of_birth, day)
    return [
      {
        childId: child.id,
        placementType: stay.placement_type,
        adultAge: age < 18 ? 'unknown' : age < 21 ? String(age) : '21+',
        sex: child.sex,
        ethnicity: child.ethnicity,
        providerSector: stay.provider_code ? (sectorOf[stay.provider_code] ?? '?') : 'unknown',
        location: placeOf(raw, stay).location,
      },
    ]
  })
}

/** Young people aged 18 to 25 in a placement on a day. */
export function leaversInPlacementsOn(raw: Raw, day: Day): Facts[] {
  return raw.placements.flatMap((stay) => {
    const child = raw.children.find(({ id }) => id === stay.child_id)
    const isThere = stay.withdrawn_on === null && covers(stay.started_on, stay.ended_on, day)
    if (child === undefined || !isThere || !isUsual(stay)) return []
    // From the 18th birthday, on 1 March of a common year for those born on 29 February, to the day before the 26th.
    if (day < birthday(child.date_of_birth, 18) || day >= birthday(child.date_of_birth, 26)) return []
    const home = raw.homes.find(({ id }) => id === stay.home_id)
    const isSupported = ['supported-accommodation', 'supported-lodgings', 'independent-living'].includes(
      home?.kind ?? '',
    )
    const contract = raw.contracts.find(
      (one) => one.home_id === stay.home_id && covers(one.starts_on, one.ends_on, day),
    )
    return [
      {
        childId: child.id,
        placementType: stay.placement_type,
        careFamily: family[stay.placement_type] ?? '?',
        homeKind: home?.kind ?? 'unknown',
        accommodationCategory:
          home === undefined ? 'unknown' : isSupported ? (home.accommodation_category ?? 'unknown') : 'none',
        contractKind: home === undefined ? 'unknown' : (contract?.kind ?? 'none'),
        hasBed: stay.bed_id === null ? 'no' : 'yes',
        adultAgeInYears: String(ageOn(child.date_of_birth, day)),
        sex: child.sex,
        ethnicity: child.ethnicity,
        providerSector: stay.provider_code ? (sectorOf[stay.provider_code] ?? '?') : 'unknown',
        location: placeOf(raw, stay).location,
      },
    ]
  })
}

/** Those who were in no arrangement of that kind on the night before. */
export function afterCareBegunOn(raw: Raw, day: Day): Facts[] {
  const begins = raw.placements.filter(
    (stay) =>
      stay.started_on === day &&
      !raw.placements.some(
        (earlier) =>
          earlier.child_id === stay.child_id &&
          earlier.placement_type === stay.placement_type &&
          earlier.withdrawn_on === null &&
          covers(earlier.started_on, earlier.ended_on, next(day, -1)),
      ),
  )
  return afterCareOn({ ...raw, placements: begins }, day)
}

export function leaversOn(raw: Raw, day: Day): Facts[] {
  const oc3 = raw.returned.filter(({ module }) => module === 'oc3')
  return oc3.flatMap(({ child_reference, collection_year, cells }) => {
    const child = raw.children.find(({ reference }) => reference === child_reference)
    if (child === undefined) return []
    const inYear = day >= `${collection_year - 1}-04-01` && day <= `${collection_year}-03-31`
    const age = Number(day.slice(0, 4)) - Number(child.date_of_birth.slice(0, 4))
    if (!inYear || age < 0 || birthday(child.date_of_birth, age) !== day) return []
    const { IN_TOUCH: touch = '', ACCOM: lives = '', ACTIV: does = '' } = cells
    const [where, suitable] = [lives[0] ?? '', lives[1]]
    const accommodation =
      ['RHOM', 'DIED'].includes(touch) || ['G', 'H'].includes(where)
        ? 'gone'
        : ['S', 'X'].includes(where) // homeless, or in custody
          ? 'unsuitable'
          : where !== 'R' && ['1', '2'].includes(suitable ?? '')
            ? suitable === '1'
              ? 'suitable'
              : 'unsuitable'
            : ['NO', 'REFU', 'NREQ'].includes(touch)
              ? 'not-in-touch'
              : 'unknown'
    const band = age >= 17 && age <= 18 ? '17-18' : age >= 19 && age <= 21 ? '19-21' : 'unknown'
    const ofPerson = { age, leaverAgeBand: band, sex: child.sex, ethnicity: child.ethnicity }
    const accommodationKind = where === 'R' || where === '0' || where === '' ? 'unknown' : where
    const inTouch = answers[touch] ?? 'unknown'
    return [{ ...ofPerson, accommodation, accommodationKind, inTouch, activity: activityOf(does) }]
  })
}

const answers: Record<string, string> = {
  YES: 'yes', NO: 'no', REFU: 'refused', NREQ: 'not-required', RHOM: 'returned-home', DIED: 'died',
} // prettier-ignore

/** Full time (F) and part time (P) are one; G is none of them. */
function activityOf(code: string): string {
  const [time = '', kind = ''] = code
  if (time === 'G')
    return kind === '4' ? 'not-for-health' : kind === '6' ? 'not-for-parenting' : 'not-otherwise'
  if (time !== 'F' && time !== 'P') return 'unknown'
  if (kind === '1') return 'higher-education'
  if (kind === '2') return 'other-education'
  return kind === '4' ? 'apprenticeship' : 'training-or-employment'
}
