import type { FeedType } from '../feeds/set.ts'
import { arithmetic, odataComparisons, type ColumnPath, type Expression } from './expression.ts'
import { odataFunctionNames, odataFunctions, otherFunctions, type ODataFunction } from './functions.ts'
import { placeWords, tokens, type Token } from './lexer.ts'
import { ODataRefusal, refusalByName } from './refusal.ts'
import { isComparable, isNumberType, typeWords } from './types.ts'

/** What an expression may be at most, so that none keeps the service busy. */
export const expressionLimits = { length: 8000, depth: 60, nodes: 1000 } as const

/** The type of a column, by its name or by a navigation's and its own; undefined where there is none. */
export type FindColumn = (path: readonly string[]) => FeedType | undefined

type Operator = Exclude<Expression['kind'], 'literal' | 'column' | 'call' | 'not' | 'negative'>

/** How strongly each operator binds what stands around it, by the order of OData 4.0, part 2, section 5.1.1.9. */
const strengths = new Map<string, { strength: number; kind: Operator }>([
  ['or', { strength: 1, kind: 'junction' }],
  ['and', { strength: 2, kind: 'junction' }],
  ...odataComparisons.map(
    (name) => [name, { strength: /eq|ne/.test(name) ? 3 : 4, kind: 'comparison' }] as const,
  ),
  ...arithmetic.map(
    (name) => [name, { strength: /add|sub/.test(name) ? 5 : 6, kind: 'arithmetic' }] as const,
  ),
])
const UNARY = 7

/** Operators that OData has in other versions or for types that no column has. */
const otherOperators: Record<string, string> = {
  in: 'is of OData 4.01: write column eq value or column eq value',
  has: 'is for enumerations, which no column is',
  divby: 'is of OData 4.01',
}

/** A Pratt parser of one expression: it holds the next token, and takes operators by how strongly they bind. */
export class ExpressionParser {
  readonly #tokens: Generator<Token, void>
  readonly #findColumn: FindColumn
  #next: Token
  #depth = 0
  #nodes = 0

  /** @throws {ODataRefusal} also from the methods, where the text is no expression over the columns, or is too large */
  constructor(text: string, findColumn: FindColumn) {
    if (text.length > expressionLimits.length)
      throw new ODataRefusal(`It has more than ${expressionLimits.length} characters.`)
    this.#tokens = tokens(text)
    this.#findColumn = findColumn
    this.#next = this.#read()
  }

  /** Reads an operand and every operator behind it that binds more strongly than `strength`. */
  expression(strength = 0): Expression {
    if (++this.#depth > expressionLimits.depth)
      throw new ODataRefusal(`It is nested more than ${expressionLimits.depth} deep.`)
    let first = this.#operand()
    for (
      let operator = this.#operator();
      operator && operator.strength > strength;
      operator = this.#operator()
    ) {
      const place = this.#next
      this.#advance()
      this.#expectSpace(place)
      first = this.#join(operator, first, this.expression(operator.strength), place.position)
    }
    this.#depth--
    return first
  }

  /** Takes a word or sign if it is the next token. */
  take(...texts: string[]): string | undefined {
    const token = this.#next
    if (token.kind === 'literal' || token.kind === 'end' || !texts.includes(token.text)) return undefined
    this.#advance()
    return token.text
  }

  /** @throws {ODataRefusal} when something stands behind what was read */
  end(): void {
    const { kind, position } = this.#next
    if (kind !== 'end') throw new ODataRefusal(`${this.#tokenWords()} ${placeWords(position)} is unexpected.`)
  }

  #read(): Token {
    const { value } = this.#tokens.next()
    return value ?? { kind: 'end', position: 0, isSpaced: false }
  }

