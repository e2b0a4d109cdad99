import { normalisePostcode } from '../postcodes.ts'
import { readDate } from '../written-dates.ts'
import { codeLists, type Code, type CodeListName } from './code-lists.ts'
import type { Holds } from './modules.ts'

/** A cell as read. `form` says in what other form than the guide's it was written; null for the guide's own. */
export interface CellValue {
  value: string
  form: string | null
}

/** What systems write into a cell that is blank. */
const blank =
  /^([([<]?(?:null|blank|none)[)\]>]?|\\n|nil|#?n[/\\]a!?|n\.a\.?|na|nan|nat|not (?:applicable|recorded)|""|#(?:value|ref|null|name)[!?]|\.|-+|[–—])$/i

/** Days that systems write where there is none: that of an end which has not come, and Excel's day 0. */
const noDay =
  /^(?:31[-/. ](?:12|Dec)[-/. ][29]999|[29]999-?12-?31|00[-/.]0[01][-/.](?:0000|1900)|(?:0000|1900)-0[01]-00)(?:[T ][\d:.]+)?$/i

/** Characters without width, which web pages and word processors leave in what is copied. */
const unseen = /\u200B|\u200C|\u200D|\u2060|\uFEFF/g

/** How systems keep spreadsheets from taking a text for a number. */
const formula = /^="([^"]*)"$/
const quotation = /^'([^']*)'$/

/** How what is more than plain text begins, or what is in it. */
const marker = /^[-–—('"#nb=<[\\.]|^00[-/.]|[29]999|-00|\u200B|\u200C|\u200D|\u2060|\uFEFF/i

/** A cell's text without the words by which systems mark a blank one; `form` is set where it was marked so. */
export function textOf(cell: string | undefined): CellValue {
  const plain = (cell ?? '').trim()
  if (!marker.test(plain)) return { value: plain, form: null }
  const text = plain.replaceAll(unseen, '').trim()
  const [, content] = formula.exec(text) ?? quotation.exec(text) ?? []
  if (content !== undefined) return { value: content.trim(), form: 'text in quotation marks' }
  if (blank.test(text) || noDay.test(text)) return { value: '', form: `${text}, which means blank` }
  // What tells a spreadsheet that a number is text.
  return /^'\S/.test(text)
    ? { value: text.slice(1), form: 'text with an apostrophe before it' }
    : { value: text, form: null }
}

/** Whether a cell is blank, or marked as such. */
export const isBlankCell = (cell: string | undefined) => textOf(cell).value === ''

const codeAndLabel = /^([A-Z]{0,4}\d{0,2}[A-Z]?)(?:\s*[-–—:=.,;|/_]\s*|\s*[([]|\s+)(\S.*)$/i
const labelAndCode = /^(.*\S)(?:\s*[-–—:=,;|/_]\s*|\s*[([]\s*)([A-Z]{0,4}\d{0,2}[A-Z]?)\s*[)\]]?$/i
const codeWithLabel = 'a code with its label'

/** How systems write yes and no. */
const yesNo = { Y: '1', N: '0', T: '1', F: '0', TRUE: '1', FALSE: '0' }
const synonyms: Partial<Record<CodeListName, Readonly<Record<string, string>>>> = {
  YES_NO: yesNo,
  MOTHER: yesNo,
  IN_TOUCH: { Y: 'YES', N: 'NO' },
}

function readCode(list: CodeListName, text: string): CellValue | null {
  const codes = codeLists[list]
  // Spreadsheets write 1 as 1.0.
  const value = text.toUpperCase().replace(/^(\d+)\.0$/, '$1')
  if (Object.hasOwn(codes, value)) return { value, form: null }
  const synonym = synonyms[list]?.[value]
  if (synonym !== undefined) return { value: synonym, form: `${value}, which means ${synonym}` }
  const plain = value.replace(/^([A-Z]+)0+(?=\d$)/, '$1')
  if (Object.hasOwn(codes, plain)) return { value: plain, form: 'a code with a zero in it' }
  const [, code = '', label = ''] = codeAndLabel.exec(text) ?? []
  const first = code.toUpperCase()
  if (Object.hasOwn(codes, first) && /[A-Z]{2}/i.test(label))
    return Object.hasOwn(codes, label.toUpperCase()) ? null : { value: first, form: codeWithLabel }
  const [, words = '', last = ''] = labelAndCode.exec(text) ?? []
  if (
    Object.hasOwn(codes, last.toUpperCase()) &&
    /[A-Z]{2}/i.test(words) &&
    !Object.hasOwn(codes, words.toUpperCase())
  )
    return { value: last.toUpperCase(), form: codeWithLabel }
  return readLabel(list, text)
}

/** The letters and digits of a label: `White - British` is White British. */
const plainLabel = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()

/** The code whose label a text is, if it is that of one code alone, or of one that took the place of another. */
function readLabel(list: CodeListName, text: string): CellValue | null {
  const labels = Object.entries<Code>(codeLists[list]).filter(
    ([, { label }]) => plainLabel(label) === plainLabel(text),
  )
  const [latest, ...others] = labels.filter(([, { to }]) => to === undefined)
  return latest && others.length === 0 ? { value: latest[0], form: 'the label of a code' } : null
}

const asNumber = /^(\d+)\.0+$/

/** Whose row it is: the identifier of the child, whether or not it is valid. */
export function childOfCells(cells: Readonly<Record<string, string>>): string {
  return textOf(cells.CHILD).value.replace(asNumber, '$1')
}

/** Reads a cell that is not blank; null where it does not hold what its column holds. */
export function cellValue(holds: Holds, text: string): CellValue | null {
  switch (holds.kind) {
    case 'date':
      return readDate(text)
    case 'code':
      return readCode(holds.list, text)
    case 'whole': {
      const value = Number(text)
      return Number.isInteger(value) && value >= holds.from && value <= holds.to
        ? { value: String(value), form: null }
        : null
    }
    case 'postcode': {
      const plain = text.replaceAll(/[-.]/g, '')
      const value = normalisePostcode(plain)
      return value === null ? null : { value, form: plain === text ? null : 'a postcode with marks in it' }
    }
    case 'identifier':
      return readIdentifier(text, holds)
    case 'text':
      return holds.pattern.test(text) ? { value: text, form: null } : null
  }
}

/** The identifier in a cell. A spreadsheet that took it for a number may have written 1234 as 1234.0. */
function readIdentifier(
  text: string,
  { pattern, inCapitals }: { pattern: RegExp; inCapitals: boolean },
): CellValue | null {
  const whole = asNumber.exec(text)?.[1]
  if (whole !== undefined) return { value: whole, form: 'a number with .0 at its end' }
  const value = inCapitals ? text.toUpperCase().replaceAll(/\s+/g, '') : text
  if (!pattern.test(value)) return null
  return { value, form: value.length === text.length ? null : 'an identifier with spaces in it' }
}
