import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { content, readSubmission } from '../../../../src/domain/ssda903/index.ts'
import { readable, readFiles } from '../../../../src/features/returns/in/ssda903/read-files.ts'

const today = '2026-11-22'
const budget = 1_000_000
const folder = await mkdtemp(join(tmpdir(), 'ssda903-'))
t.teardown(() => rm(folder, { recursive: true }))

let count = 0
const year = { year: 2018, confirmed: true }
async function readOne(bytes: Buffer | string, name = 'some file.csv', maxBytes = budget) {
  const path = join(folder, String(++count))
  await writeFile(path, bytes)
  return readFiles([{ path, name }], { maxBytes, today, year })
}

const uasc = 'CHILD,SEX,DOB,DUC\nA,1,01/02/2010,\n'
const cells = { CHILD: 'A', SEX: '1', DOB: '01/02/2010', DUC: '' }

t.test('a file is read whatever its name, packing, encoding, delimiter and line ends', async (t) => {
  const forms: [string, Buffer | string][] = [
    ['as it is', uasc],
    ['gzip', gzipSync(uasc)],
    ['UTF-8 with its mark', `\uFEFF${uasc}`],
    ['UTF-16, little end first', Buffer.from(`\uFEFF${uasc}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\uFEFF${uasc}`, 'utf16le').swap16()],
    ['semicolons', uasc.replaceAll(',', ';')],
    ['tabs', uasc.replaceAll(',', '\t')],
    ['Windows line ends', uasc.replaceAll('\n', '\r\n')],
    ['lower case headings', uasc.replace('CHILD,SEX,DOB,DUC', 'Child, sex,Dob ,duc')],
    ['quotes', uasc.replace('A,', '"A",')],
    ['empty lines', `${uasc}\n,,,\n`],
    ['UTF-16 without its mark', Buffer.from(uasc, 'utf16le')],
    ['a formula that keeps a text a text', uasc.replace('A,', '="A",')],
    ['a quotation mark in another column', uasc.replace('DUC\n', 'DUC,NOTE\n').replace(',\n', ',,5" tall\n')],
    [
      'headings with dots, brackets and stars',
      uasc.replace('DOB', 'D.O.B. (dd/mm/yyyy)').replace('SEX', 'Sex*'),
    ],
    ['lines in the place of rows', `${uasc}\nTotal,1,,\n,Count,1\n(1 rows affected)\nEnd of report\n`],
    ['headings on every page', `${uasc}CHILD,SEX,DOB,DUC\n`],
  ]
  for (const [name, bytes] of forms) {
    const { rows, faults, files } = await readOne(bytes)
    t.equal(rows.length, 1, name)
    t.match(
      rows,
      [{ module: 'uasc', row: 2, cells: name.startsWith('a formula') ? { ...cells, CHILD: '="A"' } : cells }],
      name,
    )
    t.same(faults, [], name)
    t.match(files, [{ modules: ['UASC'], rows: 1 }], name)
  }
})

t.test('what a Mac or Excel keeps beside a file is no file of a return', (t) => {
  for (const name of ['header.csv', 'r/Header.XLSX', 'a.b/episodes.csv.gz']) t.ok(readable.test(name), name)
  for (const name of ['._header.csv', '__MACOSX/r/header.csv', 'r/~$header.xlsx', 'notes.docx'])
    t.notOk(readable.test(name), name)
  t.end()
})

t.test('what is not UTF-8 is Windows-1252', async (t) => {
  const { rows } = await readOne(Buffer.from('CHILD,SEX,DOB,DUC,WORKER\nA,1,01/02/2010,,Zo\xeb\n', 'latin1'))
  t.equal(rows[0]?.cells.WORKER, 'Zoë')
})