  #advance(): void {
    this.#next = this.#read()
  }

  #tokenWords(): string {
    const token = this.#next
    if (token.kind === 'end') return 'The end'
    return token.kind === 'literal' ? 'A value' : `\`${token.text}\``
  }

  /** The operator that stands next, if one does. */
  #operator() {
    const token = this.#next
    if (token.kind !== 'word') return undefined
    const advice = otherOperators[token.text]
    if (advice !== undefined)
      throw refusalByName(`The operator \`${token.text}\` ${placeWords(token.position)} ${advice}.`)
    const entry = strengths.get(token.text)
    return entry && { ...entry, name: token.text }
  }

  /** An operator stands between spaces. */
  #expectSpace({ isSpaced, position }: Token): void {
    if (!isSpaced || !(this.#next.isSpaced || this.#next.kind === 'end'))
      throw new ODataRefusal(`The operator ${placeWords(position)} must stand between spaces.`)
  }

  #operand(): Expression {
    if (++this.#nodes > expressionLimits.nodes)
      throw new ODataRefusal(`It has more than ${expressionLimits.nodes} parts.`)
    const token = this.#next
    this.#advance()
    if (token.kind === 'literal') return token.literal
    if (token.kind === 'sign' && token.text === '(') {
      const inner = this.expression()
      this.#close()
      return inner
    }
    if (token.kind === 'sign' && token.text === '-') return this.#negative(token.position)
    if (token.kind === 'word' && token.text === 'not') return this.#not(token.position)
    if (token.kind === 'word' && !strengths.has(token.text)) return this.#named(token.text, token.position)
    const words = token.kind === 'end' ? 'It ends' : `\`${token.text}\` stands ${placeWords(token.position)}`
    throw new ODataRefusal(`${words} where a column or a value is expected.`)
  }

  #negative(position: number): Expression {
    const operand = this.expression(UNARY)
    if (!isNumberType(operand.type))
      throw new ODataRefusal(`The \`-\` ${placeWords(position)} takes a number.`)
    return { kind: 'negative', operand, type: operand.type }
  }

  #not(position: number): Expression {
    const operand = this.expression(UNARY)
    if (operand.type !== 'boolean' && operand.type !== 'null')
      throw new ODataRefusal(
        `\`not\` ${placeWords(position)} is about what is next to it alone; put brackets around the rest: not (a eq 1).`,
      )
    return { kind: 'not', operand, type: 'boolean' }
  }

  /** A column, or the call of a function. */
  #named(name: string, position: number): Expression {
    if (this.take('(') !== undefined) return this.#call(name, position)
    const path = [name]
    while (this.take('/') !== undefined) path.push(this.#word())
    const column = readColumn(path, this.#findColumn)
    if (this.#next.kind === 'sign' && this.#next.text === '(')
      throw new ODataRefusal(`\`${path.join('/')}\` ${placeWords(position)} is no function.`)
    return { kind: 'column', ...column }
  }

  #word(): string {
    const token = this.#next
    if (token.kind !== 'word') throw new ODataRefusal(`A name is expected ${placeWords(token.position)}.`)
    this.#advance()
    if (token.text === 'any' || token.text === 'all')
      throw refusalByName(
        `The lambda operator \`${token.text}\` is not offered: no column has several values.`,
      )
    return token.text
  }

  #call(name: string, position: number): Expression {
    if (otherFunctions.has(name))
      throw refusalByName(
        `The function \`${name}\` is not offered; these are: ${odataFunctionNames.join(', ')}.`,
      )
    const entry = odataFunctionNames.find((choice) => choice === name)
    if (entry === undefined)
      throw new ODataRefusal(`There is no function \`${name}\`; there are: ${odataFunctionNames.join(', ')}.`)
    const operands: Expression[] = []
    do operands.push(this.expression())
    while (this.take(',') !== undefined)
    this.#close()
    const { parameters, result }: ODataFunction = odataFunctions[entry]
    const isRight = parameters.every((types, index) => {
      const type = operands[index]?.type
      return type === 'null' || types.some((choice) => choice === type)
    })
    if (!isRight || operands.length !== parameters.length) {
      const wish = parameters.map((types) => types.map(typeWords).join(' or ')).join(', ')
      throw new ODataRefusal(`The function \`${name}\` ${placeWords(position)} takes (${wish}).`)
    }
    return { kind: 'call', name: entry, operands, type: result }
  }

  #close(): void {
    if (this.take(')') === undefined)
      throw new ODataRefusal(
        `${this.#tokenWords()} stands ${placeWords(this.#next.position)} where \`)\` is expected.`,
      )
  }

  #join(
    { name, kind }: { name: string; kind: Operator },
    first: Expression,
    second: Expression,
    position: number,
  ): Expression {
    this.#nodes++
    const place = `\`${name}\` ${placeWords(position)}`
    if (kind === 'junction') {
      for (const { type } of [first, second])
        if (type !== 'boolean' && type !== 'null')
          throw new ODataRefusal(`${place} stands between conditions, not beside ${typeWords(type)}.`)
      return { kind, operator: name as 'and', first, second, type: 'boolean' }
    }
    if (kind === 'comparison') {
      if (!isComparable(first.type, second.type))
        throw new ODataRefusal(`${place} compares ${typeWords(first.type)} with ${typeWords(second.type)}.`)
      return { kind, operator: name as 'eq', first, second, type: 'boolean' }
    }
    if (!isNumberType(first.type) || !isNumberType(second.type))
      throw new ODataRefusal(`${place} takes numbers on both sides.`)
    const isDecimal = [first, second].some(({ type }) => type === 'decimal')
    if (name === 'mod' && isDecimal) throw new ODataRefusal(`${place} takes whole numbers.`)
    return { kind, operator: name as 'add', first, second, type: isDecimal ? 'decimal' : 'integer' }
  }
}

/** @throws {ODataRefusal} naming the path, when there is no such column */
export function readColumn(path: readonly string[], findColumn: FindColumn): ColumnPath {
  const type = findColumn(path)
  if (type === undefined) throw new ODataRefusal(`There is no column \`${path.join('/')}\`.`)
  const [first = '', second] = path
  return second === undefined
    ? { navigation: null, column: first, type }
    : { navigation: first, column: second, type }
}

/**
 * Reads a filter (`$filter`).
 * @throws {ODataRefusal} when it is none over these columns, or too large
 */
export function readFilter(text: string, findColumn: FindColumn): Expression {
  const parser = new ExpressionParser(text, findColumn)
  const filter = parser.expression()
  parser.end()
  if (filter.type !== 'boolean' && filter.type !== 'null')
    throw new ODataRefusal(`It is ${typeWords(filter.type)}; a filter is a condition.`)
  return filter
}

export interface OrderPart extends ColumnPath {
  isDescending: boolean
}

/** How many columns rows may be ordered by. */
const MOST_ORDERS = 10

/**
 * Reads an order (`$orderby`): columns, each with `asc` or `desc` if need be.
 * @throws {ODataRefusal} when it is none over these columns
 */
export function readOrder(text: string, findColumn: FindColumn): OrderPart[] {
  const parser = new ExpressionParser(text, findColumn)
  const parts: OrderPart[] = []
  do {
    const expression = parser.expression()
    if (expression.kind !== 'column')
      throw refusalByName('Rows are ordered by columns alone, not by what is computed from them.')
    const { navigation, column, type } = expression
    parts.push({ navigation, column, type, isDescending: parser.take('asc', 'desc') === 'desc' })
  } while (parser.take(',') !== undefined)
  parser.end()
  if (parts.length > MOST_ORDERS) throw new ODataRefusal(`It names more than ${MOST_ORDERS} columns.`)
  return parts
}
