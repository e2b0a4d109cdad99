import t from 'tap'
import type { Polarity } from '../../../src/domain/measures/measure.ts'
import { directionOf } from '../../../src/domain/scorecards/direction.ts'
import { averageOf } from '../../../src/domain/scorecards/neighbours.ts'
import { readCell, yearOfPeriod } from '../../../src/domain/scorecards/published-cell.ts'
import {
  quarterBefore,
  quarterInWords,
  quarterOf,
  quarterOn,
} from '../../../src/domain/scorecards/quarters.ts'
import { ragOf, standardRule, type RagRule, type TargetValue } from '../../../src/domain/scorecards/rag.ts'
import { inFigures } from '../../../src/domain/scorecards/units.ts'

const points = (amberWithin: number): RagRule => ({ name: 'x', amberWithin, basis: 'points' })

t.test('a figure is green at its target, amber to the end of the rule, then red', (t) => {
  const level = (
    value: number | null,
    target: TargetValue | null,
    polarity: Polarity,
    rule: RagRule = standardRule,
  ) => ragOf({ value, unit: 'percent', polarity }, target, rule)
  // Target 85, high is good, amber within 10 % of it: 8.5 points, down to 76.5.
  for (const [value, rag] of [
    [100, 'green'],
    [85, 'green'],
    [84.96, 'green'], // shown as 85.0
    [84.94, 'amber'], // shown as 84.9
    [76.5, 'amber'],
    [76.46, 'amber'], // shown as 76.5
    [76.4, 'red'],
    [0, 'red'],
  ] as const)
    t.equal(level(value, { value: 85 }, 'high').rag, rag, `high ${value}`)
  // Target 8, low is good: amber up to 8.8.
  for (const [value, rag] of [
    [0, 'green'],
    [8, 'green'],
    [8.1, 'amber'],
    [8.8, 'amber'],
    [8.9, 'red'],
  ] as const)
    t.equal(level(value, { value: 8 }, 'low').rag, rag, `low ${value}`)
  // Target 10, low is good, amber within 0.3 points: 10.3, although 10.3 − 10 is 0.3000000000000007 in floating point.
  t.equal(level(10.3, { value: 10 }, 'low', points(0.3)).rag, 'amber')
  t.equal(level(10.4, { value: 10 }, 'low', points(0.3)).rag, 'red')
  // Ten per cent of a target of 0 is 0, so nothing is amber.
  t.equal(level(0, { value: 0 }, 'low').rag, 'green')
  t.equal(level(0.1, { value: 0 }, 'low').rag, 'red')
  t.end()
})

t.test('a range is met inside it and missed on either side', (t) => {
  // 380 to 430, amber within 10 % of the nearer end: 342 and 473.
  for (const polarity of ['none', 'high', 'low'] as const) {
    for (const [value, rag] of [
      [341, 'red'],
      [342, 'amber'],
      [379, 'amber'],
      [380, 'green'],
      [430, 'green'],
      [431, 'amber'],
      [473, 'amber'],
      [474, 'red'],
    ] as const)
      t.equal(
        ragOf({ value, unit: 'children', polarity }, { low: 380, high: 430 }, standardRule).rag,
        rag,
        `${polarity} ${value}`,
      )
  }
  t.end()
})

t.test('what cannot be judged says why', (t) => {
  const judge = (value: number | null, polarity: Polarity, target: TargetValue | null) =>
    ragOf({ value, unit: 'children', polarity }, target, standardRule)
  t.same(judge(5, 'high', null), { rag: 'n-a', why: 'no-target' })
  t.same(judge(null, 'high', { value: 5 }), { rag: 'n-a', why: 'no-figure' })
  t.same(judge(5, 'none', { value: 5 }), { rag: 'n-a', why: 'no-polarity' })
  t.same(judge(0, 'high', { value: 5 }), { rag: 'red', why: null }, '0 is a figure')
  t.end()
})