t.test('a file that is not what it should be is told of, and the others are read', async (t) => {
  const wrong: [string, Buffer | string, RegExp][] = [
    ['columns of no module', 'NAME,ADDRESS\nA,B\n', /NAME, ADDRESS/],
    ['nothing', '', /empty/],
    ['blanks alone', '\n \n', /empty/],
    ['a gzip cut short', gzipSync(uasc.repeat(50)).subarray(0, 30), /cut short/],
    ['a gzip gone bad', Buffer.concat([gzipSync(uasc).subarray(0, 12), Buffer.alloc(40, 7)]), /damaged/],
    ['a gzip that unpacks beyond the limit', gzipSync(Buffer.alloc(5 * budget, 65)), /larger/],
    ['an archive gone bad', Buffer.from('PK\x03\x04…'), /damaged/],
    ['a workbook of before 2007', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), /\.xlsx/],
    ['bytes', Buffer.from([1, 0, 2, 0, 3]), /not a text file/],
    ['a quotation mark left open', 'CHILD,SEX,DOB,DUC\n"A,1,01/02/2010,\n', /quotation mark/],
    ['a column twice', 'CHILD,SEX,DOB,DUC,DOB\nA,1,01/02/2010,,\n', /DOB is there twice/],
    ['another document', '<html><body/></html>', /EXPSSDA903/],
    ['XML cut short', '<EXPSSDA903><CHILD><HEADER>', /well-formed/],
    ['a document type', '<!DOCTYPE x [<!ENTITY a "aaaa">]><EXPSSDA903/>', /DOCTYPE/],
    [
      'an entity of its own',
      '<EXPSSDA903><CHILD><HEADER><CHILDID>&a;</CHILDID></HEADER></CHILD></EXPSSDA903>',
      /well-formed/,
    ],
    ['a deep nest', '<EXPSSDA903>'.concat('<CHILD>'.repeat(5000)), /deeper/],
  ]
  const good = join(folder, 'good')
  await writeFile(good, uasc)
  for (const [name, bytes, reason] of wrong) {
    const path = join(folder, String(++count))
    await writeFile(path, bytes)
    const read = await readFiles(
      [
        { path, name },
        { path: good, name: 'good' },
      ],
      { maxBytes: budget, today, year },
    )
    t.match(read.faults, [{ kind: 'rejected', file: name, module: null, reason }], name)
    if (!reason.test('larger')) t.equal(read.rows.length, 1, name)
  }
})

t.test('a line that is no row is passed over with a note, and every other is a row', async (t) => {
  const head = 'CHILD,SEX,DOB,DUC'
  const read = async (...lines: string[]) => {
    const { rows, faults, notes } = await readOne([head, ...lines].join('\n'))
    t.same(faults, [])
    const reasons = notes.map(({ reason }) => reason).filter((reason) => /is no row/.test(reason))
    return { rows: rows.map(({ row }) => row), reasons }
  }
  t.same(await read('A,1,01/02/2010,', 'Total,1', 'Page 1 of 1'), {
    rows: [2],
    reasons: ['line 3 is no row (Total, 1) and is passed over, and so are 1 more such lines'],
  })
  t.same(await read('Child identifier,Sex of child,Date of birth,Date', 'A,1,01/02/2010,'), {
    rows: [3],
    reasons: ['line 2 is no row (Child identifier, Sex of child, Date of birth, Date) and is passed over'],
  })
  t.same(await read('TOTAL1,1,01/02/2010,', 'COUNT,1,01/02/2010,01/02/2020,', '12,,,', 'B,x,y,z'), {
    rows: [2, 3, 4, 5],
    reasons: [],
  })
})

t.test('a row with cells too many, or without one that decides, is rejected by its line', async (t) => {
  const { rows } = await readOne(
    'CHILD,DOB,SEX,UPN,ETHNIC\nA,01/02/2010\nB,01/02/2010,1,,WBRI,x\nC,01/02/2010,1,,WBRI,\nD,01/02/2010,1\n',
  )
  const { outcomes, findings } = readSubmission(rows, { statements: [], returns: [] }, [2018], today)
  t.same(outcomes, ['rejected', 'rejected', 'new', 'new'])
  t.match(
    findings.filter(({ kind }) => kind === 'rejected'),
    [
      { row: 2, reason: 'the row has 2 cells under 5 columns' },
      { row: 3, reason: 'the row has 6 cells under 5 columns' },
    ],
  )
})

t.test('files of one name are told apart', async (t) => {
  const path = join(folder, 'same')
  await writeFile(path, uasc)
  const { files } = await readFiles(
    [
      { path, name: 'x.csv' },
      { path, name: 'x.csv' },
    ],
    { maxBytes: budget, today, year },
  )
  t.same(
    files.map(({ name }) => name),
    ['x.csv', 'x.csv (2)'],
  )
})

