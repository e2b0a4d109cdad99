import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aBed, aChildInCare, aHome, aPlacementRequest, aSiblingGroup } from '../../support/builders.ts'
import { inDays } from '../../support/placing.ts'
import { planOf } from '../plans/support.ts'
import { dayFields, rowsOfPage, sendForm, signedInAs, type PageAnswer } from './support.ts'

/**
 * Two homes in Crewe that take anyone from 8 to 17: Pair has two beds, Single one. ANN and BEN are brother and sister, of two
 * requests; CAT waits for a home as well, and DAN, of 5, whom no home takes. So ANN and BEN go to Pair, CAT to Single, and DAN
 * stays without one.
 */
const service = await testApp(t, { clock: () => new Date() })
const officer = await service.as('placements')
const postcode = 'CW1 3CC'
const pair = await aHome(officer, { name: 'Pair', postcode, ageFrom: 8 })
const single = await aHome(officer, { name: 'Single <script>alert(1)</script>', postcode, ageFrom: 8 })
for (const label of ['One', 'Two']) await aBed(officer, { homeId: pair.id, label })
await aBed(officer, { homeId: single.id, label: 'Only' })
const group = await aSiblingGroup(officer)
const born = `${Number(inDays(0).slice(0, 4)) - 5}-01-01`
for (const fields of [
  { reference: 'ANN', siblingGroupId: group.id },
  { reference: 'BEN', siblingGroupId: group.id, sex: 'male' },
  { reference: 'CAT' },
  { reference: 'DAN', dateOfBirth: born },
]) {
  const { id } = await aChildInCare(officer, { homePostcode: postcode, ...fields })
  await aPlacementRequest(officer, { childIds: [id] })
}
const browser = await signedInAs(service, 'demonstration')

async function finishedPage(path: string): Promise<PageAnswer> {
  for (;;) {
    const page = await browser.get(path)
    if (page.status !== 200) throw new Error(page.text)
    if (!page.text.includes('data-renew-seconds')) return page
    await sleep(50)
  }
}

t.test('a plan for all who wait: who goes where, who does not and why, and the beds held', async (t) => {
  const answer = await sendForm(browser, await browser.get('/plans'), '/plans', [
    ['title', 'All who wait'],
    ['aim', 'waiting'],
    ...dayFields('lastStart', inDays(60)),
  ])
  t.match(answer, { status: 303, location: /^\/plans\// })
  const path = String(answer.location)
  const page = await finishedPage(path)
  t.match(page.text, /3 children have a home in it, 1 has none/)
  t.notMatch(page.text, '<script>alert')
  const rows = rowsOfPage(page)
  const rowOf = (start: string) => rows.find(([first = '']) => first.startsWith(start)) ?? []
  t.match(rowOf('ANN'), [/ANN with BEN/, /^Pair , (One|Two)/])
  t.match(rowOf('BEN'), [/BEN with ANN/, /^Pair , (One|Two)/])
  t.match(rowOf('CAT')[1], /^Single .* , Only/)
  t.match(rowOf('DAN'), ['DAN', /kept out by a rule/, /Age within registration on every night: 3 beds/])

  const [both = '', alone = ''] = [...page.text.matchAll(/name="groups"[^>]*value="([^"]*)"/g)]
    .map(([, value = '']) => value)
    .toSorted((a, b) => b.length - a.length)
  t.equal(both.split(' ').length, 2, 'brother and sister are one choice')
  const expiresAt = /<option value="(20[^"]*Z)"/.exec(page.text)?.[1] ?? ''
  t.match(await sendForm(browser, page, `${path}/holds`, [['expiresAt', expiresAt]]), {
    status: 400,
    text: /href="#groups"/,
  })
  const holds = await sendForm(browser, page, `${path}/holds`, [
    ['groups', both],
    ['expiresAt', expiresAt],
  ])
  t.match(holds, { status: 200, text: /Beds are held/ })
  t.match(
    rowsOfPage(holds)
      .map(([first]) => first)
      .sort(),
    ['ANN', 'BEN', 'For'],
  )

  const fields: [string, string][] = [
    ['groups', both],
    ['groups', alone],
    ['expiresAt', expiresAt],
  ]
  const stale = await sendForm(browser, await browser.get(path), `${path}/holds`, fields)
  t.match(stale, { status: 409, text: /There is a problem/ }, 'what is held cannot be held again: nothing is')
  t.equal((await officer.get('/v1/holds?status=held')).body.items.length, 2)
  const rest = await sendForm(browser, await browser.get(path), `${path}/holds`, [
    ...fields,
    ['onlyWhatStands', 'yes'],
  ])
  t.match(rest.text, /Beds are held[\s\S]*CAT[\s\S]*What no longer stands/)
  t.equal((await officer.get('/v1/holds?status=held')).body.items.length, 3)
})

t.test('a plan without a day is refused at its field; another authority’s is not found', async (t) => {
  const answer = await sendForm(browser, await browser.get('/plans'), '/plans', [['aim', 'waiting']])
  t.match(answer, { status: 422, text: /href="#lastStart"/ })
  const past = await sendForm(browser, answer, '/plans', [
    ['aim', 'no such aim'],
    ...dayFields('lastStart', inDays(60)),
  ])
  t.match(past, { status: 400, text: /There is a problem/ })
  const theirs = await planOf(await service.as('placements', STOCKPORT), {
    waiting: true,
    lastStart: inDays(30),
  })
  t.match(await browser.get(`/plans/${theirs.id}`), { status: 404 })
  t.match(await (await signedInAs(service, 'demonstration-analyst')).get('/plans'), { status: 403 })
})
