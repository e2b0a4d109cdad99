import t from 'tap'
import { inTheWay, standing } from './support.ts'

/** law.md: CPPCR 24 and 25. The approval is the carer's, and comes before the start. */
const kin = { placementType: 'connected-carer', home: null } as const

t.test('before the start an approval of the carer, temporary or full', async (t) => {
  t.same(standing(kin), { 'connected-person': 'unmet' })
  t.same(standing({ ...kin, carerApproval: 'temporary' }), {})
  t.same(standing({ ...kin, carerApproval: 'approved' }), {})
})

t.test('an emergency needs the same', async (t) =>
  t.same(inTheWay({ ...kin, emergency: true }), ['connected-person']),
)
