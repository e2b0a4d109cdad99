import type { CivilDate } from '../../../domain/dates.ts'
import { sameDayLastYear } from '../../../domain/measures/periods.ts'
import { switchNames } from '../../../domain/measures/switches.ts'
import type { Visit } from '../../../platform/pages/page.ts'

/** What of an address makes the question: all of it names codes and days, nobody. */
const parts = ['by', 'asAt', 'every', 'from', 'period', ...switchNames] as const

/** How far apart the days of a page over time are, and how many years it goes back where no first day is chosen. */
export const paces: Readonly<Record<string, { text: string; years: number }>> = {
  month: { text: 'At the end of each month', years: 1 },
  quarter: { text: 'At the end of each quarter', years: 3 },
  year: { text: 'At the end of each financial year', years: 5 },
}

/** The last day that is asked for; today where none is chosen. */
export const lastDay = ({ query, today }: Visit): CivilDate => query.asAt || today

/** The first day of a page over time. */
export function firstDay(visit: Visit): CivilDate {
  const { every: pace = '', from } = visit.query
  if (from) return from
  let day = lastDay(visit)
  for (let years = paces[pace]?.years ?? 0; years > 0; years--) day = sameDayLastYear(day)
  return day
}

/** The choices of switches that an address makes, by their names. */
export const switchesIn = ({ query }: Visit): Record<string, string> =>
  Object.fromEntries(switchNames.flatMap((name) => (query[name] ? [[name, query[name]]] : [])))

/** What the API is asked: the measure as a whole and, where it is divided, by one dimension, all of one moment. */
export function figureBody(visit: Visit): object {
  const { by: dimension, every: pace, period } = visit.query
  return {
    measures: [visit.params.measure],
    by: dimension ? [[], [dimension]] : [[]],
    ...(pace ? { from: firstDay(visit), to: lastDay(visit), every: pace } : { points: [lastDay(visit)] }),
    ...(period && { period }),
    switches: switchesIn(visit),
  }
}

/** The same question at another address, with some of it changed; what is empty is left out. */
export function addressOf(path: string, { query }: Visit, changes: Record<string, string> = {}): string {
  const question = Object.fromEntries(parts.flatMap((name) => (query[name] ? [[name, query[name]]] : [])))
  const entries = Object.entries({ ...question, ...changes }).filter(([, value]) => value !== '')
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries).toString()}`
}
