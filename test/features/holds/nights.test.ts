import t from 'tap'
import { testApp } from '../../support/app.ts'
import { aBed, aChild } from '../../support/builders.ts'
import { inHours } from '../../support/placing.ts'

const service = await testApp(t, { clock: () => new Date() })
const officer = await service.as('placements')

/** The leap year after next: its days are in the future whenever the test runs. */
const leap = Math.ceil((new Date().getUTCFullYear() + 2) / 4) * 4

const hold = async (bedId: string, from: string, to?: string) =>
  (
    await officer.post('/v1/holds', {
      beds: [{ bedId, childId: (await aChild(officer)).id }],
      from,
      to,
      expiresAt: inHours(1),
    })
  ).status

t.test('the night of 29 February is a night of its own', async (t) => {
  const { id } = await aBed(officer)
  t.equal(await hold(id, `${leap}-02-27`, `${leap}-02-29`), 201, 'nights of 27 and 28')
  t.equal(await hold(id, `${leap}-03-01`, `${leap}-03-02`), 201)
  t.equal(await hold(id, `${leap}-02-28`, `${leap}-03-01`), 409)
  t.equal(await hold(id, `${leap}-02-29`, `${leap}-03-01`), 201, 'the one night between')
  t.equal(await hold(id, `${leap + 1}-02-29`), 400, 'no such day')
})

t.test('nights meet over the end of a year without a clash or a gap', async (t) => {
  const { id } = await aBed(officer)
  t.equal(await hold(id, `${leap}-12-31`, `${leap + 1}-01-01`), 201, 'New Year’s Eve alone')
  t.equal(await hold(id, `${leap + 1}-01-01`, `${leap + 1}-01-02`), 201)
  t.equal(await hold(id, `${leap}-12-30`, `${leap + 1}-01-01`), 409)
  t.equal(await hold(id, `${leap}-12-30`, `${leap}-12-31`), 201)
})

t.test('an open end leaves no night after it, and one that ends on the day it starts is none', async (t) => {
  const { id } = await aBed(officer)
  t.equal(await hold(id, `${leap}-06-01`), 201)
  t.equal(await hold(id, `${leap + 90}-01-01`, `${leap + 90}-01-02`), 409)
  t.equal(await hold(id, `${leap}-05-01`), 409)
  t.equal(await hold(id, `${leap}-05-01`, `${leap}-06-01`), 201)
  t.equal(await hold(id, `${leap}-04-01`, `${leap}-04-01`), 422)
})

t.test('nights on which the bed is not open are not held', async (t) => {
  const { id } = await aBed(officer, { opensOn: `${leap}-02-29`, closesOn: `${leap}-03-02` })
  t.equal(await hold(id, `${leap}-02-28`, `${leap}-03-01`), 409)
  t.equal(await hold(id, `${leap}-03-01`), 409, 'no end, but the bed has one')
  t.equal(await hold(id, `${leap}-02-29`, `${leap}-03-02`), 201)
})
