import type { FastifyRequest } from 'fastify'
import type { FeedName } from '../../domain/feeds/sets.ts'
import {
  columnFinder,
  columnsByName,
  entitySetName,
  navigations,
  type Navigation,
  type VisibleSet,
} from '../../domain/odata/entities.ts'
import type { Expression } from '../../domain/odata/expression.ts'
import { readEntityKey } from '../../domain/odata/key.ts'
import { readFilter, readOrder } from '../../domain/odata/parser.ts'
import { readProjection, type Projection } from '../../domain/odata/projection.ts'
import { entityCount, entityPage, fullOrder, type EntityQuestion } from '../../engines/feeds/entities.ts'
import type { Expansion } from '../../engines/feeds/queries/entity-rows.ts'
import { notFound, Problem } from '../../platform/http/problem.ts'
import { readAnywhere } from '../../platform/db/replicas.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { readBoolean, readOption, readPreferences, readRowCount, type Options } from './options.ts'
import { PullLog } from './pull.ts'
import { ODATA_URL, type ODataResource } from './resource.ts'
import { membersOf, type ODataAnswer, type ODataContext } from './answer.ts'
import { decodeSkipToken, encodeSkipToken } from './skip-token.ts'

/** Rows of a page, unless the caller would rather have fewer or more. */
const PAGE_SIZE = 5000
const LARGEST_PAGE = 10_000
/** The longest that a pull rests behind a part of a page, and behind a page that is ready, while others are being served. */
const LONGEST_REST_MS = 500

const expansionsOf = ({ expansions }: Projection): Expansion[] =>
  expansions.map(({ navigation, columns }) => ({ navigation: navigation.name, columns }))

/** Every column that is given, of the row and of those to which its navigations lead. */
const columnNames = ({ columns, expansions }: Projection): string[] => [
  ...columns,
  ...expansions.flatMap(({ navigation, columns: names }) =>
    names.map((name) => `${navigation.name}/${name}`),
  ),
]

/** What of a row is given, in the form of a context URL: `Placements(placementId,home)`. */
function contextOf(set: FeedName, { select, expansions }: Projection): string {
  const names = [...(select ?? []), ...expansions.map(({ navigation }) => navigation.name)]
  return names.length === 0 ? entitySetName(set) : `${entitySetName(set)}(${[...new Set(names)].join(',')})`
}

/** Errors of the database that an expression brings about, which no reading of it can foresee. */
const faultsOfExpressions: Record<string, string> = {
  '22003': 'A number that is computed in it is too large.',
  '22008': 'A day or instant in it is out of reach.',
  '54001': 'It is too complex.',
}

const read = <T>({ pool }: ODataContext, { principal }: FastifyRequest, work: (tx: Tx) => Promise<T>) =>
  readAnywhere(pool, principal, work, { isHeavy: true }).catch((error: unknown) => {
    const { code = '' } = (error as { cause?: { code?: string } }).cause ?? (error as { code?: string })
    const detail = faultsOfExpressions[code]
    if (detail === undefined) throw error
    throw new Problem('invalid-request', `$filter: ${detail}`, [
      { pointer: '#/query/$filter', detail, code: 'odata-option' },
    ])
  })

const readFilterOption = (visible: VisibleSet, { $filter }: Options): Expression | undefined =>
  $filter === undefined ? undefined : readOption('$filter', () => readFilter($filter, columnFinder(visible)))

/** The rows of a set that are asked for, page by page. */
export async function answerPage(
  context: ODataContext,
  request: FastifyRequest,
  visible: VisibleSet,
  options: Options,
): Promise<ODataAnswer> {
  const rest = context.pace.begin(LONGEST_REST_MS)
  const { set } = visible
  const { $orderby, $select: select, $expand: expand } = options
  const filter = readFilterOption(visible, options)
  const order = readOption('$orderby', () =>
    $orderby === undefined ? [] : readOrder($orderby, columnFinder(visible)),
  )
  const projection = readOption(expand === undefined ? '$select' : '$select and $expand', () =>
    readProjection(visible, { select, expand }),
  )
  const [top, skip] = [readRowCount(options, '$top'), readRowCount(options, '$skip')]
  const isCounted = readBoolean(options, '$count')
  const full = fullOrder(set, order)
  const token = decodeSkipToken(options.$skiptoken, full)
  const preferences = readPreferences(request.headers)
  const pageSize = Math.min(preferences.pageSize ?? token?.pageSize ?? PAGE_SIZE, LARGEST_PAGE)
  const omitsNulls = preferences.omitsNulls || token?.omitsNulls === true
  const limit = Math.min(pageSize, top ?? pageSize)

  const log = new PullLog(context.pool, request, set, options)
  const entry = token === undefined ? await log.begin(columnNames(projection)) : undefined
  const question = { set, filter, today: context.today() }
  const { page, count } = await read(context, request, async (tx) => ({
    count: isCounted ? await entityCount(tx, question) : undefined,
    page: await entityPage(
      tx,
      {
        ...question,
        columns: projection.columns,
        expansions: expansionsOf(projection),
        order: full,
        after: token?.position,
        skip: token === undefined ? (skip ?? 0) : 0,
        limit,
        omitsNulls,
      },
      rest,
    ),
  }))
  const remainder = top === undefined ? undefined : top - page.count
  const isLast = page.next === null || remainder === 0
  const pull = entry ?? (await log.add(token?.pull ?? 0, columnNames(projection), page.count, isLast))
  if (entry !== undefined) await log.end(entry, page.count, isLast)

  // The client asks for the next page as soon as it has this one.
  if (!isLast) await rest()
  const links: Record<string, string> = {}
  if (page.next !== null && !isLast) {
    const next = { position: [...page.next], pageSize, omitsNulls, pull }
    links['@odata.nextLink'] = nextLink(context, set, options, { remainder, token: encodeSkipToken(next) })
  }
  return {
    applied: {
      ...(preferences.pageSize === undefined ? {} : { 'odata.maxpagesize': String(pageSize) }),
      ...(preferences.omitsNulls ? { 'omit-values': 'nulls' } : {}),
    },
    context: contextOf(set, projection),
    members: [
      ...membersOf(count === undefined ? {} : { '@odata.count': count }),
      ['"value":[', ...listOf(page.pieces), ']'],
      ...membersOf(links),
    ],
  }
}

