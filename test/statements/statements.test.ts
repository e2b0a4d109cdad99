import { readdir, readFile, writeFile } from 'node:fs/promises'
import t from 'tap'
import { planOf } from '../features/plans/support.ts'
import { csv, importOf } from '../features/returns/in/support.ts'
import { testApp } from '../support/app.ts'
import {
  aBed,
  aChild,
  aChildInCare,
  aFee,
  aHome,
  aPlacement,
  someNeeds,
  aSiblingGroup,
} from '../support/builders.ts'
import { inHours, TODAY } from '../support/placing.ts'
import { layOutSql } from './format.ts'
import { statementsOf } from './wire.ts'

/**
 * Snapshots of the most important SQL statements, as they are issued when a request is answered: each in a file beside this one,
 * for reading, and for running with values in place of its parameters. `npm run statements` writes them.
 */
interface Scene {
  /** The request, for the comment in its files. */
  request: string
  ask: (path: string) => Promise<unknown>
  /** For each file, a pattern that only its statement matches, of those that the request issues. */
  shows: Readonly<Record<string, RegExp>>
}

const wire = await statementsOf(t)
const service = await testApp(t, { tap: wire.tap })
const admin = await service.as('admin')
const officer = await service.as('placements')
const panel = await service.as('panel')
const analyst = await service.as('bi')
const data = await service.as('data')

const group = await aSiblingGroup(admin)
const child = await aChildInCare(admin, { schoolPostcode: 'CW1 3CC', siblingGroupId: group.id })
const brother = await aChildInCare(admin, { sex: 'male', siblingGroupId: group.id })
await someNeeds(admin, {
  childId: child.id,
  livingWith: 'only-older',
  capabilities: ['autism'],
  preferredCapabilities: ['therapeutic'],
  residential: 'unsuitable',
  placesToAvoid: [{ place: 'CW2 1', miles: 1 }],
  placesThatMatter: ['CW1'],
  languages: ['ur'],
  longTerm: true,
})
const home = await aHome(admin)
await aFee(admin, { homeId: home.id })
const bed = await aBed(admin, { homeId: home.id })
await aPlacement(admin, { childId: child.id, bedId: bed.id })
const free = await aBed(admin, { homeId: home.id })
const another = await aHome(admin)
for (const label of ['1', '2']) await aBed(admin, { homeId: another.id, label })

const search = (body: object) =>
  officer.post('/v1/vacancy-searches', { from: '2024-01-08', to: '2024-02-05', ...body })

const scenes: Scene[] = [
  {
    request: 'POST /v1/vacancy-searches, for a child on record, within 20 miles and in the authority',
    ask: () => search({ children: [{ childId: child.id }], maxMiles: 20, inAuthority: true }),
    shows: {
      'search-child-on-record': /from children c left join child_needs/,
      'search-options': /^\s*with bed as.*page as/s,
      'search-counts': /fitting as.*few as/s,
      'search-near-misses': /with candidate as/,
    },
  },
  {
    request: 'POST /v1/vacancy-searches, for brothers of 6 and 9',
    ask: () => search({ children: [6, 9].map((age) => ({ age, sex: 'male' })) }),
    shows: { 'search-options-for-siblings': /^\s*with bed as.*page as/s },
  },
  {
    request: 'GET /v1/measures/children-looked-after?asAt=2023-12-01',
    ask: (path) => analyst.get(path),
    shows: { 'facts-of-nights-in-care': /string_agg/, 'facts-changed-since': /facts_changed_log/ },
  },
  {
    request: 'GET /v1/measures/started-care?from=2023-04-01&asAt=2023-12-01',
    ask: (path) => analyst.get(path),
    shows: { 'facts-of-a-period': /string_agg/ },
  },
  {
    request: 'GET /v1/measures/children-looked-after?asAt=2023-12-01&knownAt=2024-03-01T09:00:00Z',
    ask: (path) => analyst.get(path),
    shows: { 'facts-as-known-at-an-instant': /string_agg/ },
  },
  {
    request: 'GET /v1/measures/placed-in-authority/records?asAt=2023-12-01&of=numerator',
    ask: (path) => officer.get(path),
    shows: { 'records-behind-a-figure': /limit/ },
  },
  {
    request: 'GET /v1/attention',
    ask: (path) => officer.get(path),
    shows: { attention: /hold-lapsing/ },
  },
  {
    request: 'GET /v1/stability-watch',
    ask: (path) => panel.get(path),
    shows: { 'stability-watch': /with subject as/ },
  },
  {
    request: 'POST /v1/children/:id/move-options',
    ask: () => panel.post(`/v1/children/${child.id}/move-options`, { direction: 'down', from: '2023-12-04' }),
    shows: { 'care-record': /with subject as/ },
  },
  {
    request: 'POST /v1/holds',
    ask: async () =>
      officer.post('/v1/holds', {
        beds: [{ bedId: free.id, childId: (await aChild(admin)).id }],
        from: TODAY,
        expiresAt: inHours(1),
      }),
    shows: { 'hold-of-beds': /insert into hold_beds/ },
  },
  {
    request: 'POST /v1/imports',
    ask: () => importOf(data, [csv('header', 'A,1,05/06/2010,WBRI,UN2,,')], { year: '2018' }),
    shows: { 'import-children': /insert into children/ },
  },
  {
    request: 'POST /v1/plans',
    ask: () => planOf(officer, { needs: [{ children: [{ childId: brother.id }], from: '2023-12-04' }] }),
    shows: { 'plan-pairs': /with asked as.*ranked as/s },
  },
]

const folder = new URL('./', import.meta.url)
const fileOf = (name: string) => new URL(`${name}.sql`, folder)
const anew = process.env.TAP_SNAPSHOT === '1'

/** The text without insignificant parts. */
const withoutSpace = (sql: string) => sql.replace(/--.*/g, '').replace(/\s/g, '')

for (const { request, ask, shows } of scenes) {
  t.test(request, async (t) => {
    wire.take()
    await ask(request.replace('GET ', ''))
    const statements = [...new Set(wire.take())]
    for (const [name, words] of Object.entries(shows)) {
      const [statement = '', ...others] = statements.filter((sql) => words.test(sql))
      t.same(others, [], `${name}: one statement of the request is meant`)
      t.equal(
        withoutSpace(layOutSql(statement)),
        withoutSpace(statement),
        `${name}: laid out, it says the same`,
      )
      const text = `-- ${request}\n\n${layOutSql(statement)}`
      if (anew) await writeFile(fileOf(name), text)
      t.equal(
        text,
        await readFile(fileOf(name), 'utf8'),
        `${name}.sql: if it is to change, npm run statements`,
      )
    }
  })
}

t.test('every file is text', async (t) => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql'))
  const expected = scenes.flatMap(({ shows }) => Object.keys(shows).map((name) => `${name}.sql`))
  t.same(files.sort(), expected.sort())
})