t.test('a direction is good or bad by polarity, and by a range where there is none', (t) => {
  const way = (
    previous: number | null,
    now: number | null,
    polarity: Polarity,
    target: TargetValue | null = null,
  ) => {
    const { arrow, verdict, rag } = directionOf(previous, now, { unit: 'percent', polarity, target })
    return [arrow, verdict, rag].join(' ')
  }
  t.equal(way(60, 61, 'high'), 'up better green')
  t.equal(way(61, 60, 'high'), 'down worse red')
  t.equal(way(60, 61, 'low'), 'up worse red')
  t.equal(way(61, 60, 'low'), 'down better green')
  t.equal(way(60, 61, 'none'), 'up neither n-a')
  t.equal(way(60.04, 59.96, 'low'), 'same same amber', 'both are shown as 60.0')
  t.equal(way(null, 60, 'high'), 'n-a n-a n-a')
  t.equal(way(60, null, 'high'), 'n-a n-a n-a')
  const range = { low: 380, high: 430 }
  t.equal(way(450, 440, 'none', range), 'down better green')
  t.equal(way(370, 360, 'none', range), 'down worse red')
  t.equal(way(400, 410, 'none', range), 'up neither n-a')
  t.equal(way(430, 431, 'none', range), 'up worse red')
  t.equal(way(9, 10, 'none', { value: 10 }), 'up neither n-a')
  t.end()
})

t.test('quarters are those of the financial year', (t) => {
  t.match(quarterOf('2023-Q3'), { from: '2023-10-01', to: '2023-12-31' })
  t.match(quarterOf('2023-Q4'), { from: '2024-01-01', to: '2024-03-31' })
  for (const not of ['2023-Q0', '2023-Q5', '2023', 'Q3', '2023-Q3 ']) t.equal(quarterOf(not), null, not)
  for (const [day, id] of [
    ['2024-03-31', '2023-Q4'],
    ['2024-04-01', '2024-Q1'],
    ['2024-06-30', '2024-Q1'],
    ['2023-12-31', '2023-Q3'],
    ['2024-01-01', '2023-Q4'],
  ] as const)
    t.equal(quarterOn(day).id, id, day)
  t.equal(quarterBefore(quarterOn('2023-05-05')).id, '2022-Q4')
  t.equal(quarterBefore(quarterOn('2023-12-05'), 8).id, '2021-Q3')
  t.equal(quarterInWords(quarterOn('2024-02-29')), 'Quarter 4, 2023/24 (January to March 2024)')
  t.end()
})

t.test('an average is of those that have a value', (t) => {
  const average = (...cells: (number | string | null)[]) =>
    averageOf(
      cells.map((cell) => ({
        value: typeof cell === 'number' ? cell : null,
        symbol: typeof cell === 'string' ? cell : null,
      })),
    )
  t.same(average(), { mean: null, median: null, valued: 0, of: 0 })
  t.same(average('c', null), { mean: null, median: null, valued: 0, of: 2 })
  t.same(average(0, 'c', 10), { mean: 5, median: 5, valued: 2, of: 3 })
  t.same(average(1, 2, 10), { mean: 4.3333, median: 2, valued: 3, of: 3 })
  t.same(average(4, 1, 3, 2), { mean: 2.5, median: 2.5, valued: 4, of: 4 })
  t.end()
})

t.test('a cell is a number, a symbol, or neither; never one for the other', (t) => {
  t.same(readCell('0'), { value: 0 })
  t.same(readCell(' 1,234.5 '), { value: 1234.5 })
  t.same(readCell('-3'), { value: -3 })
  for (const symbol of ['c', 'z', 'x', 'k', 'u', '~', ':', '..', 'low', '-'])
    t.same(readCell(symbol), { symbol })
  t.equal(readCell(' '), 'empty')
  for (const no of ['12%', '1.2.3', '=1+1', 'unknown', '1,23', '>5', '5-10'])
    t.equal(readCell(no), 'unreadable', no)
  t.equal(yearOfPeriod('2023'), 2023)
  t.equal(yearOfPeriod('202223'), 2023)
  t.equal(yearOfPeriod('199900'), 2000)
  for (const no of ['202224', '22/23', '']) t.equal(yearOfPeriod(no), null, no)
  t.end()
})

t.test('figures are written as a table shows them', (t) => {
  t.equal(inFigures(7.95, 'percent'), '8.0%')
  t.equal(inFigures(81770.4, 'children'), '81,770')
  t.equal(inFigures(-0.04, 'miles'), '0.0')
  t.equal(inFigures(-1234.5, 'pounds'), '−£1,235')
  t.end()
})
