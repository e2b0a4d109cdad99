import t from 'tap'
import { inTheWay, standing } from './support.ts'

/** The authority's own rule, from before law.md: a head of service's leave, which may follow in an emergency. */
t.test('an emergency bed', async (t) => {
  t.same(standing({ bedKind: 'emergency' }), { 'emergency-bed': 'awaited' })
  t.same(inTheWay({ bedKind: 'emergency' }), ['emergency-bed'])
  t.same(inTheWay({ bedKind: 'emergency', emergency: true }), [])
})
