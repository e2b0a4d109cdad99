import { sql, type SQL } from 'drizzle-orm'
import { setColumn } from '../../../domain/feeds/names.ts'
import type { FeedType } from '../../../domain/feeds/set.ts'
import { feedSets, type FeedName } from '../../../domain/feeds/sets.ts'
import type { DayBounds } from '../../../domain/odata/bounds.ts'
import { columnsByName, navigations, type Navigation } from '../../../domain/odata/entities.ts'
import type { ColumnPath, Expression } from '../../../domain/odata/expression.ts'
import type { OrderPart } from '../../../domain/odata/parser.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { ConditionWriter } from './condition-sql.ts'
import { databaseTypes, readFeedRows, setView, valueForms } from './set-rows.ts'

/** A row to which a navigation leads, as far as it is asked for. */
export interface Expansion {
  navigation: string
  columns: readonly string[]
}

/** Where a page ends: what its last row has in the columns of the order, as text. */
export type Position = readonly (string | null)[]

/** Which rows of a set are asked for. */
export interface EntityCondition {
  set: FeedName
  filter: Expression | undefined
  /** Months outside of which no row can meet the filter. */
  months: DayBounds
}

/** Which rows are asked for, in which order, and what of them. */
export interface EntityPart extends EntityCondition {
  columns: readonly string[]
  expansions: readonly Expansion[]
  /** Columns that tell all rows apart: the key is among them. */
  order: readonly OrderPart[]
  /** The position behind which rows are read. */
  after: Position | undefined
  skip: number
  /** How many rows are given at most. */
  limit: number
  /** Whether what is null is left out. */
  omitsNulls: boolean
}

/**
 * Rows as one text, which the database puts together: thousands of rows of a page, each by itself, kept the process from others for
 * long, most of it to clear them away.
 */
export interface EntityRows {
  /** Each row as JSON, with the rows to which its navigations lead; a comma between two. */
  json: Buffer
  /** How many rows there are in it. */
  count: number
  /** The position of the last row in it, when as many are given as were asked for. */
  last: Position | undefined
  /** Whether there is a row behind them. */
  isMore: boolean
}

const list = (parts: readonly SQL[]) => sql.join([...parts], sql`, `)
const conjunction = (parts: readonly SQL[]) =>
  parts.length === 0 ? sql`true` : sql.join([...parts], sql` and `)

const ENTITY = sql.identifier('entity')
const columnIn = (alias: string, column: string) => sql`${sql.identifier(alias)}.${sql.identifier(column)}`

const allNavigations = (set: FeedName) => navigations(set, Object.keys(feedSets[set].columns))

/** SQL of a column of the set, or of the row to which a navigation leads. */
const columnSql = ({ navigation, column }: Pick<ColumnPath, 'navigation' | 'column'>): SQL =>
  columnIn(navigation ?? 'entity', setColumn(column))

function* navigationNames(expression: Expression): Generator<string> {
  if (expression.kind === 'column' && expression.navigation !== null) yield expression.navigation
  if ('first' in expression) {
    yield* navigationNames(expression.first)
    yield* navigationNames(expression.second)
  }
  if ('operand' in expression) yield* navigationNames(expression.operand)
  if ('operands' in expression) for (const operand of expression.operands) yield* navigationNames(operand)
}

/** SQL of joins to the rows to which navigations lead. */
function joins(set: FeedName, names: Iterable<string>): SQL {
  const wishes = new Set(names)
  const join = ({ name, column, target, targetKey }: Navigation) =>
    sql` left join ${setView(target)} ${sql.identifier(name)}
           on ${columnIn(name, setColumn(targetKey))} = ${columnIn('entity', setColumn(column))}`
  return sql.join(
    allNavigations(set).flatMap((navigation) => (wishes.has(navigation.name) ? [join(navigation)] : [])),
    sql``,
  )
}

const valueForm = (type: FeedType | undefined, value: SQL) => (type && valueForms[type]?.(value)) ?? value

/** SQL of a value as text that reads back as the same value. */
const positionText = (type: FeedType, value: SQL) => sql`${valueForms[type]?.(value) ?? value}::text`

/** SQL by which rows are ordered and compared: text by its characters, whatever the language. */
const sortable = (part: OrderPart): SQL =>
  part.type === 'text' ? sql`${columnSql(part)} collate "C"` : columnSql(part)
const comparable = (part: OrderPart, value: string) => sql`${value}::${databaseTypes[part.type]}`

/** OData has null before every value: first in an ascending order, last in a descending one. */
const ordering = (part: OrderPart, isFilled: boolean) => {
  if (isFilled) return part.isDescending ? sql`${sortable(part)} desc` : sortable(part)
  return part.isDescending ? sql`${sortable(part)} desc nulls last` : sql`${sortable(part)} nulls first`
}

const isKey = (set: FeedName, { navigation, column }: OrderPart) =>
  navigation === null && feedSets[set].key.some((part) => part === column)

/** SQL of the condition that a row comes behind a position. */
function positionCondition(set: FeedName, order: readonly OrderPart[], position: Position): SQL {
  const values = order.map((part, index) => ({ part, value: position[index] ?? null }))
  if (order.every((part) => isKey(set, part) && !part.isDescending)) {
    const limits = values.map(({ part, value }) => comparable(part, value ?? ''))
    return sql`(${list(order.map(sortable))}) > (${list(limits)})`
  }
  const equalCondition = ({ part, value }: { part: OrderPart; value: string | null }) =>
    value === null ? sql`${columnSql(part)} is null` : sql`${sortable(part)} = ${comparable(part, value)}`
  const laterCondition = ({ part, value }: { part: OrderPart; value: string | null }) => {
    const column = sortable(part)
    if (value === null) return part.isDescending ? sql`false` : sql`${columnSql(part)} is not null`
    if (!part.isDescending) return sql`${column} > ${comparable(part, value)}`
    return sql`(${column} < ${comparable(part, value)} or ${columnSql(part)} is null)`
  }
  const cases = values.map((entry, index) =>
    conjunction([...values.slice(0, index).map(equalCondition), laterCondition(entry)]),
  )
  return sql`(${sql.join(
    cases.map((branch) => sql`(${branch})`),
    sql` or `,
  )})`
}