t.test('the XML form and the CSV form of one return say the same', async (t) => {
  const xml = `<?xml version="1.0"?>
    <EXPSSDA903><CHILD>
      <HEADER>
        <CHILDID>A</CHILDID><UPN>UN2</UPN><SEX>2</SEX><DOB>05/06/2000</DOB><ETHNIC>WBRI</ETHNIC>
        <UASC>1</UASC><DUC>05/06/2018</DUC><DATE_INT>01/02/2017</DATE_INT><DATE_MATCH>02/02/2017</DATE_MATCH>
        <FOSTER_CARE>0</FOSTER_CARE><NB_ADOPTR>2</NB_ADOPTR><SEX_ADOPTR>MF</SEX_ADOPTR><LS_ADOPTR>L11</LS_ADOPTR>
        <IN_TOUCH>YES</IN_TOUCH><ACTIV>F1</ACTIV><ACCOM>Z1</ACCOM>
        <AMISSING><MISSING>M</MISSING><MIS_START>01/07/2017</MIS_START><MIS_END>02/07/2017</MIS_END></AMISSING>
        <AREVIEW><REVIEW>27/09/2017</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>
        <AREVIEW><REVIEW>14/01/2018</REVIEW><REVIEW_CODE>PN3</REVIEW_CODE></AREVIEW>
        <MOTHER/><MC_DOB/><PERMANENCE><PREV_PERM>Z1</PREV_PERM></PERMANENCE>
        <OC2><SDQ_SCORE>21</SDQ_SCORE><CONVICTED>0</CONVICTED></OC2>
        <AD_PLACED><DATE_PLACED>01/08/2017</DATE_PLACED></AD_PLACED>
      </HEADER>
      <EPISODE><DECOM>06/01/2017</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N4</CIN><PL>U6</PL><PL_POST>CW1 2AB</PL_POST>
        <HOME_POST/><URN>1465167</URN><PLACE_PROVIDER>PR1</PLACE_PROVIDER><DEC>06/10/2017</DEC><REC>X1</REC>
        <REASON_PLACE_CHANGE>CARPL</REASON_PLACE_CHANGE></EPISODE>
      <EPISODE><DECOM>06/10/2017</DECOM><RNE>P</RNE><LS>C2</LS><CIN>N4</CIN><PL>K2</PL>
        <PLACE_PROVIDER>PR4</PLACE_PROVIDER><DEC/><REC/></EPISODE>
    </CHILD></EXPSSDA903>`
  const csv = {
    header: 'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nA,2,05/06/2000,WBRI,UN2,,\n',
    uasc: 'CHILD,SEX,DOB,DUC\nA,2,05/06/2000,05/06/2018\n',
    ad1: 'CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR\nA,05/06/2000,01/02/2017,02/02/2017,0,2,MF,L11\n',
    oc3: 'CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\nA,05/06/2000,YES,F1,Z1\n',
    missing: 'CHILD,DOB,MISSING,MIS_START,MIS_END\nA,05/06/2000,M,01/07/2017,02/07/2017\n',
    reviews: 'CHILD,DOB,REVIEW,REVIEW_CODE\nA,05/06/2000,27/09/2017,PN1\nA,05/06/2000,14/01/2018,PN3\n',
    prevPerm: 'CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\nA,05/06/2000,Z1,,\n',
    oc2: 'CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED\nA,05/06/2000,21,,0,,,,,,,\n',
    placed: 'CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED\nA,05/06/2000,01/08/2017,,\n',
    episodes:
      'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n' +
      'A,06/01/2017,S,C2,N4,U6,PR1,06/10/2017,X1,CARPL,,CW1 2AB,1465167\nA,06/10/2017,P,C2,N4,K2,PR4,,,,,,\n',
  }
  const files = await Promise.all(
    Object.entries(csv).map(async ([name, text]) => {
      const path = join(folder, name)
      await writeFile(path, text)
      return { path, name: `${name}.csv` }
    }),
  )
  const fromXml = readSubmission(
    (await readOne(xml, '903.xml')).rows,
    { statements: [], returns: [] },
    [2018],
    today,
  )
  const fromCsv = readSubmission(
    (await readFiles(files, { maxBytes: budget, today, year })).rows,
    { statements: [], returns: [] },
    [2018],
    today,
  )
  const statementsOf = ({ statements }: typeof fromXml) =>
    statements.map(({ module, year, key, cells }) => [module, year, key, content(cells)].join()).sort()
  t.same(statementsOf(fromXml), statementsOf(fromCsv))
  t.same(fromXml.children, fromCsv.children)
  t.equal(fromCsv.children[0]?.current?.placements.length, 2)
})

t.test('a submission has one budget of bytes for all its files', async (t) => {
  const path = join(folder, 'half')
  await writeFile(path, uasc.repeat(1000))
  const size = uasc.length * 1000
  const file = { path, name: 'half.csv' }
  t.same((await readFiles([file, file], { maxBytes: 2 * size, today, year })).faults, [])
  t.match((await readFiles([file, file], { maxBytes: 2 * size - 1, today, year })).faults, [
    { file: 'half.csv (2)', reason: /larger/ },
  ])
})