/** Pieces of a list, with commas between them. */
const listOf = (pieces: readonly Buffer[]): (string | Buffer)[] =>
  pieces.flatMap((piece, index) => (index === 0 ? [piece] : [',', piece]))

function nextLink(
  { baseUrl }: ODataContext,
  set: FeedName,
  { $filter, $orderby, $select, $expand, $format }: Options,
  { remainder, token }: { remainder: number | undefined; token: string },
): string {
  const $top = remainder === undefined ? undefined : String(remainder)
  const parts = Object.entries({ $filter, $orderby, $select, $expand, $format, $top, $skiptoken: token })
  const query = parts.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  )
  return `${baseUrl}${ODATA_URL}/${entitySetName(set)}?${query.join('&')}`
}

/** How many rows meet the filter. */
export async function answerCount(
  context: ODataContext,
  request: FastifyRequest,
  visible: VisibleSet,
  options: Options,
): Promise<string> {
  const filter = readFilterOption(visible, options)
  const log = new PullLog(context.pool, request, visible.set, options)
  const entry = await log.begin([])
  const count = await read(context, request, (tx) =>
    entityCount(tx, { set: visible.set, filter, today: context.today() }),
  )
  await log.end(entry, 0, true)
  return String(count)
}

/** One row by its key, or the row to which one of its navigations leads; null where that leads to none. */
export async function answerEntity(
  context: ODataContext,
  request: FastifyRequest,
  visible: VisibleSet,
  { resource, options }: { resource: Extract<ODataResource, { kind: 'row' }>; options: Options },
): Promise<ODataAnswer | null> {
  const key = readOption('The key', () => readEntityKey(resource.key, visible))
  const way = resource.navigation === undefined ? undefined : readWay(visible, resource.navigation)
  const target = way === undefined ? visible : { ...visible, set: way.target }
  const { $select: select, $expand: expand } = options
  const projection = readOption('$select and $expand', () => readProjection(target, { select, expand }))
  const { omitsNulls } = readPreferences(request.headers)
  const log = new PullLog(context.pool, request, target.set, options)
  const entry = await log.begin(columnNames(projection))
  const row = await read(context, request, async (tx) => {
    const find = (set: FeedName, filter: Expression, part: Pick<EntityQuestion, 'columns' | 'expansions'>) =>
      findRow(tx, { set, filter, today: context.today(), omitsNulls, ...part })
    const wish = { columns: projection.columns, expansions: expansionsOf(projection) }
    if (way === undefined) return find(visible.set, key, wish)
    const first = await find(visible.set, key, { columns: [way.column], expansions: [] })
    const value =
      first === undefined ? undefined : (JSON.parse(first) as Record<string, string | null>)[way.column]
    if (first === undefined) return undefined
    return value === null || value === undefined ? null : find(way.target, keyCondition(way, value), wish)
  })
  await log.end(entry, row ? 1 : 0, true)
  if (row === null) return null
  if (row === undefined) throw notFound('row')
  return {
    applied: omitsNulls ? { 'omit-values': 'nulls' } : {},
    context: `${contextOf(target.set, projection)}/$entity`,
    members: row === '{}' ? [] : [row.slice(1, -1)],
  }
}

/** @throws {Problem} not-found, naming the navigations that there are */
function readWay({ set, columns }: VisibleSet, name: string): Navigation {
  const ways = navigations(set, columns[set])
  const way = ways.find((other) => other.name === name)
  if (way !== undefined) return way
  const offers = ways.length === 0 ? 'none' : ways.map((other) => other.name).join(', ')
  throw new Problem(
    'not-found',
    `There is no navigation \`${name.slice(0, 40)}\` of ${entitySetName(set)}; there are: ${offers}.`,
  )
}

/** The condition that the row to which a navigation leads alone meets. */
function keyCondition({ target, targetKey }: Navigation, value: string): Expression {
  const type = columnsByName(target)[targetKey]?.type ?? 'text'
  const first = { kind: 'column', navigation: null, column: targetKey, type } as const
  const second = { kind: 'literal', type, value, remainder: 0 } as const
  return { kind: 'comparison', operator: 'eq', first, second, type: 'boolean' }
}

/** The row that meets a filter, as JSON. */
async function findRow(
  tx: Tx,
  question: Omit<EntityQuestion, 'order' | 'after' | 'skip' | 'limit'>,
): Promise<string | undefined> {
  const part = { order: fullOrder(question.set, []), after: undefined, skip: 0, limit: 1 }
  return (await entityPage(tx, { ...question, ...part })).pieces[0]?.toString()
}
