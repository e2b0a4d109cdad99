import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import {
  collectionYear,
  readSubmission,
  type ChildRecord,
  type ReceivedRow,
} from '../../../../src/domain/ssda903/index.ts'
import { rowsOfChild, type MadeRow } from '../../../../src/domain/ssda903/out/rows.ts'
import { returnsOf, today } from '../support.ts'

const nobody = { motherhood: { isMother: null, childBornOn: null }, isListed: false }

/** A child fostered from 10 May 2020 under an interim order, and under a full one from 1 March 2021. */
const child: ChildRecord = {
  reference: 'A1',
  dateOfBirth: '2010-06-15',
  sex: 'female',
  ethnicity: 'WBRI',
  upn: null,
  uasc: true,
  uascCeasedOn: '2021-07-01',
  homePostcode: 'CW12BJ',
  carePeriods: [
    {
      startedOn: '2020-05-10',
      startedBefore: false,
      endedOn: '2022-04-01',
      endToConfirm: false,
      need: 'N1',
      endReason: 'E4A',
    },
  ],
  legalStatuses: [
    { status: 'C1', startedOn: '2020-05-10', endedOn: '2021-03-01' },
    { status: 'C2', startedOn: '2021-03-01', endedOn: '2022-04-01' },
  ],
  placements: [
    {
      type: 'ifa',
      placeCode: 'U6',
      providerCode: 'PR4',
      startedOn: '2020-05-10',
      startedBefore: false,
      endedOn: '2022-04-01',
      endReason: 'CARPL',
      sameCarer: false,
      homePostcode: null,
      postcode: 'CW26AA',
      urn: 'SC1',
    },
  ],
}
const rowsIn = (record: ChildRecord, year: number) => rowsOfChild(record, year, nobody)
const episodesIn = (record: ChildRecord, year: number) =>
  rowsIn(record, year).flatMap(({ module, cells }) => (module === 'episodes' ? [cells] : []))

t.test('a return has the episodes of its year, as they stood at its end', async (t) => {
  const place = { PLACE: 'U6', PLACE_PROVIDER: 'PR4', HOME_POST: 'CW12BJ', PL_POST: 'CW26AA', URN: 'SC1' }
  const first = { CHILD: 'A1', DECOM: '2020-05-10', RNE: 'S', LS: 'C1', CIN: 'N1', ...place }
  const second = { CHILD: 'A1', DECOM: '2021-03-01', RNE: 'L', LS: 'C2', CIN: 'N1', ...place }
  t.same(episodesIn(child, 2020), [], 'none before care')
  t.same(episodesIn(child, 2021), [{ ...first, DEC: '2021-03-01', REC: 'X1' }, second])
  const finalRow = { ...second, DEC: '2022-04-01', REC: 'E4A', REASON_PLACE_CHANGE: 'CARPL' }
  t.same(episodesIn(child, 2022), [second], 'what ends on the day after is open')
  t.same(episodesIn(child, 2023), [finalRow], 'and its end is in the next year, of which it is the first day')
  t.same(episodesIn(child, 2024), [])
})

t.test('the reason for an episode says what changed', async (t) => {
  const [placement] = child.placements
  const stays = [
    { ...placement, endedOn: '2020-07-01' },
    { ...placement, startedOn: '2020-07-01', endedOn: '2020-09-01', sameCarer: true, postcode: 'CW11AA' },
    { ...placement, startedOn: '2020-09-01', endedOn: null, placeCode: 'K2', type: 'residential' },
    { ...placement, startedOn: '2020-10-01', endedOn: '2020-10-05', placeCode: 'T1', type: 'temporary' },
    { ...placement, startedOn: '2021-03-01', endedOn: null, placeCode: 'U4', type: 'ifa' },
  ] as ChildRecord['placements']
  stays[2]!.endedOn = '2021-03-01'
  const record = { ...child, placements: stays }
  t.same(
    episodesIn(record, 2021).map(({ DECOM, RNE, PLACE }) => [DECOM, RNE, PLACE]),
    [
      ['2020-05-10', 'S', 'U6'],
      ['2020-07-01', 'T', 'U6'], // the carers moved house
      ['2020-09-01', 'P', 'K2'],
      ['2020-10-01', 'P', 'T1'], // in hospital
      ['2020-10-05', 'P', 'K2'], // and back
      ['2021-03-01', 'B', 'U4'], // with the full care order
    ],
  )
})

