import t from 'tap'
import { testApp } from '../../support/app.ts'
import { aChild, aHome } from '../../support/builders.ts'

/** The cells of a column in a CSV answer without quotes. */
function columnOf(body: string, name: string): (string | undefined)[] {
  const [head = '', ...lines] = body
    .replace(/^\uFEFF/, '')
    .trim()
    .split('\r\n')
  const index = head.split(',').indexOf(name)
  return lines.map((line) => line.split(',')[index]).sort()
}

t.test('what Excel takes for a date or another number is text in CSV; the rest stays as it is', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const misreadTexts = {
    references: ['1-2', '02E03', '00123', 'MAR1', '1234567890123456'],
    names: ['3/4/2021', '2011/12', '1 Jan', 'May 2021', '12:30'],
  }
  const plainTexts = {
    references: ['1234567', 'CH-0001', 'A1-2', '2E'],
    names: ['2022/23', 'March House', '5 Mayfield', '16+'],
  }
  for (const reference of [...misreadTexts.references, ...plainTexts.references])
    await aChild(client, { reference })
  for (const name of [...misreadTexts.names, ...plainTexts.names]) await aHome(client, { name })
  const csv = async (path: string) => (await client.get<string>(path, { accept: 'text/csv' })).body
  const expected = (misreadTexts: string[], plain: string[]) =>
    [...misreadTexts.map((text) => `'${text}`), ...plain].sort()
  t.same(
    columnOf(await csv('/v1/children'), 'reference'),
    expected(misreadTexts.references, plainTexts.references),
  )
  t.same(columnOf(await csv('/v1/homes'), 'name'), expected(misreadTexts.names, plainTexts.names))
  const { items } = (await client.get<{ items: { reference: string }[] }>('/v1/children')).body
  t.ok(
    items.some(({ reference }) => reference === '1-2'),
    'in JSON all is as it is',
  )
})