function monthConditions({ set, months: { first, last } }: EntityCondition): SQL[] {
  const { period } = feedSets[set]
  if (period === null) return []
  const month = columnIn('entity', setColumn(period))
  if (first !== undefined && first === last) return [sql`${month} = ${first}::date`]
  return [
    ...(first === undefined ? [] : [sql`${month} >= ${first}::date`]),
    ...(last === undefined ? [] : [sql`${month} <= ${last}::date`]),
  ]
}

const conditionsOf = (condition: EntityCondition): SQL[] => [
  ...monthConditions(condition),
  ...(condition.filter === undefined ? [] : [new ConditionWriter(columnSql).condition(condition.filter)]),
]

const orderName = (index: number) => sql.identifier(`order_${index}`)

/** Reads rows of a set. The rows to which navigations lead are joined to those of the page alone. */
export async function readEntities(tx: Tx, part: EntityPart): Promise<EntityRows> {
  const { set, order, after: position, filter, expansions, skip, limit } = part
  const conditions = conditionsOf(part)
  if (position !== undefined) conditions.push(positionCondition(set, order, position))
  const inner = [
    ...(filter ? navigationNames(filter) : []),
    ...order.flatMap(({ navigation }) => navigation ?? []),
  ]
  const sorts = order.map((sort, index) => sql`${sortable(sort)} as ${orderName(index)}`)
  const json = sql`row_to_json(line)`
  const outerOrder = order.map((sort, index) => {
    const name = sql`${ENTITY}.${orderName(index)}`
    return sort.isDescending ? sql`${name} desc nulls last` : sql`${name} nulls first`
  })
  const values = [
    sql`row_number() over (order by ${list(outerOrder)}) as row_number`,
    sql`${part.omitsNulls ? sql`json_strip_nulls(${json})` : json}::text as line`,
    ...order.map(
      ({ type }, index) =>
        sql`${positionText(type, sql`${ENTITY}.${orderName(index)}`)} as ${orderName(index)}`,
    ),
  ]
  const isGiven = sql`row_number <= ${limit}`
  const isLast = sql`row_number = ${limit}`
  const [row = {}] = await readFeedRows(
    tx,
    sql`select ${list([
      sql`string_agg(line, ',' order by row_number) filter (where ${isGiven}) as json`,
      sql`(count(*) filter (where ${isGiven}))::integer as count`,
      sql`coalesce(bool_or(row_number > ${limit}), false) as is_more`,
      ...order.map(
        (_, index) => sql`max(${orderName(index)}) filter (where ${isLast}) as ${orderName(index)}`,
      ),
    ])}
          from (select ${list(values)}
                  from (select ${ENTITY}.*, ${list(sorts)}
                          from ${setView(set)} ${ENTITY}${joins(set, inner)}
                         where ${conjunction(conditions)}
                         order by ${list(order.map((sort) => ordering(sort, isKey(set, sort))))}
                         limit ${limit + 1} offset ${skip}) ${ENTITY}${joins(
                           set,
                           expansions.map(({ navigation }) => navigation),
                         )} cross join lateral (select ${list(lineValues(part))}) line) numbered`,
  )
  const count = Number(row.count)
  return {
    json: Buffer.from((row.json as string | null) ?? ''),
    count,
    last:
      count > 0 && count === limit
        ? order.map((_, index) => row[`order_${index}`] as string | null)
        : undefined,
    isMore: row.is_more === true,
  }
}

/** SQL of columns under the names that they have in feeds. */
const namedValues = (set: FeedName, navigation: string | null, columns: readonly string[]): SQL[] => {
  const types = columnsByName(set)
  return columns.map(
    (column) =>
      sql`${valueForm(types[column]?.type, columnSql({ navigation, column }))} as ${sql.identifier(column)}`,
  )
}

/** SQL of what a row is given with: its columns, and the rows to which navigations lead; null where one leads to none. */
const lineValues = ({ set, columns, expansions }: EntityPart): SQL[] => [
  ...namedValues(set, null, columns),
  ...expansions.flatMap(({ navigation, columns: names }) => {
    const entry = allNavigations(set).find(({ name }) => name === navigation)
    if (entry === undefined) return []
    const { target, targetKey } = entry
    const row = sql`(select row_to_json(other) from (select ${list(namedValues(target, navigation, names))}) other)`
    const isThere = sql`${columnSql({ navigation, column: targetKey })} is not null`
    return [sql`case when ${isThere} then ${row} end as ${sql.identifier(navigation)}`]
  }),
]

/** Counts the rows of a set that meet a condition. */
export async function countEntities(tx: Tx, condition: EntityCondition): Promise<number> {
  const { set, filter } = condition
  const [row] = await readFeedRows(
    tx,
    sql`select count(*)::integer as count
          from ${setView(set)} ${ENTITY}${joins(set, filter ? navigationNames(filter) : [])}
         where ${conjunction(conditionsOf(condition))}`,
  )
  return Number(row?.count ?? 0)
}