t.test('codes are those of the year', async (t) => {
  const supportedChild = (placeCode: string | null) => ({
    ...child,
    carePeriods: [{ ...child.carePeriods[0]!, endedOn: null, endReason: null }],
    placements: [
      { ...child.placements[0]!, type: 'supported-accommodation' as const, placeCode, endedOn: null },
    ],
  })
  for (const code of ['H5', 'K3', null]) {
    t.equal(episodesIn(supportedChild(code), 2024)[0]?.PLACE, 'H5')
    t.equal(episodesIn(supportedChild(code), 2025)[0]?.PLACE, 'K3')
  }
  const sexIn = (year: number) => rowsIn(supportedChild('H5'), year)[0]?.cells.SEX
  t.same([sexIn(2024), sexIn(2025)], ['2', 'F'])
})

t.test('UASC has who was unaccompanied on a day of the year', async (t) => {
  const uascIn = (year: number) =>
    rowsIn(child, year).flatMap(({ module, cells }) => (module === 'uasc' ? [cells] : []))
  const row = { CHILD: 'A1', SEX: '2', DOB: '2010-06-15' }
  t.same(uascIn(2021), [row], 'still so at the end of the year')
  t.same(uascIn(2022), [{ ...row, DUC: '2021-07-01' }])
  t.same(uascIn(2023), [])
})

const days = Array.from({ length: 24 }, (_, index) =>
  new Date(Date.UTC(2017, 3, 1 + index * 45)).toISOString().slice(0, 10),
)
const pick = <T>(...values: T[]) => fc.constantFrom(...values)
const episode = fc.record({
  CHILD: pick('A', 'B'),
  DECOM: pick(...days),
  RNE: pick('S', 'L', 'P', 'T', 'B', 'U'),
  LS: pick('C1', 'C2', 'V2', 'V4'),
  CIN: pick('N1', 'N2'),
  PLACE: pick('U4', 'U6', 'K2', 'H5', 'T1', 'T4', 'A3', 'P1'),
  PLACE_PROVIDER: pick('PR1', 'PR4', ''),
  DEC: pick(...days, ''),
  REC: pick('X1', 'X1', 'X1', 'E4A', 'E17', ''),
  REASON_PLACE_CHANGE: pick('', 'CARPL'),
  HOME_POST: pick('', 'CW1 2AB', 'CW1 2AC'),
  PL_POST: pick('', 'CW2 2AB', 'CW2 2AC'),
  URN: pick('', 'SC123456', '1234567'),
})
type Episode = typeof episode extends fc.Arbitrary<infer T> ? T : never
const years = [2018, 2019, 2020]

/** The rows of an episode in the returns of the years that it is in: open until the one in which it ends. */
function rowsOfEpisode({ DEC, REC, REASON_PLACE_CHANGE, ...cells }: Episode): ReceivedRow[] {
  const [first, last] = [collectionYear(cells.DECOM), DEC ? collectionYear(DEC) : 2020]
  return years.flatMap((year): ReceivedRow[] => {
    if (year < first || year > last) return []
    const isEnded = year === last && DEC !== ''
    const ending: Record<string, string> = isEnded ? { DEC, REC, REASON_PLACE_CHANGE } : {}
    return [{ module: 'episodes', cells: { ...cells, ...ending }, year, file: 'e', row: 1 }]
  })
}

/** Returns of three years of two children, the first of whom is unaccompanied. The second may be left out of a year. */
const returns = fc.tuple(fc.array(episode, { maxLength: 10 }), pick(...years, 0)).map(([episodes, gap]) => [
  ...episodes.flatMap(rowsOfEpisode).filter(({ cells, year }) => cells.CHILD === 'A' || year !== gap),
  ...['A', 'B'].flatMap((CHILD) =>
    years.flatMap((year): ReceivedRow[] => [
      {
        module: 'header',
        cells: { CHILD, SEX: '1', DOB: '01/06/2009', ETHNIC: 'WBRI' },
        year,
        file: 'h',
        row: 1,
      },
      ...(CHILD === 'A' ? [{ module: 'uasc' as const, cells: { CHILD }, year, file: 'u', row: 1 }] : []),
    ]),
  ),
])

