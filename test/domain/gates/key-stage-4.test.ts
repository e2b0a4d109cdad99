import t from 'tap'
import { inTheWay, standing } from './support.ts'

/** law.md: CPPCR 10. School years run from 1 September: in March 2026, year 10 was 14 on 31 August 2025, year 11 was 15. */
const yearTen = { dateOfBirth: '2011-08-31' }
const yearEleven = { dateOfBirth: '2009-09-01' }

t.test('a move in years 10 and 11, unless the school stays the same', async (t) => {
  for (const child of [yearTen, yearEleven]) {
    t.same(standing({ isMove: true, child }), { 'key-stage-4-move': 'awaited' })
    t.same(standing({ isMove: true, keepsSchool: false, child }), { 'key-stage-4-move': 'awaited' })
    t.same(standing({ isMove: true, keepsSchool: true, child }), {})
    t.same(standing({ isMove: false, child }), {}, 'a first placement is no move')
  }
})

t.test('not in year 9, nor after year 11', async (t) => {
  t.same(standing({ isMove: true, child: { dateOfBirth: '2011-09-01' } }), {})
  t.same(standing({ isMove: true, child: { dateOfBirth: '2009-08-31' } }), {})
})

t.test('an emergency is exempt', async (t) => {
  t.same(inTheWay({ isMove: true, child: yearTen }), ['key-stage-4-move'])
  t.same(standing({ isMove: true, emergency: true, child: yearTen }), {})
})
