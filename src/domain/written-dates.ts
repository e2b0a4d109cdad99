import { addDays, firstPossibleDay, isCivilDate, lastPossibleDay, type CivilDate } from './dates.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** The year of two digits: nobody in a return was born before 1960. */
const fullYear = (year: string) => (year.length === 4 ? year : `${Number(year) < 60 ? '20' : '19'}${year}`)

const monthNumber = (name: string) => String(months.indexOf(name.slice(0, 3).toLowerCase()) + 1)

/** Excel's day 1 is 1 January 1900, and it counts a 29 February 1900 that never was. */
const dayOfExcel = (serial: string) => addDays('1899-12-30', Number(serial))

type Parts = readonly [string, string, string]

/** The forms of dates: how each is recognised, and its year, month and day. */
const dateForms: readonly { name: string | null; pattern: RegExp; parts: (match: Parts) => Parts }[] = [
  { name: null, pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, parts: ([d, m, y]) => [y, m, d] },
  { name: null, pattern: /^(\d{4})-(\d{2})-(\d{2})$/, parts: (ymd) => ymd },
  { name: 'yyyy-m-d', pattern: /^(\d{4})-(\d{1,2})-(\d{1,2})$/, parts: (ymd) => ymd },
  { name: 'dd-mm-yyyy', pattern: /^(\d{1,2})[-.](\d{1,2})[-.](\d{4})$/, parts: ([d, m, y]) => [y, m, d] },
  {
    name: 'dd/mm/yy',
    pattern: /^(\d{1,2})[-./](\d{1,2})[-./](\d{2})$/,
    parts: ([d, m, y]) => [fullYear(y), m, d],
  },
  {
    name: 'dd-Mmm-yy',
    pattern: /^(\d{1,2})(?:st|nd|rd|th)?[- /.]?([A-Z]{3,9})[- /.,]*(\d{2}|\d{4})$/i,
    parts: ([d, m, y]) => [fullYear(y), monthNumber(m), d],
  },
  {
    name: 'Mmm dd, yyyy',
    pattern: /^([A-Z]{3,9})[- /.](\d{1,2})(?:st|nd|rd|th)?[ ,]+(\d{4})$/i,
    parts: ([m, d, y]) => [y, monthNumber(m), d],
  },
  { name: 'yyyy/mm/dd', pattern: /^(\d{4})[./](\d{1,2})[./](\d{1,2})$/, parts: (ymd) => ymd },
  { name: 'yyyymmdd', pattern: /^((?:19|20)\d\d)(0\d|1[0-2])(\d\d)(?:\.0)?$/, parts: (ymd) => ymd },
  // A month is never 19 or 20, so that this is never the form above; a number has lost the zero before it.
  { name: 'ddmmyyyy', pattern: /^(\d{1,2})(\d\d)((?:19|20)\d\d)$/, parts: ([d, m, y]) => [y, m, d] },
  {
    name: 'a number of days, as Excel keeps dates',
    pattern: /^([2-6]\d{4})(?:\.\d+)?()()$/,
    parts: ([serial]) => dayOfExcel(serial).split('-') as unknown as Parts,
  },
]

const monthNames = new RegExp(`^(${months.join('|')})`, 'i')
/**
 * A time of day after a date. One in UTC may be of another day here, unless it is midnight; so may one of another zone than
 * London's. SAS writes a colon before it.
 */
const timeOfDay =
  /[T :](?:0?0:00(?::00(?:\.0+)?)?(?:Z| ?[+-]00:?00)|\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[AP]M| ?\+01:?00)?)$/i
const weekday = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? /i

/** A date as the guide writes it, with nothing else. */
const bareDay = /^[\d/]+$/

/** Dashes of other lengths, and spaces about what stands between day, month and year. */
const plainMarks = (text: string) => text.replaceAll(/[‐-―]/g, '-').replaceAll(/ *([-/.]) */g, '$1')

/** Reads a date in any form that can only mean one day; null for other text, and for days that no record can be of. */
export function readDate(text: string): { value: CivilDate; form: string | null } | null {
  const day = bareDay.test(text) ? text : plainMarks(text).replace(timeOfDay, '').replace(weekday, '')
  for (const { name, pattern, parts } of dateForms) {
    const match = pattern.exec(day)
    if (!match) continue
    const [, first = '', second = '', third = ''] = match
    const [month] = [first, second].filter((part) => /[A-Z]/i.test(part))
    if (month !== undefined && !monthNames.test(month)) return null
    const value = parts([first, second, third])
      .map((part) => part.padStart(2, '0'))
      .join('-')
    const isPossible = isCivilDate(value) && value >= firstPossibleDay && value <= lastPossibleDay
    return isPossible ? { value, form: name } : null
  }
  return null
}
