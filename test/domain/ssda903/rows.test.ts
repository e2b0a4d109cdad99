import t from 'tap'
import { readDate } from '../../../src/domain/written-dates.ts'
import { codeLists, outOfYear } from '../../../src/domain/ssda903/code-lists.ts'
import { recognise as readHeadings } from '../../../src/domain/ssda903/headings.ts'
import { moduleNames, moduleOf } from '../../../src/domain/ssda903/modules.ts'
import { rules } from '../../../src/domain/ssda903/rules.ts'
import { readYear, yearInPath } from '../../../src/domain/ssda903/stated-year.ts'
import { collectionYear, withYears, type UndatedRow } from '../../../src/domain/ssda903/years.ts'
import { episode, header, read, row, today, findingsOf } from './support.ts'

const recognise = (headings: readonly string[]) => readHeadings(headings).layout?.module ?? null
const yearsOf = (rows: readonly UndatedRow[]) => withYears(rows, today).rows.map(({ year }) => year)

t.test('a module is known by its columns, whatever their order and whatever else is there', async (t) => {
  for (const name of moduleNames) {
    const columns = moduleOf(name).columns.map((column) => column.name)
    t.equal(recognise(columns.toReversed()), name)
    t.equal(recognise(['LA', ...columns, 'YEAR']), name)
  }
  t.equal(
    recognise('CHILD DECOM RNE LS CIN PLACE PLACE_PROVIDER DEC REC'.split(' ')),
    'episodes',
    'older Episodes',
  )
  t.equal(recognise(['CHILD', 'DOB']), null)
})

t.test('every rule named by a column has words', async (t) => {
  for (const name of moduleNames) {
    const { columns, withoutHeader, otherBirth } = moduleOf(name)
    for (const rule of [...columns.map((column) => column.rule), withoutHeader, otherBirth]) {
      if (rule) t.ok(rules[rule], `${name}: ${rule}`)
    }
  }
})

t.test('code lists change by collection year', async (t) => {
  t.equal(outOfYear('PLACE', 'H5', 2024), null)
  t.match(outOfYear('PLACE', 'H5', 2025), /up to 2023\/24/)
  t.match(outOfYear('PLACE', 'K3', 2024), /from 2024\/25/)
  t.match(outOfYear('PLACE', 'Z11', 2025), /from 2025\/26/)
  t.match(outOfYear('REC', 'E43', 2019), /up to 2017\/18/)
  t.match(outOfYear('SEX', 'M', 2024), /from 2024\/25/)
  t.equal(codeLists.PLACE.Z1?.label, 'Other placement, listed on a schedule to DfE')
})

t.test('a date is read in every form that can mean one day alone', async (t) => {
  const forms: [string, string][] = [
    ['29/02/2016', '2016-02-29'],
    ['1/2/2016', '2016-02-01'],
    ['2016-02-29', '2016-02-29'],
    ['2016-02-29 00:00:00', '2016-02-29'],
    ['29/02/2016 00:00', '2016-02-29'],
    ['31-Mar-23', '2023-03-31'],
    ['31 March 2023', '2023-03-31'],
    ['1-Sep-98', '1998-09-01'],
    ['31-03-2023', '2023-03-31'],
    ['31.03.2023', '2023-03-31'],
    ['31/03/23', '2023-03-31'],
    ['2023/03/31', '2023-03-31'],
    ['20230331', '2023-03-31'],
    // Excel: 1 January 2000 is day 36526, so 31 March 2023 (8490 days later) is 45016.
    ['45016', '2023-03-31'],
    ['36526.0', '2000-01-01'],
    ['45016.5', '2023-03-31'],
    ['31-03-23', '2023-03-31'],
    ['31.03.23', '2023-03-31'],
    ['2023.03.31', '2023-03-31'],
    ['31/03/2023 09:30', '2023-03-31'],
    ['31/03/2023 09:30:15 PM', '2023-03-31'],
    ['2023-03-31T00:00:00.000Z', '2023-03-31'],
    ['31st March 2023', '2023-03-31'],
    ['Friday, 31 March 2023', '2023-03-31'],
    ['Mar 31, 2023', '2023-03-31'],
  ]
  for (const [text, day] of forms) t.equal(readDate(text)?.value, day, text)
  for (const text of ['29/02/2016', '2016-02-29']) t.equal(readDate(text)?.form, null, "the guide's own")
  const wrong = [
    '29/02/2017',
    '31/04/2017',
    '2017-13-01',
    '02/29/2016',
    '31-Mai-23',
    '20231331',
    '123',
    'x',
    '',
    '01/01/1850',
    '01/04/9999',
    // An evening in UTC is another day in summer.
    '2023-06-30T23:00:00Z',
    'Mai 31, 2023',
    '31/03/2023 tbc',
  ]
  for (const text of wrong) t.equal(readDate(text), null, text)
})

