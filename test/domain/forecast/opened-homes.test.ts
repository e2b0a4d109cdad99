import t from 'tap'
import { openedHomes } from '../../../src/domain/forecast/opened-homes.ts'
import { tellOpenedHomes } from '../../../src/domain/forecast/telling.ts'

t.test('new beds are used by the children whom the others leave over', (t) => {
  // 10 beds are there. Of 8, 12, 13 and 20 children 0, 2, 3 and 10 are left over; 6 new beds take 0, 2, 3 and 6: 11 ÷ 4 = 2.75 of 6.
  const homes = openedHomes(Float64Array.of(8, 12, 13, 20), 10, { beds: 6, poundsPerBedWeek: 4000 })
  t.same([homes.bedsUsed, homes.occupancy], [2.75, 2.75 / 6])
  // 6 × £4,000 = £24,000 a week: £1,252,286 a year, and £24,000 ÷ 2.75 = £8,727 for each week of a child.
  t.equal(
    tellOpenedHomes(homes, '2029-10-31'),
    'Of the 6 new beds, 2.8 are in use on average at the end of October 2029 (46 %). They cost £1,252,286 a year, used or not: £8,727 for each week that a child lives there.',
  )
  t.end()
})

t.test('with no child left over, or no price, nothing is divided by 0 and no cost is told', (t) => {
  const empty = openedHomes(Float64Array.of(3, 4), 10, { beds: 2, poundsPerBedWeek: 1000 })
  t.equal(empty.poundsAWeekUsed, null)
  t.match(tellOpenedHomes(empty, '2029-10-31'), /They cost £104,357 a year, used or not\.$/)
  const another = openedHomes(Float64Array.of(12), 10, { beds: 2, poundsPerBedWeek: null })
  t.equal(
    tellOpenedHomes(another, '2029-10-31'),
    'Of the 2 new beds, 2.0 are in use on average at the end of October 2029 (100 %).',
  )
  t.end()
})
