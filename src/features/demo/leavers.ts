import type { PlacementType } from '../../domain/placement-types.ts'
import { daysInYears, ethnicityFor, makeChild } from './children.ts'
import type { Status } from './cross-section.ts'
import { birthdayOf, type Day } from './days.ts'
import type { Party } from './model.ts'
import { newParty, type PartyPlan } from './parties.ts'
import type { Random } from './random.ts'
import type { Checkpoint } from './stock.ts'

type Exit =
  'eighteen' | 'asylum-eighteen' | 'home' | 'guardianship' | 'adoption' | 'order' | 'other' | 'age-assessed'

interface ExitKind {
  weight: number
  reasons: Readonly<Record<string, number>>
  statuses: Readonly<Partial<Record<Status, number>>>
  types: Readonly<Partial<Record<PlacementType, number>>>
  /** Least and most age at the start of care, in years; for exits at 18 the start follows from the birthday instead. */
  entry: readonly [number, number]
  /** Days in care: the least, and the mean of what comes on top (exponentially distributed). */
  stay: readonly [number, number]
  /** Chance that siblings leave together. */
  together: number
}

/** Why children leave care, after how long and from what placements. Invented. */
// prettier-ignore
const exits: Readonly<Record<Exit, ExitKind>> = {
  'eighteen': {
    weight: 0.29, reasons: { E5: 0.72, E6: 0.1, E7: 0.06, E8: 0.1, E9: 0.02 }, statuses: { C2: 0.75, V2: 0.25 },
    types: { 'supported-accommodation': 0.32, 'supported-lodgings': 0.04, 'internal-foster': 0.22, 'ifa': 0.2, 'connected-carer': 0.1, 'residential': 0.12 },
    entry: [1, 17], stay: [300, 1500], together: 0 },
  'asylum-eighteen': {
    weight: 0.1, reasons: { E5: 0.8, E6: 0.1, E8: 0.1 }, statuses: { V2: 1 },
    types: { 'supported-accommodation': 0.75, 'ifa': 0.25 }, entry: [15, 17], stay: [60, 300], together: 0 },
  'home': {
    weight: 0.25, reasons: { E4A: 0.7, E4B: 0.22, E13: 0.08 }, statuses: { V2: 0.55, C1: 0.45 },
    types: { 'internal-foster': 0.36, 'ifa': 0.27, 'connected-carer': 0.25, 'residential': 0.06, 'family-centre': 0.06 },
    entry: [0, 15], stay: [35, 170], together: 0.45 },
  'guardianship': {
    weight: 0.13, reasons: { E45: 0.7, E46: 0.08, E47: 0.16, E48: 0.06 }, statuses: { C1: 0.5, C2: 0.5 },
    types: { 'connected-carer': 1 }, entry: [0, 9], stay: [220, 300], together: 0.35 },
  'adoption': {
    weight: 0.11, reasons: { E11: 0.35, E12: 0.65 }, statuses: { E1: 1 },
    types: { 'placed-for-adoption': 1 }, entry: [0, 3], stay: [380, 220], together: 0.2 },
  'order': {
    weight: 0.06, reasons: { E41: 1 }, statuses: { C1: 0.6, C2: 0.4 },
    types: { 'connected-carer': 0.5, 'with-parents': 0.5 }, entry: [0, 12], stay: [260, 250], together: 0.3 },
  'other': {
    weight: 0.05, reasons: { E8: 0.6, E3: 0.4 }, statuses: { V2: 0.6, C1: 0.4 },
    types: { 'ifa': 0.5, 'residential': 0.3, 'internal-foster': 0.2 }, entry: [6, 15], stay: [40, 300], together: 0 },
  'age-assessed': {
    weight: 0.01, reasons: { E15: 1 }, statuses: { V2: 1 },
    types: { 'supported-accommodation': 1 }, entry: [16, 17], stay: [30, 50], together: 0 },
}

interface Leaver {
  exit: Exit
  children: number
  wanted: number
  status: Status
  entryInterval: number
  exitInterval: number
  from: Day
  to: Day
}

const monthlyExitRate = 0.0262

/**
 * Makes the children whose care ended before the reference day: as many, month by month, as give the published stock
 * together with those still looked after. Also sets the day of the month on which everyone arrives, so that
 * within a month the stock never exceeds the higher of its two ends.
 */
export function leaversOf(
  random: Random,
  stock: readonly Checkpoint[],
  staying: readonly Party[],
  referenceOf: () => string,
): PartyPlan[] {
  const stayingAt = (day: Day) =>
    staying.reduce((sum, party) => sum + (party.from <= day ? party.children.length : 0), 0)
  const complete: Leaver[] = []
  let active: Leaver[] = []
  for (let end = stock.length - 1; end > 0; end--) {
    const [a, b] = [stock[end - 1], stock[end]]
    if (a === undefined || b === undefined) break
    const startCount = Math.max(a.children - stayingAt(a.day), 0)
    const activeCount = active.reduce((sum, { children }) => sum + children, 0)
    const usual = Math.round(
      monthlyExitRate * a.children * ((b.day - a.day) / 30.4) * (0.8 + 0.4 * random.next()),
    )
    const leaving = Math.min(Math.max(usual, startCount - activeCount), startCount)
    active = enter({
      active,
      children: activeCount + leaving - startCount,
      interval: end,
      day: b.day,
      complete,
    })
    active.push(...exitsIn(random, leaving, end, b.day))
  }
  for (const leaver of active) {
    const start = stock[0]?.day ?? 0
    leaver.from = Math.min(leaver.to - leaver.wanted, start - random.whole(5, 300))
    complete.push(leaver)
  }
  stock.forEach((checkpoint, end) => {
    const earlier = stock[end - 1]
    if (earlier)
      settleDays(random, {
        start: earlier.day,
        end: checkpoint.day,
        interval: end,
        leavers: complete,
        staying,
      })
  })
  return complete.map((leaver) => planOf(random, leaver, referenceOf))
}

