import t from 'tap'
import { CHESHIRE_EAST, testApp, type Body } from '../../support/app.ts'
import {
  aBed,
  aChild,
  aFee,
  aHome,
  aPlacement,
  aPlacementRequest,
  aProvider,
} from '../../support/builders.ts'
import { insertPostcodes } from '../vacancies/fixture.ts'
import { PlainBrowser, type PageAnswer } from './support.ts'

/**
 * The board of vacancies, and the options for a request on a map and side by side. The child lives at CW99 1AA. Near is a
 * children's home 8,047 m to the east of it: 8.047 ÷ 1.6093 = 5.0 miles. Secret is a household 3,219 m to the north, of which is told
 * how far the middle of its 2 km square is, at 371000 359000: √(1000² + 4000²) = 4,123 m, 2.6 and so 3 miles. Today is Friday 1 December 2023.
 */
t.setTimeout(120_000)
const service = await testApp(t)
await insertPostcodes(service.ownerPool, {
  CW991AA: { authority: CHESHIRE_EAST, easting: 370000, northing: 355000 },
  CW991AB: { authority: CHESHIRE_EAST, easting: 378047, northing: 355000 },
  CW991AC: { authority: CHESHIRE_EAST, easting: 370000, northing: 358219 },
})
const admin = await service.as('admin')
const own = await aProvider(admin, { sector: 'own' })
const nearHome = await aHome(admin, { name: 'Near <b>', postcode: 'CW99 1AB', providerId: own.id })
const secretHome = await aHome(admin, {
  name: 'Secret',
  kind: 'fostering-household',
  confidential: true,
  postcode: 'CW99 1AC',
  providerId: own.id,
})
const beds: Record<string, Body> = {}
for (const [name, home, fee] of [
  ['near', nearHome, 4000],
  ['secret', secretHome, 500],
] as const) {
  beds[name] = await aBed(admin, { homeId: home.id })
  await aFee(admin, { homeId: home.id, weeklyFee: fee })
}
await aPlacement(admin, {
  childId: (await aChild(admin, { dateOfBirth: '2011-06-15', sex: 'male' })).id,
  bedId: (await aBed(admin, { homeId: nearHome.id })).id,
})
const child = await aChild(admin, { homePostcode: 'CW99 1AA' })
const request = await aPlacementRequest(admin, { childIds: [child.id] })

const officer = new PlainBrowser(service)
await officer.signIn('demonstration')
const options = `/requests/${request.id}/options`

const rowsOf = ({ text }: PageAnswer): string[][] =>
  [...text.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) =>
      cell
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    ),
  )

t.test('the board: free beds tonight and on the nights to come', async (t) => {
  const page = await officer.get('/vacancies')
  t.equal(page.status, 200)
  t.match(page.text, /2 beds free tonight, in 2 homes/)
  t.match(page.text, /id="board" data-renew-seconds="60"/)
  t.same(rowsOf(page).slice(1), [
    ['Near &lt;b&gt; Children&#39;s home', 'Cheshire East', '0 to 17', '1 of 2', '1 free'],
    ['Secret Internal foster carer', 'Cheshire East', '0 to 17', '1 of 1', '1 free'],
  ])
  const some = await officer.get('/vacancies?type=internal-foster&free=&age=')
  t.same(rowsOf(some).slice(1).length, 1)
  t.match(some.text, /<option value="internal-foster" selected/)
  const wrong = await officer.get('/vacancies?age=old')
  t.match(wrong, { status: 422, text: /There is a problem[\s\S]*The age/ })
  const analyst = new PlainBrowser(service)
  await analyst.signIn('demonstration-analyst')
  t.match(await analyst.get('/vacancies'), { status: 403 })
})

t.test('the map says where a home is, and of a confidential one how far away alone', async (t) => {
  const page = await officer.get(options)
  t.equal(page.status, 200, page.text)
  const lines = rowsOf(page)
  const lineOf = (name: string) => lines.find(([home]) => home?.includes(name))
  t.match(lineOf('Near'), [/Near/, '5 miles', '£4,000', 'A dot'])
  t.match(lineOf('Secret'), [/Secret/, '3 miles', '£500', 'A broken ring: address confidential'])
  // The furthest option is at 5.0 miles, so that there is a ring every 2 miles and the outermost is 6: 190 × 5 ÷ 6 = 158.3.
  const dots = [...page.text.matchAll(/class="app-map__home" cx="([^"]*)" cy="([^"]*)"/g)].map((dot) =>
    dot.slice(1),
  )
  t.same(dots, [['158.3', '0.0']], 'to the east, and no dot for the secret one')
  const somewhere = [...page.text.matchAll(/class="app-map__somewhere" r="([^"]*)"/g)].map(([, r]) => r)
  t.same(somewhere, ['95.0'], '190 × 3 ÷ 6')
  t.notMatch(page.text, /358219|3219|CW99 1AC/, 'and nothing else tells where it is')
})

t.test('options side by side', async (t) => {
  const page = await officer.get(options)
  const search = /name="search" value="([^"]*)"/.exec(page.text)?.[1]
  const boxes = `bed-${beds.near!.id}=yes&bed-${beds.secret!.id}=yes`
  const compare = `/requests/${request.id}/compare?search=${search}`
  const answer = await officer.get(`${compare}&${boxes}`)
  t.equal(answer.status, 200, answer.text)
  const lines = new Map(rowsOf(answer).map(([title, ...cells]) => [title, cells]))
  t.same(lines.get('What'), ['Near &lt;b&gt;', 'Secret'])
  t.same(lines.get('Miles from home'), ['5 miles', '3 miles'])
  t.same(lines.get('A week, of all the children'), ['£4,000', '£500'])
  // 365 nights ÷ 7 × £4,000 = £208,571.43, and of £500 £26,071.43.
  t.same(lines.get('Over 365 nights'), ['£208,571', '£26,071'])
  t.same(lines.get('Who lives there'), ['male, 12', 'no other child'])
  t.match(await officer.get(`${compare}&bed-${beds.near!.id}=yes`), {
    status: 422,
    text: /Choose two to four options/,
  })
  t.match(await officer.get(`${compare}&bed-1=yes&bed-2=yes`), { status: 422, text: /There is a problem/ })
})

t.test('Today says what has changed since yesterday', async (t) => {
  const { text } = await officer.get('/today')
  t.match(text, /What has changed since yesterday/)
  t.match(text, new RegExp(`href="/requests/${request.id}">A placement was asked for.</a>`))
  t.match(
    text,
    new RegExp(`A placement was asked for[\\s\\S]*href="/children/${child.id}">${String(child.reference)}`),
  )
  const analyst = await service.as('bi')
  t.match(await analyst.get('/v1/recent-changes?since=2023-12-01T00:00:00Z'), { status: 403 })
  const log = await service.ownerPool.query<{ purpose: string }>(
    'select purpose from access_log where $1 = any(child_ids) order by id desc limit 1',
    [child.id],
  )
  t.match(log.rows, [{ purpose: 'page: what must be acted on today' }])
})
