/**
 * What a text says of the collection year. Years are named by the calendar year in which they end: 2018 is 2017/18. A text
 * with one calendar year leaves open which of two is meant: 2017 may be 2016/17 or 2017/18.
 */
export interface StatedYear {
  text: string
  years: readonly number[]
}

/** The forms in which a text says a year, the most certain first. Other dates, such as a day of extraction, say none. */
const forms: readonly { pattern: RegExp; years: (match: readonly string[]) => number[] }[] = [
  // 31-03-2018, 31032018
  { pattern: /(?<!\d)31[-_./ ]?0?3[-_./ ]?(20\d\d)(?!\d)/g, years: ([, year = '']) => [Number(year)] },
  // 31 March 2018
  {
    pattern: /(?<!\d)31(?:st)?[-_ ]?Mar(?:ch)?[-_ ]?(20\d\d)(?!\d)/gi,
    years: ([, year = '']) => [Number(year)],
  },
  // 2018-03-31, 20180331
  { pattern: /(?<!\d)(20\d\d)[-_./ ]?0?3[-_./ ]?31(?!\d)/g, years: ([, year = '']) => [Number(year)] },
  // 2017-18, 2017_2018, 2017 to 2018, 201718
  {
    pattern: /(?<!\d)20(\d\d)(?: ?[-_/.&+] ?|[-_ ]?to[-_ ]?| )?(?:20)?(\d\d)(?!\d)(?![-/.]\d\d(?!\d))/g,
    years: ([, first = '', second = '']) => consecutive(first, second),
  },
  // 1718
  {
    pattern: /(?<!\d)(\d\d)(\d\d)(?!\d)/g,
    years: ([text = '', first = '', second = '']) => (text === '2021' ? [] : consecutive(first, second)),
  },
  // 2017-8, where it is no month: 2017-8 may be August, 2017/18 has the same days of it
  {
    pattern: /(?<!\d)20(\d\d)[-_/](\d)(?!\d)(?![-_/.]\d)/g,
    years: ([, first = '', second = '']) =>
      (Number(first) + 1) % 10 === Number(second) ? [2001 + Number(first)] : [],
  },
  // 17-18
  {
    pattern: /(?<!\d)(?<!(?<!\d)(?:\d\d|\d{4})[-_/.])(\d\d)[-_/](\d\d)(?!\d)(?![-_/.]\d)/g,
    years: ([, first = '', second = '']) => consecutive(first, second),
  },
  // 31.03.18, 31-Mar-18, 310318
  {
    pattern: /(?<!\d)31(?:st)?(?:[-_./ ]?0?3[-_./ ]?|[-_ ]?Mar(?:ch)?[-_ ']?)(\d\d)(?!\d)/gi,
    years: ([, year = '']) => [2000 + Number(year)],
  },
  // March 2018, YE 2018, year ending 18
  {
    pattern:
      /(?:(?<![A-Z])Mar(?:ch)?|(?<![A-Z])YE|year[-_ ]?end(?:ing|ed)?)[-_ ']*(?:20)?(\d\d)(?![\d])(?![-_/.]\d)/gi,
    years: ([, year = '']) => [2000 + Number(year)],
  },
  // FY18: a year of two digits, which may be either of two as a whole one
  {
    pattern: /(?<![A-Z])FY[-_ ]?(\d\d)(?!\d)(?![-_/.]\d)/gi,
    years: ([, year = '']) => [2000 + Number(year), 2001 + Number(year)],
  },
  // 2017
  {
    pattern:
      /(?<!\d)(?<!(?<!\d)\d{1,2}[-_/.]\d{1,2}[-_/.])(20\d\d)(?!\d)(?![-_/.]\d{1,2}[-_/.]\d{1,2}(?!\d))/g,
    years: ([, year = '']) => [Number(year), Number(year) + 1],
  },
]

function consecutive(first: string, second: string): number[] {
  return Number(second) === Number(first) + 1 && Number(second) < 60 ? [2000 + Number(second)] : []
}

/** What a text says of the year; null where it says nothing, or several years. */
function statedIn(text: string): StatedYear | null {
  const words = text.replaceAll(/[–—]/g, '-')
  for (const { pattern, years } of forms) {
    const claims = [...words.matchAll(pattern)]
      .map((match) => ({ text: match[0].trim(), years: years(match) }))
      .filter((claim) => claim.years.length > 0)
    const [first, ...others] = claims
    if (!first) continue
    return others.every((other) => other.years.join() === first.years.join()) ? first : null
  }
  return null
}

/** What stands before a year that is said: `FY 2017/18`, `Year: 2018`. */
const prefix =
  /^(?:(?:financial|fiscal|collection|reporting|return) )?(?:FY|year|yr)[\s:_-]+(?=\d)|^FY(?=\d{4})/i

/** Reads a text that is meant to say a collection year: `2018`, `2017/18`, `2017-2018`, `1718`. Null for other text. */
export function readYear(text: string): StatedYear | null {
  const words = text
    .trim()
    .replace(/\.0$| 0?0:00(?::00)?$/, '')
    .replace(prefix, '')
    .replaceAll(/[–—]/g, '-')
  const claim = statedIn(words)
  return claim?.text === words ? claim : null
}

/** What a file's path says of the collection year: its name before its folder, and that before the folder's folder. */
export function yearInPath(path: string): StatedYear | null {
  const parts = path.split(/[/\\]/).reverse()
  for (const part of parts) {
    const claim = statedIn(part)
    if (claim) return claim
  }
  return null
}
