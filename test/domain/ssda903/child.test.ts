import t from 'tap'
import { episode, header, read, recordOf, row, stays, findingsOf } from './support.ts'

t.test('an episode open in one year and closed in the next is one', async (t) => {
  const rows = [
    header('A', undefined, {}, '2018-header.csv'),
    episode('A', '10/02/2018', '', {}, '2018-episodes.csv'),
    header('A', undefined, {}, '2019-header.csv'),
    episode('A', '10/02/2018', '01/09/2018', {}, '2019-episodes.csv'),
    episode('B', '01/06/2018', '', {}, '2019-episodes.csv'),
    header('B', undefined, {}, '2019-header.csv'),
  ]
  const { record } = recordOf(rows)
  t.same(record.carePeriods, [
    {
      startedOn: '2018-02-10',
      startedBefore: false,
      endedOn: '2018-09-01',
      endToConfirm: false,
      need: 'N1',
      endReason: 'E4A',
    },
  ])
  t.equal(record.placements.length, 1)
  t.notOk(findingsOf(rows).some((line) => !line.startsWith('noted')))
})

t.test('what a later return says of the same episode is used, and the difference told', async (t) => {
  const rows = [
    header('A', undefined, {}, '2018-header.csv'),
    episode('A', '10/02/2018', '', { PLACE: 'K2', PLACE_PROVIDER: 'PR4' }, '2018-episodes.csv'),
    episode('A', '10/02/2018', '', { PLACE: 'U6', PLACE_PROVIDER: 'PR4' }, '2019-episodes.csv'),
    episode('B', '01/06/2018', '', {}, '2019-episodes.csv'),
  ]
  t.same(stays(rows), ['ifa 2018-02-10–'])
  t.ok(findingsOf(rows).includes('repaired 503D PLACE'))
})

t.test('an episode that runs into the next ends when that one starts', async (t) => {
  const rows = (end: string) => [
    header('A'),
    episode('A', '01/05/2017', end, { REC: end ? 'E4A' : '' }),
    episode('A', '01/07/2017', '01/09/2017', { RNE: 'P', PLACE: 'K2' }),
  ]
  for (const [end, rule] of [
    ['01/08/2017', '501'],
    ['', '142'],
  ] as const) {
    const { record, findings } = recordOf(rows(end))
    t.same(stays(rows(end)), ['internal-foster 2017-05-01–2017-07-01', 'residential 2017-07-01–2017-09-01'])
    t.same(record.carePeriods.length, 1, 'care went on')
    t.match(findings, [{ kind: 'repaired', rule, column: 'DEC', reason: /ended on 2017-07-01/ }])
  }
})

t.test('two episodes of one return that start on one day contradict: the fuller is used', async (t) => {
  const rows = [
    header('A'),
    episode('A', '01/05/2017', '', { PLACE: 'K2' }),
    episode('A', '01/05/2017', '01/09/2017'),
  ]
  t.same(stays(rows), ['internal-foster 2017-05-01–2017-09-01'])
  t.same(read(rows).outcomes, ['new', 'rejected', 'new'])
  t.same(findingsOf(rows), ['rejected 501 DECOM'])
})

t.test('the same episode open and ended in one file is one, and nothing is rejected', async (t) => {
  const rows = [header('A'), episode('A', '01/05/2017', ''), episode('A', '01/05/2017', '01/09/2017')]
  t.same(stays(rows), ['internal-foster 2017-05-01–2017-09-01'])
  t.same(read(rows).outcomes, ['new', 'unchanged', 'new'])
})

t.test('a row that says what another says word for word is unchanged', async (t) => {
  const rows = [header('A'), episode('A', '01/05/2017', ''), episode('A', '2017-05-01', '')]
  t.same(read(rows).outcomes, ['new', 'new', 'unchanged'])
})

t.test('care that is said to go on, and does not, ceased for another reason', async (t) => {
  const { record } = recordOf([
    header('A'),
    episode('A', '01/05/2017', '01/06/2017', { REC: 'X1' }),
    episode('A', '01/08/2017', ''),
  ])
  t.match(record.carePeriods, [
    { startedOn: '2017-05-01', endedOn: '2017-06-01', endReason: 'E8' },
    { startedOn: '2017-08-01', endedOn: null, endReason: null },
  ])
})

