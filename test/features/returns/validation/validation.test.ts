import { parse } from 'csv-parse/sync'
import t from 'tap'
import { CHESHIRE_EAST, STOCKPORT, testApp, type Body } from '../../../support/app.ts'
import { csv, form, importOf, type Sent } from '../in/support.ts'

const service = await testApp(t, { limits: { uploadBytes: 2_000_000 } })
const { ownerPool } = service
const data = await service.as('data')

await ownerPool.query(
  `insert into postcodes (postcode, authority_code, country, easting, northing) values
     ('CW11AA', '${CHESHIRE_EAST}', 'E', 370000, 355000), ('CW21AA', '${CHESHIRE_EAST}', 'E', 371000, 356000)
   on conflict do nothing`,
)

async function validate<T = Body>(files: readonly Sent[], headers = {}, query = '') {
  const { body, headers: type } = form(files)
  return data.post<T>(`/v1/returns/validation${query}`, body, { ...type, ...headers })
}
const rulesOf = ({ rules }: Body) => (rules as { rule: string }[]).map(({ rule }) => rule)
const header = (...rows: string[]) => csv('header', ...rows)
const episodes = (...rows: string[]) => csv('episodes', ...rows)
const atPath = ({ content }: Sent, name: string): Sent => ({ name, content })

const child = header('A,1,05/06/2010,WBRI,A123456789012,,')
const open = 'A,03/05/2017,S,C2,N1,U4,PR1,,,,CW1 1AA,CW2 1AA,SC123456'
const overlapping = episodes(
  'A,03/05/2017,S,C2,N1,U4,PR1,03/09/2017,X1,CARPL,CW1 1AA,CW2 1AA,SC123456',
  'A,01/09/2017,P,C2,N1,U6,PR1,,,,CW1 1AA,CW2 1AA,SC123456',
)

t.test('the report is by rule and by child, with the rows and their cells', async (t) => {
  const { status, body } = await validate([child, overlapping])
  t.equal(status, 200)
  t.same(body.years, ['2017/18'])
  const rules = body.rules as Body[]
  t.match(
    rules.find(({ rule }) => rule === '501'),
    {
      message: 'A new episode has started before the end date of the previous episode.',
      year: '2017/18',
      count: 1,
      children: 1,
      firstRows: [
        {
          child: 'A',
          module: 'Episodes',
          file: 'episodes.csv',
          row: 3,
          cells: { DECOM: '01/09/2017', DEC: '' },
        },
      ],
    },
  )
  t.same(rulesOf(body), ['388', '433', '501'], 'and nothing else')
  t.same(body.children, [{ child: 'A', count: 3, rules: ['388', '433', '501'] }])
})

t.test('a return that is in order breaks no rule', async (t) => {
  const { body } = await validate([child, episodes(open)])
  t.same(body.rules, [])
  t.same(body.children, [])
})

t.test('what cannot be decided is told with what is missing', async (t) => {
  const { body } = await validate([child, episodes(open)])
  const reasons = body.undecided as { year: string; why: string; rules: string[] }[]
  const whyOf = (rule: string) => reasons.find(({ rules }) => rules.includes(rule))?.why
  t.equal(whyOf('440'), 'Reviews is missing')
  t.equal(whyOf('105'), 'Header has no column UASC')
  t.equal(whyOf('503A'), 'Episodes of 2016/17 is missing')
  t.equal(whyOf('219'), 'no home is recorded with an Ofsted number of the return')
  t.equal(whyOf('142'), undefined)
})

t.test('the XML form says in Header who is unaccompanied', async (t) => {
  const childElement = (reference: string, status: string) => `<CHILD><HEADER>
    <CHILDID>${reference}</CHILDID><SEX>1</SEX><DOB>05/06/2001</DOB><ETHNIC>WBRI</ETHNIC>${status}</HEADER>
    <EPISODE><DECOM>03/05/2017</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>U4</PL></EPISODE></CHILD>`
  const xml = (...children: string[]) => [
    { name: '2017-18.xml', content: `<EXPSSDA903>${children.join('')}</EXPSSDA903>` },
  ]
  const duc = '<DUC>05/06/2019</DUC>'
  const { body } = await validate(
    xml(
      childElement('NO', '<UASC>0</UASC>'),
      childElement('YES', `<UASC>1</UASC>${duc}`),
      childElement('UNSAID', '<UASC/>'),
      childElement('WRONG', `<UASC>0</UASC>${duc}`),
      childElement('ABSENT', ''),
    ),
  )
  const childrenBreaking = (rule: string) =>
    (body.rules as { rule: string; firstRows: { child: string }[] }[])
      .filter((entry) => entry.rule === rule)
      .flatMap(({ firstRows }) => firstRows.map(({ child }) => child))
  t.same(childrenBreaking('105'), ['UNSAID', 'ABSENT'])
  t.same(childrenBreaking('303'), ['WRONG'])
  const plain = await validate(xml(childElement('ABSENT', '')))
  const reasons = plain.body.undecided as { why: string; rules: string[] }[]
  t.match(
    reasons.find(({ rules }) => rules.includes('105')),
    { why: 'Header has no column UASC' },
  )
})

