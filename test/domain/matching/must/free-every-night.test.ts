import t from 'tap'
import { freeEveryNight } from '../../../../src/domain/matching/must/free-every-night.ts'
import type { Need, OptionBed } from '../../../../src/domain/matching/types.ts'
import { aNeed, anOption, anOptionBed } from '../support.ts'

const judge = (bed: Partial<OptionBed>, need: Partial<Need> = {}) =>
  freeEveryNight.judge(aNeed(need), anOption({ beds: [anOptionBed(bed)] }))?.met

t.test('a bed is free from the day that someone leaves until the day that someone comes', async (t) => {
  t.equal(judge({ freeFrom: '2024-01-08', freeTo: '2024-02-05' }), true)
  t.equal(judge({ freeFrom: '2024-01-09' }), false, 'taken on the first night')
  t.equal(judge({ freeTo: '2024-02-04' }), false, 'taken on the last night')
})

t.test('a stay with no end needs a bed with no end', async (t) => {
  t.equal(judge({}, { to: null }), true)
  t.equal(judge({ freeTo: '2199-12-31' }, { to: null }), false)
})

t.test('a stay past its planned end holds the bed; one yet to end is said', async (t) => {
  t.equal(judge({ awaitingDeparture: '2023-11-30' }), false)
  t.equal(judge({ awaitingDeparture: '2023-12-01' }), false, 'overdue from the planned end on')
  const option = anOption({ beds: [anOptionBed({ awaitingDeparture: '2023-12-02' })] })
  t.match(freeEveryNight.judge(aNeed(), option), {
    met: true,
    detail: /once the present placement ends as planned on 2 December 2023/,
  })
})

t.test('every bed of several must be free', async (t) => {
  const beds = [anOptionBed(), anOptionBed({ freeFrom: '2024-01-09' })]
  t.equal(freeEveryNight.judge(aNeed(), anOption({ beds }))?.met, false)
})
