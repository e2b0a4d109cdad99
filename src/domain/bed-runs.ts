import type { CivilDate } from './dates.ts'

/** Nights `[from, to)` in one state. */
export interface Run<State> {
  from: CivilDate
  to: CivilDate
  state: State
}

/** Nights of a use; an empty `to` is no end, an empty `from` no beginning. */
export interface Use<State> {
  from: CivilDate | null
  to: CivilDate | null
  state: State
}

/**
 * The nights of a window as runs of one state each: a night takes the state of the first use that covers it, else `rest`.
 * States are compared as JSON, so neighbouring runs of equal states are one.
 */
export function runsOf<State>(
  window: { from: CivilDate; to: CivilDate },
  uses: readonly Use<State>[],
  rest: State,
): Run<State>[] {
  const edges = uses
    .flatMap(({ from, to }) => [from, to])
    .filter((day): day is CivilDate => day !== null && day > window.from && day < window.to)
  const days = [...new Set([window.from, ...edges, window.to])].sort()
  const runs: Run<State>[] = []
  for (const [index, to] of days.slice(1).entries()) {
    const from = days[index] as CivilDate
    const use = uses.find((one) => (one.from ?? '') <= from && (one.to === null || one.to > from))
    const state = use ? use.state : rest
    const previous = runs.at(-1)
    if (previous && JSON.stringify(previous.state) === JSON.stringify(state)) previous.to = to
    else runs.push({ from, to, state })
  }
  return runs
}

/** How many of some lists of runs over one window are in each state, as runs of equal counts. */
export function countStates<State extends string>(
  window: { from: CivilDate; to: CivilDate },
  lists: readonly (readonly Run<State>[])[],
  states: readonly State[],
): Run<Record<State, number>>[] {
  const edges = [...new Set(lists.flat().map(({ from }) => from))].sort()
  const uses = (edges.length > 0 ? edges : [window.from]).map((from, index, days) => ({
    from,
    to: days[index + 1] ?? null,
    state: Object.fromEntries(
      states.map((state) => [
        state,
        lists.filter((runs) => runs.some((run) => run.state === state && run.from <= from && run.to > from))
          .length,
      ]),
    ) as Record<State, number>,
  }))
  return runsOf(window, uses, uses[0]!.state)
}