t.test('nothing of it is kept', async (t) => {
  await validate([child, overlapping])
  for (const table of ['children', 'imports', 'return_rows', 'import_rows'])
    t.equal((await ownerPool.query(`select from ${table}`)).rowCount, 0, table)
})

t.test('two years in one upload: the later is checked against the earlier', async (t) => {
  const years = [
    atPath(child, '2018/header.csv'),
    atPath(episodes(open), '2018/episodes.csv'),
    atPath(header('A,1,06/06/2010,WBRI,A123456789012,,'), '2019/header.csv'),
    atPath(
      episodes('A,03/05/2017,S,C1,N1,U4,PR1,01/09/2018,E4A,,CW1 1AA,CW2 1AA,SC123456'),
      '2019/episodes.csv',
    ),
  ]
  const { body } = await validate(years)
  t.same(body.years, ['2017/18', '2018/19'])
  t.same(
    (body.rules as { rule: string; year: string }[]).map(({ rule, year }) => `${rule} ${year}`),
    ['203 2018/19', '503B 2018/19'],
  )
})

t.test('as CSV: by rule, by child, by row', async (t) => {
  const table = async (query: string) => {
    const { body, headers } = await validate<string>([child, overlapping], { accept: 'text/csv' }, query)
    t.match(headers['content-type'], /text\/csv/)
    return parse<Record<string, string>>(body, { bom: true, columns: true })
  }
  const byRule = await table('')
  t.match(byRule[0], { rule: '388', year: '2017/18', count: '1', children: '1', undecided: '' })
  t.match(
    byRule.find(({ rule }) => rule === '440'),
    { count: '', undecided: 'Reviews is missing' },
    'the rules that are not decided are lines too',
  )
  t.same(await table('?by=child'), [{ child: 'A', count: '3', rules: '388 433 501' }])
  t.match((await table('?by=row')).at(-1), { rule: '501', child: 'A', row: '3', file: 'episodes.csv' })
  t.equal((await validate([child], {}, '?by=month')).status, 400)
})

t.test('a row or file that cannot be read is told, and the rest is checked', async (t) => {
  const { body } = await validate([child, overlapping, { name: 'notes.csv', content: 'a,b\n1,2\n' }])
  t.match(body.notes, [{ file: 'notes.csv', row: null }])
  t.ok(rulesOf(body).includes('501'))
})

t.test('the year before is that of earlier imports, and reading it is logged', async (t) => {
  const year2018 = [atPath(child, '2018/header.csv'), atPath(episodes(open), '2018/episodes.csv')]
  t.equal((await importOf(data, year2018)).status, 'succeeded')
  const year2019 = [
    atPath(header('A,2,05/06/2010,WBRI,A123456789012,,'), '2019/header.csv'),
    atPath(
      episodes('A,04/05/2017,S,C2,N1,U4,PR1,01/09/2018,E4A,,CW1 1AA,CW2 1AA,SC123456'),
      '2019/episodes.csv',
    ),
  ]
  const { body } = await validate(year2019, { 'access-purpose': 'return' })
  for (const rule of ['202', '502', '562']) t.ok(rulesOf(body).includes(rule), rule)
  const { rows } = await ownerPool.query(
    `select action, purpose, cardinality(child_ids) as children from access_log order by id desc limit 1`,
  )
  t.same(rows, [{ action: 'POST /v1/returns/validation', purpose: 'return', children: 1 }])

  const other = await service.as('data', STOCKPORT)
  const { body: form2019, headers } = form(year2019)
  const elsewhere = await other.post('/v1/returns/validation', form2019, headers)
  t.notOk(rulesOf(elsewhere.body).includes('202'), 'another authority’s rows are none of its business')
})

t.test('only those who import may validate', async (t) => {
  const { body, headers } = form([child])
  const panel = await service.as('panel')
  t.equal((await panel.post('/v1/returns/validation', body, headers)).status, 403)
})
