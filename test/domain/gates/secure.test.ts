import t from 'tap'
import { bornToBe, inTheWay, standing } from './support.ts'

/** law.md: Children Act 1989 s25; Secure Accommodation Regulations 1991. */
const secureStay = { placementType: 'secure', child: { dateOfBirth: bornToBe(13) } } as const

t.test('72 hours in any 28 days without an order, then an order', async (t) => {
  t.same(standing({ ...secureStay, secure: { hoursWithoutOrder: 71 } }), {})
  t.same(standing({ ...secureStay, secure: { hoursWithoutOrder: 72 } }), { 'secure-accommodation': 'unmet' })
  t.same(standing({ ...secureStay, secure: { hoursWithoutOrder: 72, ordered: true } }), {})
  t.same(inTheWay({ ...secureStay, emergency: true, secure: { hoursWithoutOrder: 72 } }), [
    'secure-accommodation',
  ])
})

t.test("under 13 the Secretary of State's approval first, order or not", async (t) => {
  const child = { dateOfBirth: bornToBe(12) }
  t.same(inTheWay({ ...secureStay, child, emergency: true, secure: { ordered: true } }), [
    'secure-accommodation',
  ])
  t.same(standing({ ...secureStay, child, secure: { secretaryOfStateApproved: true, ordered: true } }), {})
})

t.test('on remand or by sentence the court has ordered it already', async (t) => {
  for (const legalStatus of ['J1', 'J3'])
    t.same(
      standing({
        ...secureStay,
        child: { ...secureStay.child, legalStatus },
        secure: { hoursWithoutOrder: 99 },
      }),
      {},
    )
})
