/** A home that could be opened. */
export interface CandidateHome {
  /** Which of the groups of demand it would serve. */
  group: number
  beds: number
  /** The first month, from 0, at whose end it is open. */
  opensIn: number
  yearlyCost: number
}

/** Children of one type and area in each world, by month, and the beds that there are without any candidate. */
export interface DemandGroup {
  worlds: readonly Float64Array[]
  beds: readonly number[]
}

/**
 * A choice of homes as an integer programme: a column of 0 or 1 for each candidate, then one for each group and month in which a candidate
 * could be open, the children short then. `rows` are at least `least`; the first is the budget, at most `most`.
 */
export interface CommissioningProgramme {
  costs: number[]
  rows: { least: number; most: number; entries: [column: number, coefficient: number][] }[]
  /** Nights short that no candidate changes. */
  constant: number
}

/** Children beyond so many beds, on average over the worlds. */
export function meanShort(worlds: Float64Array, beds: number): number {
  let short = 0
  for (const children of worlds) short += Math.max(0, children - beds)
  return short / worlds.length
}

/** Beds of a choice in a group at the end of a month. */
const bedsIn = (
  candidates: readonly CandidateHome[],
  isChosen: (index: number) => boolean,
  group: number,
  month: number,
) =>
  candidates.reduce(
    (sum, one, index) =>
      isChosen(index) && one.group === group && one.opensIn <= month ? sum + one.beds : sum,
    0,
  )

/** Bed-nights short over all months with a choice of homes, on average over the worlds. */
export function nightsShort(
  groups: readonly DemandGroup[],
  candidates: readonly CandidateHome[],
  isChosen: (index: number) => boolean,
  days: readonly number[],
): number {
  let nights = 0
  for (const [group, { worlds, beds }] of groups.entries())
    for (const [month, values] of worlds.entries())
      nights += days[month]! * meanShort(values, beds[month]! + bedsIn(candidates, isChosen, group, month))
  return nights
}

/**
 * The programme whose best solution leaves the fewest nights short within the budget. What is short falls with each bed, by less and less:
 * a convex curve, which is at least each line between two neighbouring numbers of beds, and equal to one of them where
 * beds are whole. So the worlds need no rows of their own, however many there are.
 */
export function commissioningProgramme(
  groups: readonly DemandGroup[],
  candidates: readonly CandidateHome[],
  { yearlyBudget, days }: { yearlyBudget: number; days: readonly number[] },
): CommissioningProgramme {
  const programme: CommissioningProgramme = {
    costs: candidates.map(() => 0),
    rows: [
      {
        least: -Infinity,
        most: yearlyBudget,
        entries: candidates.map((one, index) => [index, one.yearlyCost]),
      },
    ],
    constant: 0,
  }
  for (const [group, { worlds, beds }] of groups.entries())
    for (const [month, values] of worlds.entries()) {
      const short = (extra: number) => meanShort(values, beds[month]! + extra)
      const most = bedsIn(candidates, () => true, group, month)
      if (most === 0) {
        programme.constant += days[month]! * short(0)
        continue
      }
      const column = programme.costs.push(days[month]!) - 1
      for (let extra = 0; extra < most; extra++) {
        const slope = short(extra + 1) - short(extra)
        const homes = candidates.flatMap((one, index): [number, number][] =>
          one.group === group && one.opensIn <= month ? [[index, -slope * one.beds]] : [],
        )
        programme.rows.push({
          least: short(extra) - slope * extra,
          most: Infinity,
          entries: [[column, 1], ...homes],
        })
      }
    }
  return programme
}
