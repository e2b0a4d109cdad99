import t from 'tap'
import { testApp } from '../../support/app.ts'
import { figure, freshClients } from './support.ts'
import { episodeLine, headerLine, importReturn } from './returned.ts'

/** How long children waited who were adopted in 2022/23, by hand. */

const service = await testApp(t, { clock: () => new Date('2025-12-01T12:00:00Z') })
const fresh = freshClients(service)
const inYear = 'asAt=2023-03-31'
const born = '01/06/2020'

/** In care since 1 June 2021, under a placement order from 1 January 2022, adopted on 1 February 2023. */
async function sendReturn(place: string, modules: { ad1?: string; placedAdoption?: readonly string[] }) {
  const client = await fresh()
  const byOrder = { status: 'E1' }
  await importReturn(client, '2022-23', {
    header: [headerLine('A1', born)],
    episodes: [
      episodeLine('A1', '01/06/2021', { to: '01/09/2021', reason: 'X1', status: 'C1', change: 'CARPL' }),
      episodeLine('A1', '01/09/2021', { to: '01/01/2022', reason: 'X1', status: 'C1', begins: 'P' }),
      episodeLine('A1', '01/01/2022', {
        to: '01/06/2022',
        reason: 'X1',
        begins: 'L',
        change: 'CARPL',
        ...byOrder,
      }),
      episodeLine('A1', '01/06/2022', { to: '01/02/2023', reason: 'E11', begins: 'P', place, ...byOrder }),
    ],
    ...(modules.ad1 && { ad1: [`A1,${born},01/02/2022,${modules.ad1},0,2,MF,L11`] }),
    ...(modules.placedAdoption && {
      placedAdoption: modules.placedAdoption.map((cells) => `A1,${born},${cells}`),
    }),
  })
  return async (id: string) => figure(client, `${id}?${inYear}`)
}

t.test(
  'A1 from entering care to the adoptive placement; A2 from the placement order to the match',
  async (t) => {
    const ask = await sendReturn('A6', { ad1: '20/05/2022', placedAdoption: ['01/06/2022,,'] })
    t.same(await ask('adoptions'), [1, null, 1, 0])
    // 1 June 2021 to 1 June 2022; 1 January to 20 May 2022: 31 + 28 + 31 + 30 + 19.
    t.same(await ask('days-entry-to-adoptive-placement'), [365, 1, 365, 0])
    t.same(await ask('days-entry-to-moving-in'), [365, 1, 365, 0])
    t.same(await ask('days-placement-order-to-match'), [139, 1, 139, 0])
    t.same(await ask('adopted-within-14-months'), [1, 1, 100, 0])
  },
)

t.test('a match before the order is a wait of 0 days; without a match the child is left out', async (t) => {
  const early = await sendReturn('A6', { ad1: '01/12/2021' })
  t.same(await early('days-placement-order-to-match'), [0, 1, 0, 0])
  const none = await sendReturn('A6', {})
  t.same(await none('days-placement-order-to-match'), [0, 0, null, 1])
})

t.test('adopted by the foster carers: moved in when they began to foster (A10)', async (t) => {
  const ask = await sendReturn('A5', { placedAdoption: ['01/06/2022,,'] })
  t.same(await ask('days-entry-to-adoptive-placement'), [365, 1, 365, 0])
  // They fostered from 1 September 2021: 30 + 31 + 31 days after 1 June.
  t.same(await ask('days-entry-to-moving-in'), [92, 1, 92, 0])
})

t.test(
  'a placement that ceased is not the one, and without PlacedAdoption the record says when',
  async (t) => {
    const ask = await sendReturn('A6', { placedAdoption: ['01/03/2022,01/04/2022,RD4', '08/06/2022,,'] })
    t.same(await ask('days-entry-to-adoptive-placement'), [372, 1, 372, 0], 'a week after the record')
    const byRecord = await sendReturn('A6', {})
    t.same(await byRecord('days-entry-to-adoptive-placement'), [365, 1, 365, 0])
  },
)

t.test('14 months are 426 days: 425 are within them, 426 are not', async (t) => {
  // 1 June 2021 + 425 days = 31 July 2022, + 426 = 1 August.
  const soon = await sendReturn('A6', { placedAdoption: ['31/07/2022,,'] })
  t.same(await soon('adopted-within-14-months'), [1, 1, 100, 0])
  const late = await sendReturn('A6', { placedAdoption: ['01/08/2022,,'] })
  t.same(await late('adopted-within-14-months'), [0, 1, 0, 0])
})
