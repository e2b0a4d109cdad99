import type { CivilDate } from '../dates.ts'
import { pointsBetween } from '../measures/points.ts'

/** A financial year, 1 April to 31 March. */
export interface FinancialYear {
  /** Such as `2022/23`. */
  id: string
  from: CivilDate
  /** The last day. */
  to: CivilDate
  /** The last day of each month. */
  months: CivilDate[]
}

/** The year of an id such as `2022/23`; null where the text is not one. */
export function financialYearOf(id: string): FinancialYear | null {
  const [, begins, ends] = /^(\d{4})\/(\d{2})$/.exec(id) ?? []
  const year = Number(begins)
  if (begins === undefined || (year + 1) % 100 !== Number(ends)) return null
  const [from, to] = [`${year}-04-01`, `${year + 1}-03-31`]
  return { id, from, to, months: [...pointsBetween(from, to, 'month')] }
}

/** @throws where `day` is not 31 March */
export function financialYearEnding(day: CivilDate): FinancialYear {
  const year = Number(day.slice(0, 4))
  const financialYear = financialYearOf(`${year - 1}/${String(year % 100).padStart(2, '0')}`)
  if (financialYear?.to !== day) throw new Error(`no financial year ends on ${day}`)
  return financialYear
}
