import type { CivilDate } from '../dates.ts'
import { groupBy } from '../group.ts'
import { Arrivals } from './arrivals.ts'
import { entriesOf, type Entries } from './entries.ts'
import { row, type ProgrammeRow, type Sum, type Term } from './rows.ts'
import { covers, daysOf, metColumnsOf, Sums, type MetColumns } from './sums.ts'
import type { PlanProblem } from './types.ts'

/**
 * A problem as an integer programme: integer columns from 0 to `most`, under rows. Column n (0 or 1) says whether option
 * n is taken. Next come the columns that count an option's beds in each bed group, where it may use several groups. The
 * columns of sums are last and have no entry in `columns`.
 */
export interface Programme {
  columns: { option: number; most: number }[]
  sums: Sum[]
  rows: ProgrammeRow[]
  /** The same rows and sums as a matrix by column. */
  entries: Entries
  /**
   * For each option, the bed groups that it may use and the column that counts how many beds it takes in each. With
   * several groups, these columns add up to the number of the need's children if the option is taken, else to 0. With
   * one group, the column is the option's own.
   */
  places: { group: number; column: number }[][]
  groups: BedGroup[]
}

/** Interchangeable beds of one home: every option may use all of them or none, so only their number matters. */
export interface BedGroup {
  homeId: string
  beds: string[]
  freedBy: number | null
  freeFrom: CivilDate | null
}

/** Builds the integer programme of a problem. The result is deterministic. */
export function programmeOf(problem: PlanProblem): Programme {
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
  const metColumns = metColumnsOf(problem, byNeed, sums)
  const rows = [...byNeed.values()].map((own) =>
    row(
      'once',
      1,
      own.map((index) => [index, 1]),
    ),
  )
  for (const bedRow of bedRows(problem, { groups, places, sums, metColumns })) rows.push(bedRow)
  const byHome = groupBy(options.keys(), (index) => options[index]!.homeId)
  for (const home of problem.homes) {
    const arrivals = new Arrivals({ problem, home, options: byHome.get(home.id) ?? [], sums, metColumns })
    for (const homeRow of arrivals.rows()) rows.push(homeRow)
  }
  return { columns, sums: sums.all, rows, entries: entriesOf(rows, sums.all, columns.length), places, groups }
}

function groupsOf({ beds, options }: PlanProblem): BedGroup[] {
  const takers = new Map<string, number[]>(beds.map(({ id }) => [id, []]))
  for (const [index, option] of options.entries()) for (const bed of option.beds) takers.get(bed)!.push(index)
  const usedBeds = beds.filter(({ id }) => takers.get(id)!.length > 0)
  const alike = groupBy(usedBeds, ({ id, homeId, freedBy, freeFrom }) =>
    JSON.stringify([homeId, freedBy, freeFrom, takers.get(id)]),
  )
  return [...alike.values()].map((group) => {
    const { homeId, freedBy, freeFrom } = group[0]!
    return { homeId, freedBy, freeFrom, beds: group.map(({ id }) => id) }
  })
}

/**
 * No more beds of a group in use on a night than it has. Two overlapping stays overlap on the first night of one of
 * them, so rows for first nights suffice.
 */
function bedRows(
  { options, needs }: PlanProblem,
  {
    groups,
    places,
    sums,
    metColumns,
  }: { groups: readonly BedGroup[]; places: Programme['places']; sums: Sums; metColumns: MetColumns },
): ProgrammeRow[] {
  const users = groups.map(
    (): { column: number; amount: number; start: CivilDate; to: CivilDate | null }[] => [],
  )
  for (const [index, { need, start }] of options.entries()) {
    const { children, to } = needs[need]!
    const amount = places[index]!.length === 1 ? children.length : 1
    for (const { group, column } of places[index]!) users[group]!.push({ column, amount, start, to })
  }
  return groups.flatMap(({ beds, freedBy, freeFrom }, group) => {
    const own = users[group]!
    const isFree = (day: CivilDate) => freedBy === null || (freeFrom !== null && freeFrom <= day)
    // A day needs no row of its own where everybody present stays until the next day with arrivals: that row implies it.
    const days = daysOf(own.map(({ start }) => start)).filter((day, index, all) => {
      const next = all[index + 1]
      if (next === undefined || !isFree(day)) return true
      return own.some((user) => covers(user.start, user.to, day) && !covers(user.start, user.to, next))
    })
    const useColumns = sums.overDays(days, own)
    return days.map((day, index) => {
      const use: Term = [useColumns[index]!, 1]
      if (isFree(day)) return row('bed-in-one-use', beds.length, [use])
      return row('bed-in-one-use', 0, [
        use,
        ...metColumns(freedBy!, day).map((column): Term => [column, -beds.length]),
      ])
    })
  })
}
