import t from 'tap'
import { bedForTheStay } from '../../../../src/domain/matching/must/bed-for-the-stay.ts'
import type { Stay } from '../../../../src/domain/matching/search-terms.ts'
import type { BedKind } from '../../../../src/domain/matching/types.ts'
import { aNeed, anOption, anOptionBed } from '../support.ts'

const met = (stay: Stay, kind: BedKind, takesEmergencies = false) =>
  bedForTheStay.judge(aNeed({ stay }), anOption({ beds: [anOptionBed({ kind })], takesEmergencies }))?.met

t.test('a placement is offered standard beds alone', async (t) => {
  t.equal(met('placement', 'standard'), true)
  t.equal(met('placement', 'emergency'), false)
  t.equal(met('placement', 'short-break'), false)
})

t.test('an emergency is offered emergency beds, and standard ones where emergencies are taken', async (t) => {
  t.equal(met('emergency', 'emergency'), true)
  t.equal(met('emergency', 'standard'), false)
  t.equal(met('emergency', 'standard', true), true)
  t.equal(met('emergency', 'short-break', true), false)
})

t.test('a short break is offered short-break and standard beds', async (t) => {
  t.equal(met('short-break', 'short-break'), true)
  t.equal(met('short-break', 'standard'), true)
  t.equal(met('short-break', 'emergency'), false)
})
