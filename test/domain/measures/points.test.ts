import t from 'tap'
import { pointsBetween } from '../../../src/domain/measures/points.ts'

const points = (...[from, to, step]: Parameters<typeof pointsBetween>) => [...pointsBetween(from, to, step)]

t.test('every day, both ends included, through the leap day', async (t) => {
  t.same(points('2024-02-28', '2024-03-01', 'day'), ['2024-02-28', '2024-02-29', '2024-03-01'])
})

t.test('the last day of each calendar month', async (t) => {
  t.same(points('2023-12-31', '2024-02-29', 'month'), ['2023-12-31', '2024-01-31', '2024-02-29'])
  t.same(points('2023-12-30', '2024-02-28', 'month'), ['2023-12-31', '2024-01-31'])
})

t.test('financial quarters end with June, September, December and March', async (t) => {
  t.same(points('2023-04-01', '2024-03-31', 'quarter'), [
    '2023-06-30',
    '2023-09-30',
    '2023-12-31',
    '2024-03-31',
  ])
})

t.test('financial years end on 31 March', async (t) => {
  t.same(points('2021-03-31', '2023-03-30', 'year'), ['2021-03-31', '2022-03-31'])
})

t.test('a window without the end of a period has no days', async (t) => {
  t.same(points('2023-05-02', '2023-05-30', 'month'), [])
  t.same(points('2023-05-02', '2023-05-01', 'day'), [])
})