t.test('headers that differ between years: the latest is used, and told', async (t) => {
  const rows = [
    header('A', '05/06/2010', { SEX: '1' }, '2018-header.csv'),
    episode('A', '10/02/2018', '', {}, '2018-episodes.csv'),
    header('A', '06/06/2010', { SEX: '2' }, '2019-header.csv'),
    episode('A', '10/04/2018', '', { RNE: 'L', LS: 'E1' }, '2019-episodes.csv'),
  ]
  t.match(recordOf(rows).record, { dateOfBirth: '2010-06-06', sex: 'female' })
  t.same(
    findingsOf(rows).filter((line) => line.startsWith('repaired 20')),
    ['repaired 202 SEX', 'repaired 203 DOB'],
  )
})

t.test('1 in one year and M in another are the same sex', async (t) => {
  const rows = [
    header('A', undefined, { SEX: '1', YEAR: '2024' }),
    header('A', undefined, { SEX: 'M', YEAR: '2025' }),
  ]
  t.same(findingsOf(rows), [])
})

t.test('a change of legal status is no move; neighbours of one status are one', async (t) => {
  const rows = [
    header('A'),
    episode('A', '01/05/2017', '01/06/2017', { LS: 'V2', REC: 'X1' }),
    episode('A', '01/06/2017', '01/07/2017', { LS: 'C1', RNE: 'L', REC: 'X1' }),
    episode('A', '01/07/2017', '', { LS: 'C1', RNE: 'P', PLACE: 'K2', PLACE_PROVIDER: 'PR4' }),
  ]
  t.same(stays(rows), ['internal-foster 2017-05-01–2017-07-01', 'residential 2017-07-01–'])
  t.same(recordOf(rows).record.legalStatuses, [
    { status: 'V2', startedOn: '2017-05-01', endedOn: '2017-06-01' },
    { status: 'C1', startedOn: '2017-06-01', endedOn: null },
  ])
})

t.test('a move with the same carer is a placement marked so', async (t) => {
  const { record } = recordOf([
    header('A'),
    episode('A', '01/05/2017', '01/06/2017', { REC: 'X1', REASON_PLACE_CHANGE: 'PLACE' }),
    episode('A', '01/06/2017', '', { RNE: 'T', PLACE: 'U5' }),
  ])
  t.match(record.placements, [
    { startedOn: '2017-05-01', sameCarer: false, endReason: 'PLACE' },
    { startedOn: '2017-06-01', sameCarer: true, endReason: null },
  ])
})

const away = (place: string) => [
  header('A'),
  episode('A', '01/05/2017', '01/06/2017', { REC: 'X1' }),
  episode('A', '01/06/2017', '05/06/2017', { RNE: 'P', PLACE: 'T4', REC: 'X1' }),
  episode('A', '05/06/2017', '01/08/2017', { RNE: 'P', PLACE: place }),
]

t.test('a temporary stay lies over the usual placement, which goes on when the child returns', async (t) => {
  t.same(stays(away('U4')), ['internal-foster 2017-05-01–2017-08-01', 'temporary 2017-06-01–2017-06-05'])
})

t.test('a child who does not return left the usual placement when the temporary stay ended', async (t) => {
  t.same(stays(away('K2')), [
    'internal-foster 2017-05-01–2017-06-05',
    'temporary 2017-06-01–2017-06-05',
    'residential 2017-06-05–2017-08-01',
  ])
  t.ok(findingsOf(away('K2')).includes('noted 383 PLACE'))
})

t.test('short breaks are short breaks, unless they became care', async (t) => {
  const first = episode('A', '01/05/2017', '04/05/2017', { LS: 'V4', REC: 'X1' })
  const then = (LS: string) => episode('A', '04/05/2017', '01/06/2017', { LS, RNE: 'L' })
  t.same(stays([header('A'), first, then('V4')]), ['short-break 2017-05-01–2017-06-01'])
  t.same(stays([header('A'), first, then('V2')]), ['internal-foster 2017-05-01–2017-06-01'])
})

