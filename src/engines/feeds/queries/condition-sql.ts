import { sql, type SQL } from 'drizzle-orm'
import type { Arithmetic, ColumnPath, ODataComparison, Expression } from '../../../domain/odata/expression.ts'
import type { ODataFunctionName } from '../../../domain/odata/functions.ts'
import type { Literal } from '../../../domain/odata/lexer.ts'
import type { ValueType } from '../../../domain/odata/types.ts'

/** SQL of a column. */
export type ColumnOf = (path: ColumnPath) => SQL

const literalTypes: Record<Exclude<ValueType, 'null'>, SQL> = {
  text: sql`text`,
  id: sql`uuid`,
  date: sql`date`,
  instant: sql`timestamptz`,
  integer: sql`numeric`,
  decimal: sql`float8`,
  boolean: sql`boolean`,
}

const INTEGER_BITS = 31

/** A value becomes a parameter, never a part of the statement. */
function literalSql({ type, value }: Literal): SQL {
  if (type === 'null' || value === null) return sql`null`
  const isInteger = type === 'integer' && Math.abs(Number(value)) < 2 ** INTEGER_BITS
  return sql`${value}::${isInteger ? sql`integer` : literalTypes[type]}`
}

/** Days and hours of instants are those of UTC, in which they are given. */
const dayPart = (part: SQL) => (value: SQL, type: ValueType | undefined) =>
  sql`extract(${part} from ${type === 'instant' ? sql`(${value} at time zone 'UTC')` : value})::integer`

type CallSql = (values: readonly SQL[], types: readonly ValueType[]) => SQL

const one =
  (write: (value: SQL, type: ValueType | undefined) => SQL): CallSql =>
  ([value = sql`null`], [type]) =>
    write(value, type)
const two =
  (write: (first: SQL, second: SQL) => SQL): CallSql =>
  ([first = sql`null`, second = sql`null`]) =>
    write(first, second)

const calls: Record<ODataFunctionName, CallSql> = {
  contains: two((whole, part) => sql`strpos(${whole}, ${part}) > 0`),
  startswith: two((whole, part) => sql`starts_with(${whole}, ${part})`),
  endswith: two((whole, part) => sql`right(${whole}, length(${part})) = ${part}`),
  tolower: one((value) => sql`lower(${value})`),
  toupper: one((value) => sql`upper(${value})`),
  trim: one((value) => sql`btrim(${value})`),
  length: one((value) => sql`length(${value})`),
  year: one(dayPart(sql`year`)),
  month: one(dayPart(sql`month`)),
  day: one(dayPart(sql`day`)),
  hour: one(dayPart(sql`hour`)),
  minute: one(dayPart(sql`minute`)),
  second: one((value) => sql`floor(extract(second from ${value}))::integer`),
  date: one((value) => sql`(${value} at time zone 'UTC')::date`),
}

/** Division by zero is null, and meets no condition. Of whole numbers it gives a whole number. */
const arithmeticSql: Record<Arithmetic, (first: SQL, second: SQL, isWhole: boolean) => SQL> = {
  add: (first, second) => sql`${first} + ${second}`,
  sub: (first, second) => sql`${first} - ${second}`,
  mul: (first, second) => sql`${first} * ${second}`,
  div: (first, second, isWhole) =>
    isWhole ? sql`div(${first}, nullif(${second}, 0))` : sql`${first} / nullif(${second}, 0)`,
  mod: (first, second) => sql`mod(${first}, nullif(${second}, 0))`,
}

/** Writes expressions of OData as SQL over the columns of one statement. */
export class ConditionWriter {
  readonly #columnOf: ColumnOf

  constructor(columnOf: ColumnOf) {
    this.#columnOf = columnOf
  }

  /** The condition of `where`: null counts as false. */
  condition(filter: Expression): SQL {
    return this.#condition(filter, true)
  }

