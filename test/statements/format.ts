/** A word, quoted text or operator, or a group: the tokens between parentheses, brackets, or `case` and `end`. */
type Token = string | Group
interface Group {
  open: string
  contents: Token[]
  close: string
}

const width = 110
const ends: Readonly<Record<string, string>> = { '(': ')', '[': ']', case: 'end' }
const name = String.raw`(?:\w+|"[^"]*")`
const pattern = new RegExp(
  String.raw`'(?:[^']|'')*'|${name}(?:\.(?:${name}|\*))*|\$\d+|::|[()[\],;:]|[^\s\w()[\],;:'"$]+`,
  'g',
)

/** Formats a statement for reading, in the same way however its source was indented. */
export function layOutSql(sql: string): string {
  const words = sql.replace(/--.*/g, '').match(pattern) ?? []
  return `${layOutTokens(readTokens(words.values(), undefined), 0).join('\n')}\n`
}

function readTokens(words: Iterator<string>, close: string | undefined): Token[] {
  const contents: Token[] = []
  for (let next = words.next(); !next.done && next.value !== close; next = words.next()) {
    const open = next.value
    const end = ends[open]
    contents.push(end === undefined ? open : { open, contents: readTokens(words, end), close: end })
  }
  return contents
}

const wordOf = (token: Token | undefined): string => (typeof token === 'string' ? token : '')

/** Words that have a space before a parenthesis; any other word there is the name of a function or a type. */
const spaceBefore =
  /^(and|or|not|in|as|on|over|filter|select|from|where|having|by|join|lateral|using|values|then|else|when|materialized|exists|conflict|is|\W+)$/

function isApart(tokens: readonly Token[], index: number): boolean {
  const [first, previous, token] = [tokens[index - 2], tokens[index - 1], tokens[index]]
  if (previous === undefined || token === undefined) return false
  if (/^(,|::|:)$/.test(wordOf(token)) || /^(::|:)$/.test(wordOf(previous))) return false
  if (previous === '-' && (first === ',' || first === 'by')) return false
  if (typeof token === 'string' || token.open === 'case') return true
  if (token.open === '[') return false
  const isNamed = typeof first === 'object' || /^(as|into)$/.test(wordOf(first))
  return typeof previous !== 'string' || spaceBefore.test(previous) || isNamed
}

/** The tokens on one line. */
function flat(tokens: readonly Token[]): string {
  const words = tokens.map((token, index) => {
    const gap = isApart(tokens, index) ? ' ' : ''
    if (typeof token === 'string') return gap + token
    const inset = token.open === 'case' ? ' ' : ''
    return gap + token.open + inset + flat(token.contents) + inset + token.close
  })
  return words.join('')
}

/** Keywords, of one word or two, that start a new line. */
const clauses =
  /^(select|from|where|group by|having|order by|limit|offset|union( all)?|insert into|values|on conflict|do (update|nothing)|set|delete from|returning|((left|cross) )?join)$/

function isClause(tokens: readonly Token[], index: number): boolean {
  const [previous = '', token = '', next] = [tokens[index - 1], tokens[index], tokens[index + 1]].map(wordOf)
  const isSecond = clauses.test(`${previous} ${token}`) && !clauses.test(token)
  if (isSecond || previous === 'distinct' || /^(left|cross)$/.test(previous)) return false // is distinct from
  return clauses.test(token) || clauses.test(`${token} ${next}`)
}

/** Splits the tokens into parts; each part but the first begins with a token for which `begins` is true. */
function splitTokens(tokens: readonly Token[], begins: (index: number) => boolean): Token[][] {
  const parts: Token[][] = []
  for (const [index, token] of tokens.entries()) {
    if (index === 0 || begins(index)) parts.push([])
    parts.at(-1)?.push(token)
  }
  return parts
}

const isWord = (word: RegExp) => (tokens: readonly Token[], index: number) =>
  typeof tokens[index] === 'string' && word.test(tokens[index])
/** Where to break a line that is too long, in order of preference. */
const breaks: ((tokens: readonly Token[], index: number) => boolean)[] = [
  (tokens, index) => tokens[index - 1] === ',',
  isWord(/^(when|else)$/),
  isWord(/^or$/),
  (tokens, index) => tokens[index] === 'and' && tokens[index - 2] !== 'between',
  isWord(/^([-+]|\|\|)$/),
]

/** The lines of a statement, or of a group between parentheses. */
function layOutTokens(tokens: readonly Token[], indent: number): string[] {
  if (!/^(with|select|insert|update|delete|values)$/.test(wordOf(tokens[0])))
    return fitLines(tokens, indent, 0)
  return splitTokens(tokens, (index) => isClause(tokens, index)).flatMap((clause) =>
    fitLines(clause, indent, clause[0] === 'with' ? 0 : 2),
  )
}

/** One line if it fits; else several, of which all but the first are indented by `hanging` more. */
function fitLines(tokens: readonly Token[], indent: number, hanging: number): string[] {
  const line = ' '.repeat(indent) + flat(tokens)
  if (line.length <= width) return [line]
  const isBreak = breaks.find((begins) => tokens.some((_, index) => index > 0 && begins(tokens, index)))
  if (isBreak === undefined) return openLongest(tokens, indent)
  const lines: string[] = []
  for (const [index, part] of splitTokens(tokens, (place) => isBreak(tokens, place)).entries()) {
    const inset = indent + (index === 0 ? 0 : hanging)
    const [last, text] = [lines.at(-1), flat(part)]
    const isShort = tokens[0] !== 'with' && last?.endsWith(',') && last.length + 1 + text.length <= width
    if (isShort) lines[lines.length - 1] = `${last} ${text}`
    else lines.push(...fitLines(part, inset, 2))
  }
  return lines
}

/** Breaks a part that has no other place to break: the contents of its longest group get lines of their own. */
function openLongest(tokens: readonly Token[], indent: number): string[] {
  const lengths = tokens.map((token) => (typeof token === 'string' ? 0 : flat(token.contents).length))
  const place = lengths.indexOf(Math.max(...lengths))
  const group = tokens[place]
  if (group === undefined || typeof group === 'string') return [' '.repeat(indent) + flat(tokens)]
  const [head, tail] = [flat(tokens.slice(0, place)), tokens.slice(place + 1)]
  const gap = isApart(tokens, place) ? ' ' : ''
  return [
    ' '.repeat(indent) + head + gap + group.open,
    ...layOutTokens(group.contents, indent + 2),
    ...fitLines([group.close, ...tail], indent, 2),
  ]
}
