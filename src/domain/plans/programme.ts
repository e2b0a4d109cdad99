import type { CivilDate } from '../dates.ts'
import { groupBy } from '../group.ts'
import { Arrivals } from './arrivals.ts'
import { entriesOf, type Entries } from './entries.ts'
import { row, type Row, type Sum, type Term } from './rows.ts'
import { covers, daysOf, metBy, Sums, type Met } from './sums.ts'
import type { Problem } from './types.ts'

/**
 * A problem as an integer programme: whole columns from 0 to `most`, under rows. Column n is whether option n is
 * taken; after those come the beds of options whose home has beds of several kinds, and after all of those, without
 * an entry of their own in `columns`, the sums.
 */
export interface Programme {
  columns: { option: number; most: number }[]
  sums: Sum[]
  rows: Row[]
  /** The same rows and sums, by column. */
  entries: Entries
  /**
   * By option: the groups of like beds that it may take, each with the column that counts how many it takes. Where
   * there are several, these columns together come to the children of the need, if the option is taken, or nothing.
   */
  places: { group: number; column: number }[][]
  groups: BedGroup[]
}

/** Beds of a home between which no option tells, so that only their number matters. */
export interface BedGroup {
  homeId: string
  beds: string[]
  freedBy: number | null
  freeFrom: CivilDate | null
}

/** The integer programme of a problem. The same problem gives the same programme, whatever order it is told in. */
export function programmeOf(problem: Problem): Programme {
  const { needs, options } = problem
  const columns = options.map((_, option) => ({ option, most: 1 }))
  const groups = groupsOf(problem)
  const groupAt = new Map(groups.flatMap(({ beds }, group) => beds.map((bed) => [bed, group] as const)))
  const places = options.map((option, index) => {
    const own = [...new Set(option.beds.map((bed) => groupAt.get(bed)!))].sort((a, b) => a - b)
    if (own.length === 1) return [{ group: own[0]!, column: index }]
    const size = needs[option.need]!.children.length
    return own.map((group) => {
      const most = Math.min(size, groups[group]!.beds.length)
      return { group, column: columns.push({ option: index, most }) - 1 }
    })
  })

  const byNeed = groupBy(options.keys(), (index) => options[index]!.need)
  const sums = new Sums(columns.length)
  const met = metBy(problem, byNeed, sums)
  const rows = [...byNeed.values()].map((own) =>
    row(
      'once',
      1,
      own.map((index) => [index, 1]),
    ),
  )
  for (const of of bedRows(problem, groups, places, sums, met)) rows.push(of)
  const byHome = groupBy(options.keys(), (index) => options[index]!.homeId)
  for (const home of problem.homes) {
    const here = new Arrivals(problem, home, byHome.get(home.id) ?? [], sums, met)
    for (const of of here.rows()) rows.push(of)
  }
  return { columns, sums: sums.all, rows, entries: entriesOf(rows, sums.all, columns.length), places, groups }
}

function groupsOf({ beds, options }: Problem): BedGroup[] {
  const takers = new Map<string, number[]>(beds.map(({ id }) => [id, []]))
  for (const [index, option] of options.entries()) for (const bed of option.beds) takers.get(bed)!.push(index)
  const used = beds.filter(({ id }) => takers.get(id)!.length > 0)
  const alike = groupBy(used, ({ id, homeId, freedBy, freeFrom }) =>
    JSON.stringify([homeId, freedBy, freeFrom, takers.get(id)]),
  )
  return [...alike.values()].map((group) => {
    const { homeId, freedBy, freeFrom } = group[0]!
    return { homeId, freedBy, freeFrom, beds: group.map(({ id }) => id) }
  })
}

/** No bed in two uses on a night. Stays that meet do so on the first night of one of them, so those nights suffice. */
function bedRows(
  { options, needs }: Problem,
  groups: readonly BedGroup[],
  places: Programme['places'],
  sums: Sums,
  met: Met,
): Row[] {
  const users = groups.map((): { column: number; by: number; start: CivilDate; to: CivilDate | null }[] => [])
  for (const [index, { need, start }] of options.entries()) {
    const { children, to } = needs[need]!
    const by = places[index]!.length === 1 ? children.length : 1
    for (const { group, column } of places[index]!) users[group]!.push({ column, by, start, to })
  }
  return groups.flatMap(({ beds, freedBy, freeFrom }, group) => {
    const own = users[group]!
    const isFree = (day: CivilDate) => freedBy === null || (freeFrom !== null && freeFrom <= day)
    // A day is as full as any until the next on which somebody who is there leaves.
    const days = daysOf(own.map(({ start }) => start)).filter((day, at, all) => {
      const next = all[at + 1]
      if (next === undefined || !isFree(day)) return true
      return own.some((user) => covers(user.start, user.to, day) && !covers(user.start, user.to, next))
    })
    const used = sums.overDays(days, own)
    return days.map((day, at) => {
      const use: Term = [used[at]!, 1]
      if (isFree(day)) return row('bed-in-one-use', beds.length, [use])
      return row('bed-in-one-use', 0, [use, ...met(freedBy!, day).map((by): Term => [by, -beds.length])])
    })
  })
}
