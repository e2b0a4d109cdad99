import t from 'tap'
import { filesIn, importOf, partial } from '../../../../features/returns/in/support.ts'
import { contentOfRecords } from '../../../../features/returns/out/support.ts'
import { CHESHIRE_EAST, STOCKPORT, testApp, type TestClient } from '../../../../support/app.ts'
import { needs, sharedData } from '../../../../support/shared-data.ts'

t.setTimeout(900_000)

const folder = sharedData('903')
const service = await testApp(t)

/** The files of a year that the service makes, as they would be sent. */
async function filesOf(client: TestClient, year: string) {
  const { body } = await client.get<{ modules: { file: string }[] }>(`/v1/returns/${year}`)
  return Promise.all(
    body.modules.map(async ({ file }) => ({
      name: `${year}/${file}`,
      content: (await client.get<string>(`/v1/returns/${year}/${file}`)).body,
    })),
  )
}

const differences = (one: readonly string[], other: readonly string[]) => {
  const lines = new Set(other)
  return one.filter((line) => !lines.has(line))
}

t.test('fake years that went in come out, and in elsewhere the same', needs(folder), async (t) => {
  const [from, to] = [await service.as('data', CHESHIRE_EAST), await service.as('data', STOCKPORT)]
  await importOf(from, await filesIn(`${folder}/demand-fake`, /\.csv$/), partial)
  for (const year of ['2016-17', '2017-18', '2018-19', '2019-20', '2020-21', '2021-22']) {
    const result = await importOf(to, await filesOf(from, year), { ...partial, year, confirmYear: 'true' })
    t.equal(result.status, 'succeeded', year)
  }
  const [content, again] = [
    await contentOfRecords(service.ownerPool, CHESHIRE_EAST, '2022-03-31'),
    await contentOfRecords(service.ownerPool, STOCKPORT, '2022-03-31'),
  ]
  t.ok(content.length > 5000, `${content.length} records`)
  t.same(differences(content, again).slice(0, 20), [])
  t.same(differences(again, content).slice(0, 20), [])
})
