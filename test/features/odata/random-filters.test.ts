import fc from 'fast-check'
import t from 'tap'
import type { FeedType } from '../../../src/domain/feeds/set.ts'
import { testApp } from '../../support/app.ts'
import { odataPath, pull, type Entity } from './support.ts'

// Random expressions over the demonstration's placements, as the database answers them and as they are evaluated here, in
// memory, by the rules of OData 4.0.
const service = await testApp(t, { contents: 'demonstration' })
const analyst = await service.as('bi')
const { rows } = await pull(analyst, '/odata/Placements?$filter=startedOn ge 2023-01-01&$expand=home')

/** An expression as it is written, and its value for a row: null, text (of days and ids too), a number, true or false. */
type Value = string | number | boolean | null
interface Case {
  text: string
  value: (row: Entity) => Value
}

const columns: Record<string, FeedType> = {
  placementId: 'id',
  childKey: 'text',
  startedOn: 'date',
  plannedTo: 'date',
  endedOn: 'date',
  endReason: 'text',
  endPlanned: 'boolean',
  placementType: 'text',
  homeId: 'id',
  location: 'text',
  distanceMiles: 'decimal',
  'home/kind': 'text',
  'home/registeredPlaces': 'integer',
  'home/ageTo': 'integer',
}

function read(row: Entity, path: string): Value {
  const [first = '', second] = path.split('/')
  const value = row[first] as Value | Entity
  if (second === undefined) return (value ?? null) as Value
  return value === null ? null : ((value as Entity)[second] as Value)
}

const column = (...types: FeedType[]): fc.Arbitrary<Case> =>
  fc
    .constantFrom(...Object.keys(columns).filter((name) => types.includes(columns[name] ?? 'instant')))
    .map((name) => ({ text: name, value: (row: Entity) => read(row, name) }))

/** A value that some row has, so that comparisons are often true. */
const valueOf = (type: FeedType): fc.Arbitrary<Value> =>
  fc
    .tuple(fc.nat(rows.length - 1), column(type))
    .map(([index, { value }]) => value(rows[index] ?? {}))
    .filter((value) => value !== null)

const quote = (value: string) => `'${value.replaceAll("'", "''")}'`
const literal = (type: FeedType): fc.Arbitrary<Case> => {
  const write = (value: Value) => (type === 'text' ? quote(String(value)) : String(value))
  const constant = (values: fc.Arbitrary<Value>) =>
    values.map((value) => ({ text: write(value), value: () => value }))
  if (type === 'text')
    return constant(fc.oneof(valueOf(type), fc.constantFrom('', "it's", 'ifa', 'İ%_\\', 'a" or 1=1--')))
  if (type === 'integer') return constant(fc.integer({ min: -3, max: 20 }))
  if (type === 'decimal') return constant(fc.oneof(valueOf(type), fc.constantFrom(0.5, -1.25, 3.5)))
  if (type === 'boolean') return constant(fc.boolean())
  return constant(valueOf(type))
}
const nothing = fc.constant<Case>({ text: 'null', value: () => null })

const number = fc.letrec<{ leaf: Case; sum: Case; any: Case }>((tie) => ({
  leaf: fc.oneof(
    column('integer'),
    literal('integer'),
    column('date').map(({ text, value }) => ({
      text: `month(${text})`,
      value: (row: Entity) => (value(row) === null ? null : Number(String(value(row)).slice(5, 7))),
    })),
    column('text').map(({ text, value }) => ({
      text: `length(${text})`,
      value: (row: Entity) => (value(row) === null ? null : String(value(row)).length),
    })),
  ),
  sum: fc
    .tuple(fc.constantFrom('add', 'sub', 'mul', 'div', 'mod'), tie('leaf'), tie('any'))
    .map(([operator, first, second]) => ({
      text: `(${first.text} ${operator} ${second.text})`,
      value: (row: Entity) => calculate(operator, first.value(row), second.value(row)),
    })),
  any: fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('sum')),
})).any

/** Arithmetic of whole numbers: division cuts off, and by zero it gives null. */
function calculate(operator: string, first: Value, second: Value): Value {
  if (first === null || second === null) return null
  const [a, b] = [Number(first), Number(second)]
  if (operator === 'add') return a + b
  if (operator === 'sub') return a - b
  if (operator === 'mul') return a * b
  if (b === 0) return null
  return operator === 'div' ? Math.trunc(a / b) : a % b
}

/** Null equals itself alone, and is neither less nor more than anything. Text is compared by its characters. */
function compare(operator: string, a: Value, b: Value): boolean {
  if (operator === 'eq') return a === b
  if (operator === 'ne') return a !== b
  if (a === null || b === null) return a === b && (operator === 'ge' || operator === 'le')
  const difference = a < b ? -1 : a > b ? 1 : 0
  if (operator === 'gt') return difference > 0
  if (operator === 'lt') return difference < 0
  return operator === 'ge' ? difference >= 0 : difference <= 0
}