function recordsOf(rows: readonly ReceivedRow[]): ChildRecord[] {
  const { statements } = readSubmission(rows, { statements: [], returns: [] }, [], today)
  const returns = returnsOf(statements)
  return readSubmission(rows, { statements: [], returns: [] }, returns, today).children.flatMap(
    ({ current }) => current ?? [],
  )
}

/**
 * Records in what returns carry: children in care, with the home address and, at their parents', the provider of each
 * placement; no doubt of a day but where no later return had the child.
 */
const contentOf = (records: readonly ChildRecord[]) =>
  records
    .filter(({ carePeriods }) => carePeriods.length > 0)
    .map((record) => ({
      ...record,
      carePeriods: record.carePeriods.map((period) => ({
        ...period,
        endToConfirm: period.endToConfirm && period.endedOn?.endsWith('-04-01'),
      })),
      placements: record.placements.map((placement) => ({
        ...placement,
        homePostcode: placement.homePostcode ?? record.homePostcode,
        providerCode: placement.providerCode ?? (placement.type === 'with-parents' ? 'PR0' : null),
      })),
    }))
    .sort((a, b) => (a.reference < b.reference ? -1 : 1))

t.test('what is returned and read again is the record that it was made from', async () => {
  let careCount = 0
  fc.assert(
    fc.property(returns, (rows) => {
      const records = recordsOf(rows)
      careCount += contentOf(records).length
      const allRows = years.flatMap((year) =>
        records.flatMap((record) =>
          rowsOfChild(record, year, nobody).map((row: MadeRow): ReceivedRow => ({
            ...row,
            year,
            file: 'out',
            row: 1,
          })),
        ),
      )
      assert.deepEqual(contentOf(recordsOf(allRows)), contentOf(records))
    }),
    { numRuns: 500 },
  )
  assert.ok(careCount > 500, `${careCount} records`)
})

t.test('a series of short breaks is one episode, with the nights between the breaks', async (t) => {
  const stay = {
    ...child.placements[0],
    type: 'short-break',
    placeCode: 'K2',
    endReason: null,
    urn: null,
  } as const
  const inOneHome = { ...stay, homeUrn: null, postcode: null }
  const shortBreak = (startedOn: string, endedOn: string, providerCode = 'PR1') =>
    ({ ...inOneHome, startedOn, endedOn, providerCode }) as ChildRecord['placements'][number]
  const series: ChildRecord = {
    ...child,
    legalStatuses: [{ status: 'V4', startedOn: '2020-05-10', endedOn: '2022-04-01' }],
    placements: [
      shortBreak('2020-05-15', '2020-05-17'),
      shortBreak('2020-05-29', '2020-05-31'),
      shortBreak('2020-10-02', '2020-10-04', 'PR4'),
      shortBreak('2020-10-16', '2020-10-18', 'PR4'),
    ],
  }
  const common = { LS: 'V4', CIN: 'N1', PLACE: 'K2' }
  t.same(episodesIn(series, 2021), [
    {
      CHILD: 'A1',
      ...common,
      DECOM: '2020-05-10',
      RNE: 'S',
      PLACE_PROVIDER: 'PR1',
      DEC: '2020-10-02',
      REC: 'X1',
    },
    { CHILD: 'A1', ...common, DECOM: '2020-10-02', RNE: 'P', PLACE_PROVIDER: 'PR4' },
  ])
})

t.test(
  'the number of a home is said where the collection has one, and motherhood of who was in care',
  async (t) => {
    const [stay] = child.placements
    const recordOf = (placeCode: string): ChildRecord => {
      return { ...child, placements: stay ? [{ ...stay, urn: null, homeUrn: '1234567', placeCode }] : [] }
    }
    t.match(episodesIn(recordOf('U6'), 2021), [{ URN: '1234567' }, { URN: '1234567' }])
    for (const code of ['H5', 'P1', 'R5'])
      t.notMatch(episodesIn(recordOf(code), 2021)[0], { URN: String }, code)
    const mother = { motherhood: { isMother: '0', childBornOn: null }, isListed: true }
    const headerOf = (year: number) =>
      rowsOfChild(child, year, mother).find(({ module }) => module === 'header')
    t.equal(headerOf(2021)?.cells.MOTHER, '0')
    t.equal(headerOf(2024)?.cells.MOTHER, undefined)
  },
)