  /**
   * A condition, or its opposite. `not` is carried down to the odataComparisons, so that these stay in the form that an index
   * serves: where null counts as false, `a = 1` will do for a comparison that OData calls false when `a` is null.
   */
  #condition(expression: Expression, isAsked: boolean): SQL {
    switch (expression.kind) {
      case 'not':
        return this.#condition(expression.operand, !isAsked)
      case 'junction': {
        const [first, second] = [
          this.#condition(expression.first, isAsked),
          this.#condition(expression.second, isAsked),
        ]
        return (expression.operator === 'and') === isAsked
          ? sql`(${first} and ${second})`
          : sql`(${first} or ${second})`
      }
      case 'comparison':
        return comparisonSql[expression.operator](
          this.#side(expression.first, expression.second),
          this.#side(expression.second, expression.first),
          isAsked,
        )
      default: {
        const value = sql`(${this.#value(expression)})::boolean`
        return isAsked ? value : sql`not ${value}`
      }
    }
  }

  #side(expression: Expression, other: Expression): Side {
    const isNull = expression.kind === 'literal' && expression.value === null
    const isLiteral = expression.kind === 'literal'
    const value = sql`(${this.#value(expression)})`
    const types = [expression.type, other.type]
    if (types.includes('text')) return { value: sql`${value} collate "C"`, isNull, isLiteral }
    // Instants are kept to the microsecond; a literal may lie between two of them.
    const remainders = [expression, other].map((side) => (side.kind === 'literal' ? side.remainder : 0))
    if (!types.includes('instant') || remainders.every((remainder) => remainder === 0) || isNull)
      return { value, isNull, isLiteral }
    return { value: sql`(${value}, ${remainders[0] ?? 0}::integer)`, plain: value, isNull, isLiteral }
  }

  #value(expression: Expression): SQL {
    switch (expression.kind) {
      case 'literal':
        return literalSql(expression)
      case 'column':
        return this.#columnOf(expression)
      case 'call': {
        const { name, operands } = expression
        const values = operands.map((operand, index) => {
          const type = operands[index]?.type
          return type === 'null'
            ? sql`null::${name in textCalls ? sql`text` : sql`timestamptz`}`
            : sql`(${this.#value(operand)})`
        })
        return calls[name](
          values,
          operands.map(({ type }) => (type === 'null' ? 'instant' : type)),
        )
      }
      case 'arithmetic': {
        const isWhole = expression.type === 'integer'
        const number = (side: Expression) =>
          sql`(${this.#value(side)})::${isWhole ? sql`numeric` : sql`float8`}`
        return arithmeticSql[expression.operator](
          number(expression.first),
          number(expression.second),
          isWhole,
        )
      }
      case 'negative':
        return sql`- (${this.#value(expression.operand)})::${expression.type === 'integer' ? sql`numeric` : sql`float8`}`
      case 'not':
        return sql`not (${this.#value(expression.operand)})::boolean`
      case 'junction': {
        const [first, second] = [this.#value(expression.first), this.#value(expression.second)]
        return expression.operator === 'and'
          ? sql`(${first})::boolean and (${second})::boolean`
          : sql`(${first})::boolean or (${second})::boolean`
      }
      case 'comparison':
        return sql`(${this.#condition(expression, true)}) is true`
    }
  }
}

const textCalls = { contains: 0, startswith: 0, endswith: 0, tolower: 0, toupper: 0, trim: 0, length: 0 }

/** One side of a comparison. */
interface Side {
  value: SQL
  /** The value to compare with null, where `value` has several parts. */
  plain?: SQL
  /** It is the literal `null`. */
  isNull: boolean
  isLiteral: boolean
}

type ComparisonSql = (first: Side, second: Side, isAsked: boolean) => SQL

const nullTest = ({ value, plain = value }: Side) => sql`${plain} is null`

/** Equality, of which OData says that null equals null and nothing else. */
const equality: ComparisonSql = (first, second, isAsked) => {
  const nullSide = [first, second].find(({ isNull }) => isNull)
  if (nullSide !== undefined) {
    const other = nullSide === first ? second : first
    if (other.isNull) return isAsked ? sql`true` : sql`false`
    return isAsked ? nullTest(other) : sql`${other.plain ?? other.value} is not null`
  }
  if (!isAsked) return sql`${first.value} is distinct from ${second.value}`
  const isSimple = first.isLiteral || second.isLiteral
  return isSimple
    ? sql`${first.value} = ${second.value}`
    : sql`${first.value} is not distinct from ${second.value}`
}

/** An inequality; false where a side is null, apart from `null ge null` and `null le null`, as null equals itself. */
const inequality =
  (sign: SQL, orEqual: boolean): ComparisonSql =>
  (first, second, isAsked) => {
    const areBothNull = orEqual && !isFilled(first) && !isFilled(second)
    const parts: SQL[] = []
    if (!first.isNull && !second.isNull) parts.push(sql`${first.value} ${sign} ${second.value}`)
    if (areBothNull) parts.push(sql`(${nullTest(first)} and ${nullTest(second)})`)
    const condition = parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`
    return isAsked ? condition : sql`${condition} is not true`
  }

/** Whether a side can't be null. */
const isFilled = ({ isLiteral, isNull }: Side) => isLiteral && !isNull

const comparisonSql: Record<ODataComparison, ComparisonSql> = {
  eq: equality,
  ne: (first, second, isAsked) => equality(first, second, !isAsked),
  gt: inequality(sql`>`, false),
  ge: inequality(sql`>=`, true),
  lt: inequality(sql`<`, false),
  le: inequality(sql`<=`, true),
}