t.test('a collection year runs from 1 April to 31 March and is named by its end', async (t) => {
  t.equal(collectionYear('2017-03-31'), 2017)
  t.equal(collectionYear('2017-04-01'), 2018)
  for (const text of ['2017/18', '2017-2018', ' 2017_18 ', '1718', '201718', '31/03/2018', '17/18']) {
    t.same(readYear(text)?.years, [2018], text)
  }
  for (const text of ['2018', '2018.0']) t.same(readYear(text)?.years, [2018, 2019], text)
  for (const text of ['eighteen', '', '2017/19', '14/06/2018']) t.equal(readYear(text), null, text)
})

t.test('names of files and folders say the year in the shapes that authorities use', async (t) => {
  const exact: [string, number][] = [
    ['2023-24/header.csv', 2024],
    ['SSDA903 2023-24 header.csv', 2024],
    ['2324/episodes.csv', 2024],
    ['903_2324_episodes.csv', 2024],
    ['2023_2024_v2.csv', 2024],
    ['episodes_2023-24_2.csv', 2024],
    ['CLA 202324 final.xml', 2024],
    ['E06000049_23-24_OC3.csv', 2024],
    ['header 2023 to 2024.csv', 2024],
    ['header at 31.03.2024.csv', 2024],
    ['header_20240331.csv', 2024],
    ['2022-23/resubmission/header 2023-24.csv', 2024],
    ['1920/header.csv', 2020],
    ['2023–24/header.csv', 2024],
    ['YE 31 March 2024/header.csv', 2024],
    ['header 31st Mar 2024.csv', 2024],
  ]
  for (const [path, year] of exact) t.same(yearInPath(path)?.years, [year], path)
  for (const path of ['2018/header.csv', 'SSDA903_2018_header.csv', 'header 2018.csv', 'v2_2018.csv']) {
    t.same(yearInPath(path)?.years, [2018, 2019], path)
  }
  t.same(yearInPath('2021/header.csv')?.years, [2021, 2022], 'a year, and not 20 to 21')
  const none = ['header.csv', 'header 2024-06-14.csv', 'extract_14062024.csv', 'LA 895 header (2).csv', '14-06-2024.csv', '05_06_2024.csv', '2011-12-05.csv', '2022-23 and 2023-24.csv'] // prettier-ignore
  for (const path of none) t.equal(yearInPath(path), null, path)
})

t.test("a row's year is its YEAR column's, else that of the last episode of its return", async (t) => {
  const rows = [
    header('A', '01/01/2010', {}, '2017-header.csv'),
    episode('A', '03/05/2015', '', {}, '2017-episodes.csv'),
    episode('A', '10/02/2018', '', {}, '2017-episodes.csv'),
    header('A', '01/01/2010', {}, '2018-header.csv'),
    episode('A', '10/02/2018', '', {}, '2018-episodes.csv'),
    episode('A', '01/04/2018', '', {}, '2018-episodes.csv'),
    header('B', '01/01/2010', { YEAR: '2015/16' }, '2018-header.csv'),
  ]
  t.same(yearsOf(rows), [2018, 2018, 2018, 2019, 2019, 2019, 2016])
})

t.test('folders of a year each are a return each, and an end on 1 April is of the year before', async (t) => {
  const rows = [
    header('A', '01/01/2010', {}, '2018/header.csv'),
    episode('A', '03/05/2015', '01/04/2018', {}, '2018/episodes.csv'),
    header('A', '01/01/2010', {}, '2019/header.csv'),
    episode('A', '01/04/2018', '', {}, '2019/episodes.csv'),
  ]
  t.same(yearsOf(rows), [2018, 2018, 2019, 2019])
})

