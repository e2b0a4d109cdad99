import t from 'tap'
import type { Expression } from '../../../src/domain/odata/expression.ts'
import { expressionLimits, readFilter, readOrder } from '../../../src/domain/odata/parser.ts'
import type { FeedType } from '../../../src/domain/feeds/set.ts'

const columns: Record<string, FeedType> = {
  a: 'integer',
  b: 'integer',
  c: 'integer',
  x: 'decimal',
  name: 'text',
  id: 'id',
  day: 'date',
  month: 'date',
  at: 'instant',
  flag: 'boolean',
  'home/kind': 'text',
}
const find = (path: readonly string[]) => columns[path.join('/')]

/** An expression in brackets everywhere, by which it is seen how it was understood. */
function shape(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return expression.type === 'text' ? `'${expression.value}'` : String(expression.value)
    case 'column':
      return [expression.navigation, expression.column].filter(Boolean).join('/')
    case 'call':
      return `${expression.name}(${expression.operands.map(shape).join(',')})`
    case 'not':
      return `(not ${shape(expression.operand)})`
    case 'negative':
      return `(- ${shape(expression.operand)})`
    default:
      return `(${shape(expression.first)} ${expression.operator} ${shape(expression.second)})`
  }
}

t.test('operators bind as OData 4.0 says (part 2, section 5.1.1.9)', async (t) => {
  const shapes: Record<string, string> = {
    'a eq 1 or b eq 2 and c eq 3': '((a eq 1) or ((b eq 2) and (c eq 3)))',
    'a eq 1 and b eq 2 or c eq 3': '(((a eq 1) and (b eq 2)) or (c eq 3))',
    '(a eq 1 or b eq 2) and c eq 3': '(((a eq 1) or (b eq 2)) and (c eq 3))',
    'not (a eq 1) and b eq 2': '((not (a eq 1)) and (b eq 2))',
    'not(a eq 1) or b eq 2': '((not (a eq 1)) or (b eq 2))',
    'not flag and flag': '((not flag) and flag)',
    'not not flag': '(not (not flag))',
    'not flag eq true': '((not flag) eq true)',
    "not contains(name,'x') and a eq 1": "((not contains(name,'x')) and (a eq 1))",
    'a eq 1 and b eq 2 and c eq 3': '(((a eq 1) and (b eq 2)) and (c eq 3))',
    'a add b mul c eq 7': '((a add (b mul c)) eq 7)',
    'a sub b sub c gt 0': '(((a sub b) sub c) gt 0)',
    'a div b mod c eq -1': '(((a div b) mod c) eq -1)',
    '-a add b eq 1': '(((- a) add b) eq 1)',
    '-(a add b) eq - 1': '((- (a add b)) eq (- 1))',
    'a lt b eq true': '((a lt b) eq true)',
    'true eq a lt b': '(true eq (a lt b))',
    'a eq 1 eq flag': '((a eq 1) eq flag)',
    '((((a))) eq ((1)))': '(a eq 1)',
  }
  for (const [text, expected] of Object.entries(shapes)) t.equal(shape(readFilter(text, find)), expected)
})

t.test('literals, columns and functions', async (t) => {
  const shapes: Record<string, string> = {
    "name eq 'it''s'": "(name eq 'it's')",
    "name eq ''": "(name eq '')",
    "name eq 'a and (b'": "(name eq 'a and (b')",
    'name eq null': '(name eq null)',
    'null ne name': '(null ne name)',
    'flag': 'flag',
    'flag eq false': '(flag eq false)',
    'true': 'true',
    'day ge 2023-04-01': '(day ge 2023-04-01)',
    'id eq 0F8FAD5B-D9CB-469F-A165-70867728950E': '(id eq 0f8fad5b-d9cb-469f-a165-70867728950e)',
    'at gt 2021-02-03T00:00:00+01:00': '(at gt 2021-02-03T00:00:00.000000+01:00)',
    // A raw plus sign arrives as a space.
    'at gt 2021-02-03T00:00:00 01:00': '(at gt 2021-02-03T00:00:00.000000+01:00)',
    'at lt 2021-02-03T23:59Z': '(at lt 2021-02-03T23:59:00.000000+00:00)',
    'at eq 2021-02-03T00:00:00.1234567Z': '(at eq 2021-02-03T00:00:00.123456+00:00)',
    'at eq 2021-02-03T00:00:00.5-00:30': '(at eq 2021-02-03T00:00:00.500000-00:30)',
    'x lt 1.5e3': '(x lt 1.5e3)',
    'x gt -0.25': '(x gt -0.25)',
    'a eq 99999999999999999999': '(a eq 99999999999999999999)',
    // A function and a column may have one name.
    'month(month) eq 4': '(month(month) eq 4)',
    "startswith(tolower(name),'ab') eq true": "(startswith(tolower(name),'ab') eq true)",
    "contains( name , 'x' )": "contains(name,'x')",
    'length(name) gt 3': '(length(name) gt 3)',
    'date(at) eq 2023-04-01': '(date(at) eq 2023-04-01)',
    "home/kind eq 'x'": "(home/kind eq 'x')",
    '  a   eq\t1  ': '(a eq 1)',
  } // prettier-ignore
  for (const [text, expected] of Object.entries(shapes)) t.equal(shape(readFilter(text, find)), expected)
  t.match(readFilter('at eq 2021-02-03T00:00:00.1234567Z', find), {
    second: { value: '2021-02-03T00:00:00.123456+00:00', remainder: 700_000 },
  })
})

