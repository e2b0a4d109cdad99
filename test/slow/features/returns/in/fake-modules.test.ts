import { readFile } from 'node:fs/promises'
import t from 'tap'
import { STOCKPORT, testApp } from '../../../../support/app.ts'
import { needs, sharedData } from '../../../../support/shared-data.ts'
import {
  accountedFor,
  filesIn,
  fingerprint,
  importOf,
  linesOf,
  partial,
  reportOf,
} from '../../../../features/returns/in/support.ts'

t.setTimeout(900_000)

const folder = sharedData('903')
const service = await testApp(t)

t.test('the fake year of every module is loaded, as CSV and as XML', needs(folder), async (t) => {
  const data = await service.as('data')
  const files = await filesIn(`${folder}/validator-fake`, /\.csv$/)
  const result = await importOf(data, files, partial)
  accountedFor(t, result, await reportOf(data, result.id), linesOf(files))
  t.same(
    result.files.flatMap(({ modules }) => modules).sort(),
    'AD1 DoLo Episodes Header Missing OC2 OC3 PlacedAdoption PrevPerm Reviews SWEpisodes UASC'.split(' '),
  )
  const { rows } = await service.ownerPool.query(`select count(*) from import_rows where import_id = $1`, [
    result.id,
  ])
  t.match(rows, [{ count: linesOf(files) }], 'the rows are kept as received')

  const xml = await readFile(`${folder}/validator-fake/fake_903.xml`, 'utf8')
  const elements = (name: string) => xml.split(`<${name}>`).length - 1
  // Of another authority, as its children are others: a return sent again takes the place of the one before.
  const other = await service.as('data', STOCKPORT)
  const second = await importOf(other, [{ name: 'fake_903.xml', content: xml }], partial)
  t.match(
    Object.fromEntries(
      Object.entries(second.counts.modules).map(([module, counts]) => [module, counts.read]),
    ),
    {
      Header: elements('CHILDID'),
      Episodes: elements('EPISODE'),
      Reviews: elements('AREVIEW'),
      Missing: elements('AMISSING'),
      OC2: elements('OC2'),
      PrevPerm: elements('PERMANENCE'),
      PlacedAdoption: elements('AD_PLACED'),
      UASC: elements('UASC'),
      OC3: elements('IN_TOUCH'),
      AD1: elements('DATE_INT'),
    },
  )
  accountedFor(t, second, await reportOf(other, second.id), second.counts.read)

  const fingerprintBefore = await fingerprint(service.ownerPool)
  t.match((await importOf(data, files, partial)).counts, { new: 0, changed: 0 })
  t.match((await importOf(other, [{ name: 'fake_903.xml', content: xml }], partial)).counts, {
    new: 0,
    changed: 0,
  })
  t.same(await fingerprint(service.ownerPool), fingerprintBefore)
})