t.test('UASC: the status ceases on the date given, and on the 18th birthday at the latest', async (t) => {
  const uasc = (DUC: string) =>
    recordOf([header('A', '05/06/2010'), row('uasc', { CHILD: 'A', SEX: '1', DOB: '05/06/2010', DUC })], 2018)
      .record
  t.match(uasc(''), { uasc: true, uascCeasedOn: null })
  t.match(uasc('01/02/2019'), { uasc: true, uascCeasedOn: '2019-02-01' })
  t.match(uasc('09/06/2028'), { uasc: true, uascCeasedOn: '2028-06-05' })
})

// Born 5 June 1999: 18 on 5 June 2017 (collection year 2018), 19 in 2018 (2019), 20 in 2019 (2020), 21 in 2020.
const leaver = (cells: Record<string, string>, ...oc3: [year: string, accom: string, touch?: string][]) => [
  header('A', '05/06/1999'),
  episode('A', '01/05/2015', '05/06/2017', cells),
  ...oc3.map(([YEAR, ACCOM, IN_TOUCH = 'YES']) =>
    row('oc3', { CHILD: 'A', DOB: '05/06/1999', IN_TOUCH, ACTIV: 'F1', ACCOM, YEAR }),
  ),
]

t.test(
  'Staying Put: from 18 with the former foster carers, to 21 or the birthday they are found elsewhere',
  async (t) => {
    const afterCare = (rows: ReturnType<typeof leaver>) => stays(rows).slice(1)
    t.same(afterCare(leaver({ REC: 'E17' })), ['staying-put 2017-06-05–2020-06-05'])
    t.same(afterCare(leaver({ REC: 'E17' }, ['2019', 'Z1'], ['2020', 'U1'])), [
      'staying-put 2017-06-05–2019-06-05',
    ])
    t.same(
      afterCare(leaver({ REC: 'E17' }, ['2019', '0', 'NO'])),
      ['staying-put 2017-06-05–2020-06-05'],
      'unknown',
    )
    t.same(
      afterCare(leaver({ REC: 'E8' }, ['2019', 'Z2'])),
      ['staying-put 2017-06-05–2020-06-05'],
      'OC3 alone tells',
    )
    t.same(afterCare(leaver({ REC: 'E8' }, ['2019', 'U1'])), [])
    t.same(afterCare(leaver({ REC: 'E17', PLACE: 'K2' })), [], 'not from a foster placement')
    t.same(afterCare(leaver({ REC: 'E17', DEC: '04/06/2017' })), [], 'still 17')
  },
)

t.test('Staying Close: from 18 after a home or 16+ provision with formal support', async (t) => {
  const afterCare = (rows: ReturnType<typeof leaver>) => stays(rows).slice(1)
  t.same(afterCare(leaver({ REC: 'E5', PLACE: 'K2' })), ['staying-close 2017-06-05–2020-06-05'])
  t.same(afterCare(leaver({ REC: 'E5', PLACE: 'K2' }, ['2019', 'D1'], ['2020', 'X2'])), [
    'staying-close 2017-06-05–2019-06-05',
  ])
  t.same(afterCare(leaver({ REC: 'E6', PLACE: 'K2' })), [])
})

t.test('a return takes the place of what was said before of the same child and year', async (t) => {
  const first = read([
    header('A'),
    episode('A', '03/05/2017', ''),
    episode('A', '01/09/2017', '', { RNE: 'L', LS: 'E1' }),
  ])
  const firstStatements = first.statements
  t.same(read([header('A'), episode('A', '03/05/2017', ''), episode('A', '01/09/2017', '', { RNE: 'L', LS: 'E1' })], firstStatements).outcomes, [
    'unchanged', 'unchanged', 'unchanged',
  ]) // prettier-ignore
  const second = read(
    [episode('A', '04/05/2017', ''), episode('A', '01/09/2017', '', { RNE: 'L', LS: 'V2' })],
    firstStatements,
  )
  t.same(second.outcomes, ['new', 'changed'])
  t.same(
    second.withdrawn.map(({ key }) => key),
    ['2017-05-03'],
  )
  t.match(second.children[0]?.current?.carePeriods, [{ startedOn: '2017-05-04' }])
  t.equal(second.children[0]?.previous?.carePeriods[0]?.startedOn, '2017-05-03')
})
