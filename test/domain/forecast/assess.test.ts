import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import {
  checkReturns,
  refusalsOf,
  shiftInWords,
  tooLittle,
  type RecordsState,
} from '../../../src/domain/forecast/assess.ts'
import { needs, sharedData } from '../../support/shared-data.ts'

/** What records must be for a forecast to be made of them, and what is said where they are not. */
const whole: RecordsState = {
  historyMonths: 60,
  entries: 900,
  staleOpen: { rows: 1000, stale: 50 },
  ages: { children: 500, unknown: 10 },
  missingYears: [],
  daysSinceImport: 100,
}
const codes = (change: Partial<RecordsState>) => refusalsOf({ ...whole, ...change }).map(({ code }) => code)

await t.test('at each limit a forecast is made, and beyond it refused', async (t) => {
  t.same(codes({}), [], '5 % stale, 2 % of ages, 100 days')
  t.same(codes({ staleOpen: { rows: 1000, stale: 51 } }), ['stale-open-rows'])
  t.same(codes({ ages: { children: 500, unknown: 11 } }), ['unknown-ages'])
  t.same(codes({ daysSinceImport: 101 }), ['old-import'])
  t.same(codes({ ages: { children: 0, unknown: 0 } }), ['no-children'])
  t.same(codes({ missingYears: [2019], daysSinceImport: 500 }), ['file-year-missing', 'old-import'])
  t.match(refusalsOf({ ...whole, missingYears: [2019] })[0]!.detail, 'no return of 2018/19')
  t.equal(tooLittle(whole), null)
  t.match(tooLittle({ ...whole, historyMonths: 23 }), /23 months of history/)
  t.match(tooLittle({ ...whole, entries: 29 }), /29 children have come/)
  t.equal(shiftInWords(2.2), null)
  t.match(shiftInWords(-2.3), /^Entries have shifted: .*fewer children came.*2\.3 standard deviations/)
})

await t.test(
  'a child whose episode is open and whom the next year lacks is stale; the last year’s are not',
  async (t) => {
    const row = (child: string, year: number, isOpen: boolean) => ({ child, year, isOpen })
    const rows = [
      row('a', 2018, true),
      row('b', 2018, true),
      row('c', 2018, false),
      row('a', 2019, true),
      row('d', 2021, true),
    ]
    // Of 2018, a is there in 2019 and b is not; 2019 has no next year; 2020 is missing.
    t.same(checkReturns(rows), { rows: 2, stale: 1, missingYears: [2020] })
  },
)

const first = sharedData('903/demand-fake/2017-episodes.csv')
await t.test(
  'the made-up returns of five years are refused for their stale open rows',
  needs(first),
  async (t) => {
    const rows = [2017, 2018, 2019, 2020, 2021].flatMap((year) => {
      const episodes = parse<Record<'CHILD' | 'DEC', string>>(
        readFileSync(sharedData(`903/demand-fake/${year}-episodes.csv`)!, 'utf8'),
        { columns: true, bom: true },
      )
      const open = new Map<string, boolean>()
      for (const { CHILD, DEC } of episodes) open.set(CHILD, (open.get(CHILD) ?? false) || DEC === '')
      return [...open].map(([child, isOpen]) => ({ child, year, isOpen }))
    })
    const { rows: openRows, stale, missingYears } = checkReturns(rows)
    t.comment(`${stale} of ${openRows} are stale`)
    t.same(missingYears, [])
    t.match(refusalsOf({ ...whole, staleOpen: { rows: openRows, stale } })[0]?.detail, /stale open rows/)
  },
)
