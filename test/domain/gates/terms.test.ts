import t from 'tap'
import { bornToBe, childrensHome, dueOn, fosterHome, inTheWay, standing } from './support.ts'

/** law.md: CPPCR 22/23, carer's terms; registration of a home. */
const fosterStay = { placementType: 'internal-foster', home: fosterHome } as const

t.test("a carer's terms: number, ages, sex", async (t) => {
  t.same(standing({ ...fosterStay, othersThere: 1 }), {}, 'the second of two places')
  t.same(standing({ ...fosterStay, othersThere: 2 }), { 'carers-terms': 'unmet' })
  t.same(standing({ ...fosterStay, child: { dateOfBirth: bornToBe(12) } }), { 'carers-terms': 'unmet' })
  t.same(standing({ ...fosterStay, child: { dateOfBirth: bornToBe(4) } }), { 'carers-terms': 'unmet' })
  const boysOnly = { ...fosterStay, home: { ...fosterHome, accepts: 'male' as const } }
  t.same(standing(boysOnly), { 'carers-terms': 'unmet' })
  t.same(standing({ ...boysOnly, child: { sex: 'unknown' } }), {})
})

t.test('an exemption that names the child opens them; in an emergency six working days', async (t) => {
  t.same(standing({ ...fosterStay, othersThere: 2, termsExemptUntil: '2026-06-01' }), {})
  t.same(inTheWay({ ...fosterStay, othersThere: 2 }), ['carers-terms'])
  t.same(inTheWay({ ...fosterStay, othersThere: 2, emergency: true }), [])
  // Six working days from Wednesday 4 March 2026: 5, 6, 9, 10, 11, 12 March.
  t.equal(dueOn('carers-terms', { ...fosterStay, othersThere: 2, emergency: true }), '2026-03-12')
})

t.test(
  "a home's registration is not the carer's terms: no emergency and no exemption opens it",
  async (t) => {
    const full = { home: childrensHome, othersThere: 3 }
    t.same(standing(full), { registration: 'unmet' })
    t.same(inTheWay({ ...full, emergency: true, termsExemptUntil: '2026-06-01' }), ['registration'])
    t.same(standing({ child: { dateOfBirth: bornToBe(7) } }), { registration: 'unmet' })
    t.same(standing({ home: { ...childrensHome, accepts: 'male' } }), { registration: 'unmet' })
    t.same(standing({ home: { ...childrensHome, places: null }, othersThere: 9 }), {})
  },
)
