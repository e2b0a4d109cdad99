import t from 'tap'
import { enoughBeds } from '../../../../src/domain/matching/must/enough-beds.ts'
import { aChildNeed, aNeed, anOption, anOptionBed } from '../support.ts'

const two = aNeed({ children: [aChildNeed(), aChildNeed()] })

t.test('brothers and sisters need a bed each', async (t) => {
  t.equal(enoughBeds.judge(two, anOption({ beds: [anOptionBed(), anOptionBed()] }))?.met, true)
  t.same(enoughBeds.judge(two, anOption()), { met: false, detail: '1 free bed for 2 children.' })
})

t.test('it has nothing to say of one child', async (t) => {
  t.equal(enoughBeds.judge(aNeed(), anOption()), null)
})
