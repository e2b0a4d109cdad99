import t from 'tap'
import { bedForTheStay } from '../../../../src/domain/matching/must/bed-for-the-stay.ts'
import type { StayKind } from '../../../../src/domain/matching/search-terms.ts'
import type { BedKind } from '../../../../src/domain/matching/types.ts'
import { aNeed, anOption, anOptionBed } from '../support.ts'

const judge = (stay: StayKind, kind: BedKind, takesEmergencies = false) =>
  bedForTheStay.judge(aNeed({ stay }), anOption({ beds: [anOptionBed({ kind })], takesEmergencies }))?.met

t.test('a placement is offered standard beds alone', async (t) => {
  t.equal(judge('placement', 'standard'), true)
  t.equal(judge('placement', 'emergency'), false)
  t.equal(judge('placement', 'short-break'), false)
})

t.test('an emergency is offered emergency beds, and standard ones where emergencies are taken', async (t) => {
  t.equal(judge('emergency', 'emergency'), true)
  t.equal(judge('emergency', 'standard'), false)
  t.equal(judge('emergency', 'standard', true), true)
  t.equal(judge('emergency', 'short-break', true), false)
})

t.test('a short break is offered short-break and standard beds', async (t) => {
  t.equal(judge('short-break', 'short-break'), true)
  t.equal(judge('short-break', 'standard'), true)
  t.equal(judge('short-break', 'emergency'), false)
})
