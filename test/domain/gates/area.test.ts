import t from 'tap'
import { defaultSettings } from '../../../src/domain/lifecycle/settings.ts'
import { dueOn, fosterHome, inTheWay, standing } from './support.ts'

/** law.md: CPPCR 11 and 11(5), unknown location, the authority's own rule. */

t.test(
  'in an adjoining authority a nominated officer decides; beyond it or outside England the director',
  async (t) => {
    t.same(standing({ area: 'adjoining' }), { 'out-of-area': 'awaited' })
    t.same(standing({ area: 'beyond' }), { 'at-a-distance': 'awaited' })
    t.same(standing({ area: 'outside-england' }), { 'at-a-distance': 'awaited' })
  },
)

t.test('miles are no part of it', async (t) => {
  t.same(standing({ area: 'own', distanceMiles: 80 }), {})
  t.same(standing({ area: 'adjoining', distanceMiles: 80 }), { 'out-of-area': 'awaited' })
  t.same(standing({ area: 'beyond', distanceMiles: 2 }), { 'at-a-distance': 'awaited' })
})

t.test('not for a connected person, an own foster carer, or parents', async (t) => {
  for (const placementType of ['connected-carer', 'internal-foster', 'with-parents'] as const) {
    const fields = { placementType, home: null, carerApproval: 'approved' } as const
    t.same(standing({ ...fields, area: 'beyond', child: { legalStatus: null } }), {}, placementType)
    t.same(standing({ ...fields, area: 'unknown', child: { legalStatus: null } }), {}, placementType)
  }
  t.same(standing({ placementType: 'ifa', home: { ...fosterHome, ageTo: 17 }, area: 'adjoining' }), {
    'out-of-area': 'awaited',
  })
})

t.test('in an emergency it starts; the decision follows within five working days', async (t) => {
  t.same(inTheWay({ area: 'beyond' }), ['at-a-distance'])
  t.same(inTheWay({ area: 'beyond', emergency: true }), [])
  // 4 March 2026 is a Wednesday: Thursday 1, Friday 2, Monday 3, Tuesday 4, Wednesday 11 March 5.
  t.equal(dueOn('at-a-distance', { area: 'beyond', emergency: true }), '2026-03-11')
  t.equal(dueOn('out-of-area', { area: 'adjoining' }), '2026-03-04', 'else before the start')
})

t.test('a place that is not known is asked about, never passed over', async (t) => {
  t.same(standing({ area: 'unknown' }), { 'unknown-location': 'unmet' })
  t.same(inTheWay({ area: 'unknown' }), ['unknown-location'])
  t.same(inTheWay({ area: 'unknown', emergency: true }), [])
  t.equal(dueOn('unknown-location', { area: 'unknown', emergency: true }), '2026-03-11')
})

t.test("an authority's own miles are a rule of its own, off until it sets one", async (t) => {
  const settings = { ...defaultSettings, distantOverMiles: 20 }
  t.same(standing({ distanceMiles: 20, settings }), {})
  t.same(standing({ distanceMiles: 20.1, settings }), { 'own-distance-rule': 'awaited' })
  t.same(standing({ distanceMiles: null, settings }), {})
})
