import { addDays, type CivilDate } from '../dates.ts'

/** A quarter of the financial year, which starts on 1 April: `2023-Q3` is October to December 2023. */
export interface Quarter {
  id: string
  /** The calendar year in which the financial year begins. */
  year: number
  number: 1 | 2 | 3 | 4
  from: CivilDate
  /** The last day. */
  to: CivilDate
}

const firstDays = ['04-01', '07-01', '10-01', '01-01'] as const

function quarter(year: number, number: Quarter['number']): Quarter {
  const begins = (y: number, n: number): CivilDate => `${n === 4 ? y + 1 : y}-${firstDays[n - 1]}`
  const next = number === 4 ? begins(year + 1, 1) : begins(year, number + 1)
  return { id: `${year}-Q${number}`, year, number, from: begins(year, number), to: addDays(next, -1) }
}

/** The quarter of an id such as `2023-Q3`; null where the text is not one. */
export function quarterOf(id: string): Quarter | null {
  const [, year, number] = /^(\d{4})-Q([1-4])$/.exec(id) ?? []
  return year === undefined ? null : quarter(Number(year), Number(number) as Quarter['number'])
}

/** The quarter of a day. */
export function quarterOn(day: CivilDate): Quarter {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))]
  return month < 4 ? quarter(year - 1, 4) : quarter(year, (Math.ceil(month / 3) - 1) as Quarter['number'])
}

/** The quarter that is `steps` quarters earlier. */
export function quarterBefore({ year, number }: Quarter, steps = 1): Quarter {
  const ordinal = year * 4 + (number - 1) - steps
  return quarter(Math.floor(ordinal / 4), ((ordinal % 4) + 1) as Quarter['number'])
}

/** A quarter's financial year, such as `2023/24`. */
export function financialYear({ year }: Quarter): string {
  return `${year}/${String((year + 1) % 100).padStart(2, '0')}`
}

const months = ['April to June', 'July to September', 'October to December', 'January to March'] as const

/** A quarter in words: `Quarter 3, 2023/24 (October to December 2023)`. */
export function quarterInWords(period: Quarter): string {
  return `Quarter ${period.number}, ${financialYear(period)} (${months[period.number - 1]} ${period.to.slice(0, 4)})`
}