const operators = fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le')
const comparison = (side: fc.Arbitrary<Case>) =>
  fc.tuple(operators, side, side).map(([operator, first, second]) => ({
    text: `${first.text} ${operator} ${second.text}`,
    value: (row: Entity) => compare(operator, first.value(row), second.value(row)),
  }))
const sides = (...types: FeedType[]) =>
  fc.oneof(
    { weight: 5, arbitrary: column(...types) },
    { weight: 5, arbitrary: fc.oneof(...types.map(literal)) },
    { weight: 1, arbitrary: nothing },
  )

const textFunctions: Record<string, (whole: string, part: string) => boolean> = {
  contains: (whole, part) => whole.includes(part),
  startswith: (whole, part) => whole.startsWith(part),
  endswith: (whole, part) => whole.endsWith(part),
}
const textCondition = fc
  .tuple(fc.constantFrom(...Object.keys(textFunctions)), column('text'), literal('text'))
  .map(([name, whole, part]) => ({
    text: `${name}(tolower(${whole.text}),${part.text})`,
    value: (row: Entity) => {
      const text = whole.value(row)
      return text === null
        ? null
        : (textFunctions[name]?.(String(text).toLowerCase(), String(part.value(row))) ?? null)
    },
  }))

/** Conditions with brackets wherever they change something, and only there: the parser has to know the precedence. */
const condition = fc.letrec<{ leaf: Case; not: Case; and: Case; or: Case; any: Case }>((tie) => ({
  leaf: fc.oneof(
    comparison(sides('text')),
    comparison(sides('date')),
    comparison(sides('id')),
    comparison(sides('integer', 'decimal')),
    comparison(number),
    textCondition,
    column('boolean'),
  ),
  not: tie('any').map(({ text, value }) => ({
    text: `not (${text})`,
    value: (row: Entity) => (value(row) === null ? null : value(row) !== true),
  })),
  and: fc.tuple(tie('any'), tie('any')).map(([first, second]) => ({
    text: [first, second].map(({ text }) => (/ or /.test(text) ? `(${text})` : text)).join(' and '),
    value: (row: Entity) => {
      const values = [first.value(row), second.value(row)]
      return values.includes(false) ? false : values.includes(null) ? null : true
    },
  })),
  or: fc.tuple(tie('any'), tie('any')).map(([first, second]) => ({
    text: `${first.text} or ${second.text}`,
    value: (row: Entity) => {
      const values = [first.value(row), second.value(row)]
      return values.includes(true) ? true : values.includes(null) ? null : false
    },
  })),
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    tie('not'),
    tie('and'),
    tie('or'),
  ),
})).any

t.test('random filters give the rows that they give in memory', async (t) => {
  t.ok(rows.length > 50, `${rows.length} placements`)
  const ids = (entities: Entity[]) => entities.map(({ placementId }) => placementId)
  let [all, some] = [0, 0]
  await fc.assert(
    fc.asyncProperty(condition, async ({ text, value }) => {
      const path = odataPath('Placements', {
        $filter: `startedOn ge 2023-01-01 and (${text})`,
        $select: 'placementId',
      })
      if (path.length > 6000) return
      const expected = rows.filter((row) => value(row) === true)
      all++
      if (expected.length > 0 && expected.length < rows.length) some++
      const answer = await pull(analyst, path)
      if (JSON.stringify(ids(answer.rows)) !== JSON.stringify(ids(expected)))
        throw new Error(`${text}: ${answer.rows.length} rows, not ${expected.length}`)
    }),
    { numRuns: 200 },
  )
  t.ok(some > all / 4, `${some} of ${all} filters tell rows apart`)
})

t.test('random orders give pages that make up the whole, in that order', async (t) => {
  const order = fc.uniqueArray(fc.tuple(fc.constantFrom(...Object.keys(columns)), fc.boolean()), {
    minLength: 1,
    maxLength: 3,
    selector: ([name]) => name,
  })
  await fc.assert(
    fc.asyncProperty(order, fc.integer({ min: 500, max: 1500 }), async (parts, size) => {
      const $orderby = parts.map(([name, isDescending]) => `${name}${isDescending ? ' desc' : ''}`).join(',')
      const path = odataPath('Placements', { $filter: 'startedOn ge 2023-01-01', $orderby, $expand: 'home' })
      const answer = await pull(analyst, path, { prefer: `odata.maxpagesize=${size}` })
      const rank = (row: Entity, other: Entity) => {
        for (const [name, isDescending] of [...parts, ['placementId', false] as const]) {
          const [a, b] = [read(row, name), read(other, name)]
          if (a === b) continue
          const isBefore = a === null || (b !== null && a < b)
          return isBefore === isDescending ? 1 : -1
        }
        return 0
      }
      if (JSON.stringify(answer.rows) !== JSON.stringify([...rows].sort(rank))) throw new Error($orderby)
    }),
    { numRuns: 10 },
  )
  t.pass('none was missed, doubled or out of order')
})
