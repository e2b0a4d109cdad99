import t from 'tap'
import { testApp } from '../../support/app.ts'
import { csv, importOf } from '../returns/in/support.ts'
import { forecastFrom } from './support.ts'

/** Records that would not bear a forecast are refused, naming what is wrong with them; nothing is then given. */
t.setTimeout(600_000)

/** A return of the year to 31 March of `year`: so many children, each with an episode that has not ended. */
const returnOf = (year: number, children: number) => {
  const numbers = Array.from({ length: children }, (_, index) => 1001 + index)
  return [
    csv('header', ...numbers.map((number) => `T${number},2,14/05/2012,WBRI,UN1,,`)),
    csv('episodes', ...numbers.map((number) => `T${number},03/04/2019,S,V2,N1,U4,PR1,,,,CW1 0CC,SK9 0CC,`)),
  ].map((file) => ({ ...file, name: `${year}-${file.name}` }))
}
const year = (last: number) => ({ year: `${last - 1}-${String(last).slice(2)}` })

await t.test(
  'without records, and with stale open rows and a missing year, the reasons are told',
  async (t) => {
    const app = await testApp(t)
    const data = await app.as('data')
    const empty = await forecastFrom(data, { asAt: '2023-10-31' })
    t.match(empty, { status: 'refused', result: { series: [], refusals: [{ code: 'no-children' }] } })
    t.match(empty.detail, /Nobody is in care on that day/)
    for (const [last, children] of [[2020, 20], [2021, 18], [2023, 18]] as const)
    t.match(await importOf(data, returnOf(last, children), year(last)), { status: 'succeeded' }, String(last)) // prettier-ignore
    const { status, result } = await forecastFrom(data, { asAt: '2023-10-31' })
    t.equal(status, 'refused')
    t.same(
      result!.refusals.map(({ code }) => code),
      ['file-year-missing', 'stale-open-rows'],
    )
    t.match(result!.refusals[0]!.detail, /no return of 2021\/22/)
    // Of the 20 open in 2020 two are not there in 2021; of 2021 nobody knows, as there is no 2022.
    t.match(result!.refusals[1]!.detail, /^2 of 20 open episodes \(10\.0 %\)/)
    t.same(
      result!.sentences,
      result!.refusals.map(({ detail }) => detail),
    )
  },
)