function exitsIn(random: Random, children: number, interval: number, day: Day): Leaver[] {
  const leavers: Leaver[] = []
  for (let remainder = children; remainder > 0;) {
    const exit = random.weighted<Exit>(
      Object.fromEntries(Object.entries(exits).map(([key, { weight }]) => [key, weight])),
    )
    const kind = exits[exit]
    const size = Math.min(remainder, random.chance(kind.together) ? (random.chance(0.25) ? 3 : 2) : 1)
    const [least, mean] = kind.stay
    leavers.push({
      exit,
      children: size,
      status: random.weighted(kind.statuses),
      wanted: Math.min(Math.round(least + random.exponential(mean)), daysInYears(18 - kind.entry[0]) - 30),
      entryInterval: 0,
      exitInterval: interval,
      from: 0,
      to: day,
    })
    remainder -= size
  }
  return leavers
}

/**
 * Lets `children` arrive in this month, those first whose care should have begun earliest. A group that is too large is
 * split. Returns the leavers still without an arrival.
 */
function enter({
  active,
  children,
  interval,
  day,
  complete,
}: {
  active: Leaver[]
  children: number
  interval: number
  day: Day
  complete: Leaver[]
}): Leaver[] {
  const due = [...active].sort((x, y) => y.to - y.wanted - (x.to - x.wanted))
  let remainder = children
  const staying: Leaver[] = []
  for (const leaver of due) {
    if (remainder === 0) staying.push(leaver)
    else {
      const arriving = Math.min(remainder, leaver.children)
      complete.push({ ...leaver, children: arriving, entryInterval: interval, from: day })
      if (arriving < leaver.children) staying.push({ ...leaver, children: leaver.children - arriving })
      remainder -= arriving
    }
  }
  return staying
}

/** Sets the days within a month: departures at random, and each arrival that replaces one on its day or later. */
function settleDays(
  random: Random,
  {
    start,
    end,
    interval,
    leavers,
    staying,
  }: { start: Day; end: Day; interval: number; leavers: readonly Leaver[]; staying: readonly Party[] },
): void {
  const anyDay = () => random.whole(start + 1, end)
  const sortedDays = (count: number) => Array.from({ length: count }, anyDay).sort((x, y) => x - y)
  const leaving = leavers.filter(({ exitInterval }) => exitInterval === interval)
  const arriving = leavers.filter(({ entryInterval }) => entryInterval === interval)
  const joining = staying.filter(({ from }) => from > start && from <= end)
  const count = (items: readonly { children: number }[]) =>
    items.reduce((sum, { children }) => sum + children, 0)

  const departures = sortedDays(count(leaving))
  let next = 0
  for (const leaver of leaving) {
    leaver.to = departures[next] ?? end
    departures.fill(leaver.to, next, next + leaver.children)
    next += leaver.children
  }
  const arrivals = sortedDays(
    count(arriving) + joining.reduce((sum, { children }) => sum + children.length, 0),
  )
  const rise = Math.max(arrivals.length - departures.length, 0)
  const vacancyDays = [...departures].sort((x, y) => x - y)
  arrivals.forEach((day, index) => {
    arrivals[index] = Math.max(day, index >= rise ? (vacancyDays[index - rise] ?? day) : day)
  })
  arrivals.sort((x, y) => x - y)
  next = 0
  for (const arrival of random.shuffled([...arriving, ...joining])) {
    const size = typeof arrival.children === 'number' ? arrival.children : arrival.children.length
    const youngest =
      typeof arrival.children === 'number' ? start : Math.max(...arrival.children.map(({ born }) => born))
    arrival.from = Math.max(arrivals[next + size - 1] ?? end, youngest)
    next += size
  }
}

function planOf(random: Random, leaver: Leaver, referenceOf: () => string): PartyPlan {
  const kind = exits[leaver.exit]
  const uasc = leaver.exit === 'asylum-eighteen' || leaver.exit === 'age-assessed'
  const atEighteen = leaver.exit === 'eighteen' || leaver.exit === 'asylum-eighteen'
  const ethnicity = ethnicityFor(random, uasc)
  const stay = leaver.to - leaver.from
  const [youngest, oldest] = kind.entry
  const children = Array.from({ length: leaver.children }, (_, index) => {
    const most = Math.max(Math.min(oldest, 17.8 - stay / 365.25), 0)
    const age = Math.min(youngest + random.next() ** 1.3 * (oldest - youngest) + index * 1.2, most)
    const born = atEighteen ? birthdayOf(leaver.to, -18) : leaver.from - daysInYears(age)
    return makeChild(random, referenceOf(), { born, uasc, disabled: random.chance(0.05), ethnicity })
  })
  const party = newParty(random, {
    children,
    from: leaver.from,
    to: leaver.to,
    endReason: random.weighted(kind.reasons),
  })
  const age = (leaver.to - Math.max(...children.map(({ born }) => born))) / 365.25
  return { party, type: typeForAge(random.weighted(kind.types), age), reach: 'in', status: leaver.status }
}

function typeForAge(type: PlacementType, age: number): PlacementType {
  if (type === 'residential' && age < 7) return 'ifa'
  if (type === 'family-centre' && age > 2) return 'internal-foster'
  if (type === 'supported-accommodation' && age < 16.2) return 'ifa'
  return type
}
