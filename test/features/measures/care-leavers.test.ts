import t from 'tap'
import { testApp } from '../../support/app.ts'
import { counts, figure, freshClients } from './support.ts'
import { importReturn } from './returned.ts'

/** Care leavers of one return, by hand: what OC3 says of them at their birthdays in 2022/23. */

const service = await testApp(t, { clock: () => new Date('2025-12-01T12:00:00Z') })
const fresh = freshClients(service)

/** Child, date of birth, IN_TOUCH, ACTIV, ACCOM. */
const leavers = [
  ['A1', '10/10/2003', 'YES', 'F1', 'U1'], // 19, at university
  ['A2', '10/10/2003', 'YES', 'P5', 'W2'], // 19, works, in bed and breakfast
  ['A3', '10/10/2002', 'YES', 'G4', 'V2'], // 20, ill, in emergency accommodation
  ['A4', '10/10/2002', 'REFU', '', ''], // 20, refuses contact: what she does is not known
  ['A5', '10/10/2001', 'NREQ', 'F4', 'K1'], // 21, an apprentice who needs the service no longer
  ['A6', '10/10/2001', 'RHOM', '', ''], // 21, home again: not counted in a share
  ['A7', '10/10/2001', 'DIED', '', ''], // nor the one who died
  ['A8', '10/10/2004', 'YES', 'G6', 'B1'], // 18, a mother
  ['A9', '10/10/2004', 'NO', '0', '0'], // 18, not in touch
  ['A10', '10/10/2000', 'YES', 'F1', 'U1'], // 22: too old
]
const asAt = 'asAt=2023-03-31'

async function sendReturn() {
  const client = await fresh()
  await importReturn(client, '2022-23', {
    header: leavers.map(([child, born]) => `${child},1,${born},WBRI,,,`),
    oc3: leavers.map((fields) => fields.join()),
  })
  return client
}

t.test('in touch, and in education, employment or training, by age', async (t) => {
  const client = await sendReturn()
  const share = (id: string, ages: string) => figure(client, `${id}?${asAt}&leaverAgeBand=${ages}`)
  // 19 to 21: A1 to A5. In touch A1, A2, A3; busy A1, A2, A5; A3 is not, and of A4 it is not known.
  t.same(await share('care-leavers-in-touch', '19-21'), [3, 5, 60, 0])
  t.same(await share('care-leavers-in-work-or-education', '19-21'), [3, 5, 60, 1])
  t.same(await share('care-leavers-not-in-work-or-education', '19-21'), [1, 5, 20, 1])
  // 17 and 18: A8 and A9.
  t.same(await share('care-leavers-in-touch', '17-18'), [1, 2, 50, 0])
  t.same(await share('care-leavers-in-work-or-education', '17-18'), [0, 2, 0, 1])
  t.same(await share('care-leavers-not-in-work-or-education', '17-18'), [1, 2, 50, 1])
})

t.test('where they live, by the code of the return, and what they do', async (t) => {
  const client = await sendReturn()
  t.same(await figure(client, `care-leavers?${asAt}`), [9, null, 9, 0])
  t.same(await counts(client, `care-leavers?${asAt}&by=accommodationKind`), {
    B: 1, K: 1, U: 1, V: 1, W: 1, unknown: 4,
  }) // prettier-ignore
  t.same(await counts(client, `care-leavers?${asAt}&by=activity`), {
    'higher-education': 1,
    'apprenticeship': 1,
    'training-or-employment': 1,
    'not-for-health': 1,
    'not-for-parenting': 1,
    'unknown': 4,
  }) // prettier-ignore
  t.same(await counts(client, `care-leavers?${asAt}&by=inTouch`), {
    'yes': 4, 'no': 1, 'refused': 1, 'not-required': 1, 'returned-home': 1, 'died': 1,
  }) // prettier-ignore
  t.equal((await figure(client, `care-leavers-in-bed-and-breakfast?${asAt}`))[0], 1)
  t.equal((await figure(client, `care-leavers-in-emergency-accommodation?${asAt}`))[0], 1)
  t.equal((await figure(client, `care-leavers-in-higher-education?${asAt}`))[0], 1)
  t.same(await figure(client, `care-leavers?${asAt}&from=2022-10-10`), [9, null, 9, 0])
  t.same(await figure(client, `care-leavers?${asAt}&from=2022-10-11`), [0, null, 0, 0], 'after the birthdays')
})

t.test(
  'a care leaver whose two records were merged counts once, by the row of the one that stays',
  async (t) => {
    const client = await sendReturn()
    const idOf = async (reference: string) => {
      const { body } = await client.post<{ items: { id: string }[] }>('/v1/child-lookups', {
        references: [reference],
      })
      return body.items[0]?.id
    }
    const [stays, goes] = [await idOf('A1'), await idOf('A2')]
    const reason = { reason: 'One person was recorded twice.' }
    const answer = await client.post(
      `/v1/children/${stays}/merge`,
      { otherId: goes, ...reason },
      { 'if-match': '*' },
    )
    t.equal(answer.status, 200, JSON.stringify(answer.body))
    t.same(await figure(client, `care-leavers?${asAt}`), [8, null, 8, 0])
    t.same((await counts(client, `care-leavers?${asAt}&by=activity`))['training-or-employment'], undefined)
  },
)
