import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import t from 'tap'
import { upsertPaths } from '../../src/domain/case-systems/kinds.ts'
import { testApp } from '../support/app.ts'

/** The bodies of docs/case-systems.md are sent in their order, and answered as the page says. */

const page = await readFile(resolve(import.meta.dirname, '../../docs/case-systems.md'), 'utf8')
const calls = [
  ...page.matchAll(
    /^`POST (\S+)`\n\n```json\n(.*?)^```\n(?:(?:(?!^```|^`POST|^## )[^\n]*\n)*?```text\n(.*?)^```\n)?/gms,
  ),
].map(([, path = '', body = '', promise]) => ({ path, body, promise }))

t.test('every call works, does what it says, and changes nothing the second time', async (t) => {
  const officer = await (await testApp(t)).as('data')
  const [declaration, first, second, lookup] = calls
  t.same(
    calls.map(({ path }) => path),
    ['/v1/case-systems', '/v1/upserts', '/v1/upserts', '/v1/external-id-lookups'],
  )
  t.equal((await officer.post('/v1/case-systems', declaration?.body, json)).status, 201)
  for (const load of [first, second]) {
    const { body } = await officer.post<Report>('/v1/upserts', load?.body, json)
    const lines = body.records.map(({ kind, externalId, outcome }) => `${kind} ${externalId} ${outcome}`)
    t.same(lines, load?.promise?.trim().split('\n'))
    const again = await officer.post<Report>('/v1/upserts', load?.body, json)
    t.same([...new Set(again.body.records.map(({ outcome }) => outcome))], ['unchanged'])
  }
  t.match((await officer.post('/v1/external-id-lookups', lookup?.body, json)).body, {
    items: [{ externalId: 'P-100234' }],
  })
})

t.test('the kinds are those that there are', (t) => {
  const [, list = ''] = /<!-- kinds -->\n\n(.*?)\n/s.exec(page) ?? []
  t.same(
    [...list.matchAll(/`([a-z-]+)`/g)].map(([, kind]) => kind),
    upsertPaths,
  )
  t.end()
})

const json = { 'content-type': 'application/json' }

interface Report {
  records: { kind: string; externalId: string; outcome: string }[]
}
