import t from 'tap'
import { dueOn, inTheWay, standing } from './support.ts'

/** law.md: CPPCR 15 to 20; a section 20 child going home. */
const withParents = { placementType: 'with-parents', home: null } as const

t.test('under a care order a nominated officer decides before the start', async (t) => {
  for (const legalStatus of ['C1', 'C2']) {
    t.same(standing({ ...withParents, child: { legalStatus } }), { 'with-parents': 'awaited' }, legalStatus)
    t.same(inTheWay({ ...withParents, child: { legalStatus } }), ['with-parents'])
  }
  t.same(standing({ ...withParents, child: { legalStatus: 'E1' } }), {})
})

t.test('in an emergency at once: assessed within 10 working days, decided within 5 after', async (t) => {
  t.same(inTheWay({ ...withParents, emergency: true }), [])
  // Fifteen working days from Wednesday 4 March 2026 are three weeks.
  t.equal(dueOn('with-parents', { ...withParents, emergency: true }), '2026-03-25')
})

t.test('from section 20 going home is the end of care, not a placement', async (t) => {
  const fields = { ...withParents, child: { legalStatus: 'V2' } }
  t.same(standing(fields), { 'going-home-under-section-20': 'unlawful' })
  t.same(inTheWay({ ...fields, emergency: true }), ['going-home-under-section-20'])
  const decisions = { 'going-home-under-section-20': 'approved', 'with-parents': 'approved' } as const
  t.same(inTheWay({ ...fields, decisions }), ['going-home-under-section-20'], 'nothing cures it')
})
