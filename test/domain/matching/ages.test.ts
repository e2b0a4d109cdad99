import fc from 'fast-check'
import t from 'tap'
import { addDays, ageOn } from '../../../src/domain/dates.ts'
import { ageByBirth, ageByYears, certainAges } from '../../../src/domain/matching/ages.ts'

t.test('the last night is the one before the day of leaving', async (t) => {
  t.same(ageByBirth('2014-02-05', '2024-01-08', '2024-02-05'), {
    bornOn: '2014-02-05',
    onFirstNight: 9,
    onLastNight: { least: 9, most: 9 },
  })
  t.same(ageByBirth('2014-02-04', '2024-01-08', '2024-02-05').onLastNight, { least: 10, most: 10 })
  t.equal(ageByBirth('2014-02-04', '2024-01-08', null).onLastNight, null)
})

t.test('a child of 29 February is a year older on 1 March', async (t) => {
  t.equal(ageByBirth('2016-02-29', '2023-02-28', null).onFirstNight, 6)
  t.equal(ageByBirth('2016-02-29', '2023-03-01', null).onFirstNight, 7)
})

t.test('by age alone, one night brings no birthday, more may, and a year does', async (t) => {
  const last = (to: string) => ageByYears(9, '2024-01-08', to).onLastNight
  t.same(last('2024-01-09'), { least: 9, most: 9 })
  t.same(last('2024-01-10'), { least: 9, most: 10 })
  t.same(last('2025-01-08'), { least: 9, most: 10 }, 'the last night is 7 January')
  t.same(last('2025-01-09'), { least: 10, most: 11 })
})

t.test('the bounds by age alone hold the age by birth, whatever the birthday', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7000 }), fc.integer({ min: 1, max: 3000 }), (born, nights) => {
      const from = '2024-01-08'
      const to = addDays(from, nights)
      const bornOn = addDays(from, -born)
      const range = ageByYears(ageOn(bornOn, from), from, to).onLastNight
      const truth = ageOn(bornOn, addDays(to, -1))
      return range !== null && range.least <= truth && truth <= range.most
    }),
  )
})

t.test('what is certain is the youngest first night and the oldest last one', async (t) => {
  const ages = [
    { onFirstNight: 6, onLastNight: { least: 7, most: 8 } },
    { onFirstNight: 9, onLastNight: null },
  ]
  t.same(certainAges(ages), { youngest: 6, oldest: 9 })
})
