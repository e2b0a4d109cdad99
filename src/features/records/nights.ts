import { countStates, runsOf, type Run, type Use } from '../../domain/bed-runs.ts'
import { addDays, type CivilDate } from '../../domain/dates.ts'
import type { BedRow, BedState } from './queries/home.ts'

/** How far ahead the nights are told. */
const WEEKS = 8

/** Nights `[from, to)`. */
export interface NightWindow {
  from: CivilDate
  to: CivilDate
}

/** Tonight and the nights of the next eight weeks. */
export const nightsAhead = (today: CivilDate): NightWindow => ({ from: today, to: addDays(today, 7 * WEEKS) })

/** How many beds are in each state, as runs of nights; the first begins tonight. */
export const countNights = (beds: readonly { runs: readonly Run<BedState>[] }[], window: NightWindow) =>
  countStates(
    window,
    beds.map(({ runs }) => runs.map((run) => ({ ...run, state: run.state.state }))),
    ['free', 'occupied', 'agreed', 'held', 'void', 'taken'] as const,
  )

/** The nights of a bed in each state. Of another authority's bed no more is told than that it is free or taken. */
export function runsOfBed(
  { opensOn, closesOn, own, uses, free }: BedRow,
  window: NightWindow,
): Run<BedState>[] {
  const stateOf = (state: BedState['state']): BedState => ({ state, reason: null })
  const closures: Use<BedState>[] = [
    { from: null, to: opensOn, state: stateOf('closed') },
    ...(closesOn === null ? [] : [{ from: closesOn, to: null, state: stateOf('closed') }]),
  ]
  const ownUses = uses.map(({ from, to, state, reason }) => ({
    from,
    to,
    state: own ? { state, reason } : stateOf('taken'),
  }))
  // A child who should have left and has not is there still, on nights that are free by the dates.
  const overstays = free
    .filter(({ overdue }) => overdue)
    .map(({ from, to }) => ({ from, to, state: stateOf(own ? 'occupied' : 'taken') }))
  const freeNights = free.map(({ from, to }) => ({ from, to, state: stateOf('free') }))
  return runsOf(
    window,
    [...closures, ...ownUses, ...overstays, ...freeNights],
    stateOf(own ? 'free' : 'taken'),
  )
}
