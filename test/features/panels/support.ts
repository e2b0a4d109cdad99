import type { Answer, Body, TestClient } from '../../support/app.ts'
import { aBed, aChildInCare, aFee, aHome, aPlacement } from '../../support/builders.ts'
import { inDays, TODAY } from '../../support/placing.ts'

export const any = { 'if-match': '*' }

/** The body of a response; fails unless its status is 2xx. */
export async function must(answer: Promise<Answer<Body>>): Promise<Body> {
  const { status, body } = await answer
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}

/** A child in residential care at £4,000 a week, and a foster home with a free bed at £700. */
export async function aChildToStepDown(admin: TestClient) {
  const place = { postcode: 'CW1 0CC' }
  const residential = await aHome(admin, place)
  await aFee(admin, { homeId: residential.id, weeklyFee: 4000 })
  const child = await aChildInCare(admin, { homePostcode: 'CW1 0CC' })
  const stay = await aPlacement(admin, {
    childId: child.id,
    bedId: (await aBed(admin, { homeId: residential.id })).id,
    plannedTo: inDays(30),
  })
  const foster = await aHome(admin, { ...place, kind: 'fostering-household', confidential: true })
  await aFee(admin, { homeId: foster.id, weeklyFee: 700 })
  const bed = await aBed(admin, { homeId: foster.id })
  return { child, stay, foster, bed }
}

/** A decision taken today, with one dissent. */
export const decision = {
  outcome: 'agreed',
  reasons: 'Settled for two years; the carers have met the child.',
  dissent: [{ role: 'Virtual school', reasons: 'A change of school is likely.' }],
  chairRole: 'Head of service',
  on: TODAY,
}
