import { addMonths, type CivilDate } from '../../domain/dates.ts'
import { feedSets, isPeriodic } from '../../domain/feeds/sets.ts'
import { dayBounds, type DayBounds } from '../../domain/odata/bounds.ts'
import { columnsByName } from '../../domain/odata/entities.ts'
import type { Expression } from '../../domain/odata/expression.ts'
import type { OrderPart } from '../../domain/odata/parser.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { countEntities, readEntities, type EntityPart, type Position } from './queries/entity-rows.ts'
import { firstDayOfSet } from './queries/first-days.ts'
import { setToday } from './queries/set-rows.ts'

/** Rows of a set that are asked for, and what of them. */
export interface EntityQuestion extends Omit<EntityPart, 'months'> {
  today: CivilDate
}

export interface EntityPage {
  /** Rows as JSON in one or several pieces, a comma between two rows; between two pieces there is none. */
  pieces: Buffer[]
  /** How many rows there are in them. */
  count: number
  /** Where the page ends, when there are rows behind it. */
  next: Position | null
}

/** An order that tells all rows apart: what is asked for, and behind it what of the key is not in it yet. */
export function fullOrder(set: EntityQuestion['set'], order: readonly OrderPart[]): OrderPart[] {
  const parts = [
    ...order,
    ...feedSets[set].key.map((column) => ({
      navigation: null,
      column,
      type: columnsByName(set)[column]?.type ?? 'text',
      isDescending: false,
    })),
  ]
  const name = ({ navigation, column }: OrderPart) => `${navigation ?? ''}/${column}`
  return parts.filter((part, index) => parts.findIndex((other) => name(other) === name(part)) === index)
}

const EVER: DayBounds = { first: undefined, last: undefined }

function monthsAsked({ set, filter }: Pick<EntityQuestion, 'set' | 'filter'>): DayBounds {
  const { period } = feedSets[set]
  return period === null || filter === undefined ? EVER : dayBounds(filter, period)
}

/**
 * Reads a page of a set. A set by month is computed month by month, as far as the page needs, where rows come in that order;
 * so a page costs the same wherever it lies.
 * @param rest is awaited between two statements that read rows
 */
export async function entityPage(
  tx: Tx,
  question: EntityQuestion,
  rest: () => Promise<void> = async () => {},
): Promise<EntityPage> {
  if (question.limit === 0) return { pieces: [], count: 0, next: null }
  await setToday(tx, question.today)
  const part = { ...question, months: monthsAsked(question) }
  const [first] = question.order
  const isByMonth = first?.navigation === null && first.column === feedSets[question.set].period
  if (isByMonth && question.skip === 0) return pageByMonth(tx, part, question.today, rest)
  const { json, count, last = [], isMore } = await readEntities(tx, part)
  return { pieces: count === 0 ? [] : [json], count, next: isMore ? last : null }
}

/** What one statement reads, about: little enough that the statements of others soon have their turn. */
const MOST_MONTHS = 12
const MOST_ROWS = 1000

/**
 * Reads months until there are rows enough, and whether there is one behind them: the first month alone, then as many at once as have
 * that many rows, if they have as many as those before them.
 */
async function pageByMonth(
  tx: Tx,
  part: EntityPart,
  today: CivilDate,
  rest: () => Promise<void>,
): Promise<EntityPage> {
  const page: EntityPage = { pieces: [], count: 0, next: null }
  let end: Position | undefined
  const all = await months(tx, part, today)
  for (let index = 0; index < all.length && page.next === null;) {
    if (index > 0) await rest()
    const limit = part.limit - page.count
    const wish = index === 0 ? 1 : Math.ceil((Math.min(limit, MOST_ROWS) * index) / Math.max(page.count, 1))
    const next = all.slice(index, index + Math.min(Math.max(wish, 1), MOST_MONTHS))
    const [first, last] = [next[0], next.at(-1)].sort()
    const read = await readEntities(tx, { ...part, months: { first, last }, limit })
    if (read.count > 0) page.pieces.push(read.json)
    page.count += read.count
    end = read.last ?? end
    if (read.isMore) page.next = end ?? []
    index += next.length
  }
  return page
}

/** The months of which there can be rows behind the position, in the order of the question. */
async function months(
  tx: Tx,
  { set, order, after: position, months: { first = '', last = '9999' } }: EntityPart,
  today: CivilDate,
): Promise<CivilDate[]> {
  const day = isPeriodic(set) ? await firstDayOfSet(tx, set) : null
  if (day === null) return []
  const isDescending = order[0]?.isDescending === true
  const [start = ''] = position ?? []
  const isInReach = (month: CivilDate) =>
    month >= first && month <= last && (!start || (isDescending ? month <= start : month >= start))
  const all: CivilDate[] = []
  for (let month = monthOf(day); month <= today; month = addMonths(month, 1))
    if (isInReach(month)) all.push(month)
  return isDescending ? all.reverse() : all
}

const monthOf = (day: CivilDate): CivilDate => `${day.slice(0, 7)}-01`

/** Counts the rows of a set that meet a filter. */
export async function entityCount(
  tx: Tx,
  { set, filter, today }: { set: EntityQuestion['set']; filter: Expression | undefined; today: CivilDate },
): Promise<number> {
  await setToday(tx, today)
  return countEntities(tx, { set, filter, months: monthsAsked({ set, filter }) })
}