t.test('a file of several modules is a return of its own', async (t) => {
  const rows = [
    header('A', '01/01/2010', {}, 'one.txt'),
    episode('A', '03/05/2015', '', {}, 'one.txt'),
    header('A', '01/01/2010', {}, 'two.txt'),
    episode('A', '03/05/2017', '', {}, 'two.txt'),
  ]
  t.same(yearsOf(rows), [2016, 2016, 2018, 2018])
})

t.test('each fault of an episode is told by its column and the rule of the collection', async (t) => {
  const wrong: [string, Record<string, string>, string][] = [
    ['a start that does not exist', { DECOM: '31/02/2017' }, 'rejected 141 DECOM'],
    ['a start yet to come', { DECOM: '01/01/2031' }, 'rejected 141 DECOM'],
    ['a reason for new episode', { RNE: 'Q' }, 'rejected 143 RNE'],
    ['a legal status', { LS: 'C9' }, 'rejected 144 LS'],
    ['a need', { CIN: '' }, 'rejected 145 CIN'],
    ['a placement', { PLACE: 'U9' }, 'rejected 146 PLACE'],
    ['an end that does not exist', { DEC: '31/09/2017' }, 'rejected 147 DEC'],
    ['an end with no reason', { REC: '' }, 'rejected 148 REC'],
    ['a reason with no end', { DEC: '' }, 'rejected 148 DEC'],
    ['a reason ceased', { REC: 'E99' }, 'rejected 149 REC'],
    ['an end before the start', { DEC: '01/01/2017' }, 'rejected 356 DEC'],
    ['an end on the day of the start', { DEC: '01/05/2017' }, 'rejected 355 DEC'],
    ['a start before the collection began', { DECOM: '13/10/1991' }, 'rejected 353 DECOM'],
    ['an episode before birth', { DECOM: '01/01/2010' }, 'rejected 302 DECOM'],
    ['a provider', { PLACE_PROVIDER: 'PR9' }, 'repaired 178 PLACE_PROVIDER'],
    ['a postcode', { PL_POST: 'CW1' }, 'repaired 392c PL_POST'],
    ['an Ofsted number', { URN: '?' }, 'repaired 1008 URN'],
    ['a reason for placement change', { REASON_PLACE_CHANGE: 'WHIM' }, 'repaired 1009 REASON_PLACE_CHANGE'],
    ['a reason that the next follows, with no end', { DEC: '', REC: 'X1' }, 'repaired 148 REC'],
    ['a code not yet on the list', { REC: 'E45' }, 'noted 149 REC'],
    ['a provider that cannot be', { PLACE_PROVIDER: 'PR0' }, 'noted 550 PLACE_PROVIDER'],
  ]
  for (const [name, cells, expected] of wrong) {
    const rows = [header('A'), episode('A', '01/05/2017', '01/06/2017', cells)]
    t.ok(findingsOf(rows, 2018).includes(expected), name)
    t.equal(read(rows, [], 2018).outcomes[1], expected.startsWith('rejected') ? 'rejected' : 'new', name)
  }
})

t.test('independent living is told of from 28 October 2023', async (t) => {
  const findingsTo = (to: string) =>
    findingsOf([
      header('A', '01/01/2007'),
      episode('A', '01/09/2023', to, { PLACE: 'P2', PLACE_PROVIDER: 'PR4' }),
    ])
  t.notOk(findingsTo('28/10/2023').includes('noted 217t PLACE'), 'its last night is the 27th')
  t.ok(findingsTo('29/10/2023').includes('noted 217t PLACE'))
})

t.test(
  'rows of a child that Header does not have are rejected, or noted where we only keep them',
  async (t) => {
    const rows = [
      episode('A', '01/05/2017', ''),
      row('uasc', { CHILD: 'A', SEX: '1', DOB: '01/01/2010', DUC: '' }),
      row('reviews', { CHILD: 'A', DOB: '01/01/2010', REVIEW: '01/06/2017', REVIEW_CODE: 'PN1' }),
    ]
    t.same(findingsOf(rows), ['rejected INT03 CHILD', 'rejected INT09 CHILD', 'noted INT08 CHILD'])
    t.same(read(rows).outcomes, ['rejected', 'rejected', 'new'])
  },
)

t.test('a row that was to be read with a change and is then rejected was not repaired', async (t) => {
  const rows = [header('A'), episode('A', '01/05/2017', '', { REC: 'E2', PL_POST: '?' })]
  t.same(findingsOf(rows), ['rejected 148 DEC'])
})