t.test('what is no filter is refused, with what would be right', async (t) => {
  const refusals: Record<string, RegExp> = {
    '': /ends where a column or a value is expected/,
    'a': /a filter is a condition/,
    'a eq': /ends where/,
    'eq 1': /`eq` stands at character 1 where a column/,
    'a eq 1 and': /ends where/,
    'a eq 1 and or b eq 2': /`or` stands/,
    'a eq 1 b eq 2': /`b` at character 8 is unexpected/,
    '(a eq 1': /where `\)` is expected/,
    'a eq 1)': /`\)` at character 7 is unexpected/,
    'a EQ 1': /`EQ` at character 3 is unexpected/,
    'a = 1': /`=` at character 3 is unexpected/,
    'a == 1': /`=` at character 3/,
    'a eq1': /`eq1` at character 3/,
    '(a eq 1)and(b eq 2)': /between spaces/,
    "name eq'x'": /between spaces/,
    'not a eq 1': /not \(a eq 1\)/,
    'a and b': /stands between conditions/,
    'nothing eq 1': /no column `nothing`/,
    'home/nothing eq 1': /no column `home\/nothing`/,
    'a/b/c eq 1': /no column `a\/b\/c`/,
    'a eq name': /compares a whole number/,
    'a eq \'1\'': /compares a whole number/,
    "id eq '0f8fad5b-d9cb-469f-a165-70867728950e'": /without quotes/,
    'day eq 2023-04-01T00:00:00Z': /compares a day/,
    'day eq 2023-02-29': /not a day of the calendar/,
    'day eq 0000-01-01': /not a day of the calendar/,
    'at eq 2023-02-01T25:00:00Z': /not an instant/,
    'at eq 2023-02-01T00:00:00+15:00': /not an instant/,
    'at eq 2023-02-01T00:00:00': /needs an offset/,
    "at eq datetime'2023-02-01T00:00:00'": /without its type and quotes/,
    "id eq guid'0f8fad5b-d9cb-469f-a165-70867728950e'": /without its type and quotes/,
    "name eq 'x": /a text begins that has no end/,
    'name eq "x"': /no OData expression/,
    "name eq 'a' 'b'": /A value at character 13 is unexpected/,
    'x eq 1e999': /too large/,
    'x eq 1.': /no OData expression|unexpected/,
    'x eq 1,5': /`,` at character 7/,
    'x eq INF': /no column `INF`/,
    'a mod x eq 1': /takes whole numbers/,
    "name add 'x' eq 1": /takes numbers/,
    '-name eq 1': /takes a number/,
    'contains(name) eq true': /takes \(text/,
    "contains(name,'a','b')": /takes \(text/,
    "contains(a,'a')": /takes \(text/,
    'contains()': /where a column or a value/,
    "contain(name,'a')": /no function `contain`; there are: contains/,
    "Contains(name,'a')": /no function `Contains`/,
    'month(name) eq 4': /takes \(a day/,
    '$it/a eq 1': /not offered/,
    'a eq @p': /not offered/,
    "name eq '\0'": /U\+0000/,
    "a eq 1; drop table children": /no OData expression/,
    "a eq 1 -- x": /`-` at character 8 is unexpected/,
  } // prettier-ignore
  for (const [text, reason] of Object.entries(refusals))
    t.throws(() => readFilter(text, find), { message: reason, isUnsupported: false }, text)
})

t.test('what OData has and this service does not do is refused by name', async (t) => {
  const refusals: Record<string, RegExp> = {
    'a in (1,2)': /`in` .* OData 4\.01/,
    "flag has Sales.Colour'Red'": /`has`/,
    'home/any(h:h eq 1)': /lambda operator `any`/,
    'home/all(h:h eq 1)': /lambda operator `all`/,
    "substringof('a',name)": /`substringof` is not offered; these are: contains/,
    "indexof(name,'a') eq 1": /`indexof`/,
    'round(x) eq 1': /`round`/,
    'at gt now()': /`now`/,
  }
  for (const [text, reason] of Object.entries(refusals))
    t.throws(() => readFilter(text, find), { message: reason, isUnsupported: true }, text)
})

t.test('a filter that is too long, too deep or has too many parts is refused at once', async (t) => {
  const { length, depth, nodes } = expressionLimits
  const nest = (levels: number) => `${'('.repeat(levels)}a eq 1${')'.repeat(levels)}`
  t.equal(shape(readFilter(nest(depth - 2), find)), '(a eq 1)')
  const refusals: [string, RegExp][] = [
    [nest(depth), /nested more than/],
    [nest(3000), /nested more than/],
    ['not '.repeat(1500) + 'flag', /nested more than/],
    ['-'.repeat(5000) + '1 eq 1', /nested more than/],
    ['tolower('.repeat(500) + 'name', /nested more than/],
    [`name eq '${'x'.repeat(length)}'`, /characters/],
    [Array.from({ length: nodes }, () => 'flag').join(' or '), /more than 1000 parts|characters/],
    [Array.from({ length: 600 }, () => 'flag').join(' or '), /more than 1000 parts/],
  ]
  for (const [text, reason] of refusals) {
    const start = process.hrtime.bigint()
    t.throws(() => readFilter(text, find), { message: reason })
    t.ok(process.hrtime.bigint() - start < 1_000_000_000n, 'within a second')
  }
})

t.test('an order names columns', async (t) => {
  t.same(
    readOrder('a,name desc, home/kind asc', find).map(({ navigation, column, isDescending }) => [
      navigation,
      column,
      isDescending,
    ]),
    [
      [null, 'a', false],
      [null, 'name', true],
      ['home', 'kind', false],
    ],
  )
  for (const text of ['', 'a,', ',a', 'a descending', 'a desc asc', 'a b', 'nothing', 'a desc;b'])
    t.throws(() => readOrder(text, find), { message: /./, isUnsupported: false }, text)
  t.throws(() => readOrder('length(name)', find), { message: /columns alone/, isUnsupported: true })
})
