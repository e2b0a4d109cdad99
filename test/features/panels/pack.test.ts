import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { testApp, type Body } from '../../support/app.ts'
import { needsBrowser, openPage, violations } from '../../support/browser.ts'
import {
  aBed,
  aCarePlan,
  aChild,
  aChildInCare,
  aConsultation,
  aFee,
  aHome,
  aHomeContact,
  aJudgement,
  anOfficer,
  aPanelAction,
  aPanelCase,
  aPanelMeeting,
  aPlacement,
  aPlacementRequest,
  aProvider,
  aSeparation,
  aWish,
  someNeeds,
} from '../../support/builders.ts'
import { any, must } from './support.ts'

/**
 * A meeting of Triple-S on 1 December 2023. Its agenda:
 *
 * 1. a girl of ten in Oak House (£4,000 a week), to step down: options are laid, from two foster homes and a specialist
 *    one; the panel heard her case in September and set an action that is now overdue
 * 2. a boy of sixteen with foster carers, to move on to supported accommodation: options laid, and decided with dissent
 * 3. a child with few records and no options laid; its question contains HTML
 */
const service = await testApp(t, { listen: true })
const admin = await service.as('admin')
const nasty = `Is <script>alert("1")</script> & 'this' a question?`

const place = { postcode: 'CW1 0CC' }
const own = await aProvider(admin, { name: 'Fostering service', sector: 'own' })
const homes = [
  { name: 'Oak House', kind: 'childrens-home', fee: 4000 },
  { name: 'Household 12', kind: 'fostering-household', fee: 620 },
  { name: 'Household 31', kind: 'fostering-household', fee: 655.5 },
  { name: 'Household 7', kind: 'fostering-household', fee: 1150, capabilities: ['therapeutic'] },
  { name: 'Mill Lane', kind: 'supported-accommodation', fee: 1480, ageFrom: 16, ageTo: 17 },
]
const beds: Record<string, Body> = {}
for (const { fee, ...fields } of homes) {
  const confidential = fields.kind === 'fostering-household'
  const home = await aHome(admin, { ...place, providerId: own.id, confidential, ...fields })
  await aFee(admin, { homeId: home.id, weeklyFee: fee })
  await aJudgement(admin, { homeId: home.id, grade: 'requires-improvement' })
  beds[fields.name] = await aBed(admin, { homeId: home.id })
}
const girl = await aChildInCare(admin, { reference: 'CE-1042', homePostcode: 'CW1 0CC' })
await aPlacement(admin, {
  childId: girl.id,
  placementType: 'ifa',
  endedOn: '2023-03-01',
  endReason: 'CREQB',
  endPlanned: false,
})
await aPlacement(admin, { childId: girl.id, bedId: beds['Oak House']?.id, startedOn: '2023-03-01' })
await someNeeds(admin, {
  childId: girl.id,
  livingWith: 'only-older',
  capabilities: [],
  placesToAvoid: [{ place: 'SK10', miles: 1 }],
})
const request = await aPlacementRequest(admin, {
  childIds: [girl.id],
  receivedOn: '2023-11-20',
  referral: { risks: { 'going-missing': 'high' } },
})
await aWish(admin, { childId: girl.id, wish: 'To live with a family that has a dog.' })
await aCarePlan(admin, { childId: girl.id })
await aConsultation(admin, {
  childId: girl.id,
  requestId: request.id,
  view: 'supports-with-conditions',
  said: 'With respite once a month.',
  consultedOn: '2023-11-28',
})
const apart = await aChild(admin, { reference: 'CE-3003' })
await aSeparation(admin, { childId: girl.id, otherChildId: apart.id, category: 'exploitation' })
await aHomeContact(admin, { homeId: beds['Household 12']?.homeId, office: 'Supervising social worker' })
const lodger = await aChildInCare(admin, { dateOfBirth: '2010-02-01', sex: 'male' })
const secondBed = await aBed(admin, { homeId: beds['Household 12']?.homeId })
await aPlacement(admin, { childId: lodger.id, bedId: secondBed.id })
const boy = await aChildInCare(admin, {
  reference: 'CE-0777',
  sex: 'male',
  dateOfBirth: '2007-04-01',
  homePostcode: 'CW1 0CC',
})
await aPlacement(admin, { childId: boy.id, placementType: 'internal-foster' })

const panelId = (await admin.get('/v1/panels?reference=triple-s')).body.items[0]?.id
const attendees = [
  { role: 'Head of service', present: true },
  { role: 'Fostering manager', present: true },
  { role: 'Finance', present: false },
]
const earlier = await aPanelMeeting(admin, { panelId, heldOn: '2023-09-01', attendees })
const earlierCase = await aPanelCase(admin, { meetingId: earlier.id, childId: girl.id, purpose: 'stability' })
const meeting = await aPanelMeeting(admin, { panelId, startTime: '09:30', attendees })
const onAgenda = (position: number, childId: string, fields: object) =>
  aPanelCase(admin, { meetingId: meeting.id, position, childId, ...fields })
const first = await onAgenda(1, girl.id, { question: 'Is she ready for a family, and which of these?' })
const second = await onAgenda(2, boy.id, { purpose: 'adulthood', question: 'Where next from spring?' })
const third = await aChild(admin, { reference: 'CE-2001' })
await onAgenda(3, third.id, { purpose: 'other', question: nasty })

const act = (panelCase: Body, action: string, body: object) =>
  must(admin.post(`/v1/panel-cases/${panelCase.id}/${action}`, body, any))
const decision = { chairRole: 'Head of service', on: '2023-12-01' }
await act(earlierCase, 'decision', {
  ...decision,
  outcome: 'deferred',
  reasons: 'Wait for the school report.',
})
await aPanelAction(admin, {
  caseId: earlierCase.id,
  what: 'Ask the school for its report',
  dueOn: '2023-10-01',
})
await act(first, 'options', { direction: 'down', from: '2024-01-08' })
await act(second, 'options', { direction: 'down', from: '2024-04-02' })
await act(second, 'decision', {
  ...decision,
  outcome: 'agreed-with-conditions',
  reasons: 'He asks for it, and is ready.',
  conditions: 'A trial weekend first.',
  dissent: [{ role: 'Fostering manager', reasons: 'The carers would keep him to 18.' }],
  bedId: beds['Mill Lane']?.id,
})

await aWish(admin, { childId: girl.id, heardOn: '2023-12-01', wish: 'Recorded after the options were laid.' })

const path = `/v1/panel-meetings/${meeting.id}/pack`
const html = { accept: 'text/html' }

t.test('the pack has what a panel reads of each case, and no confidential address', async (t) => {
  const { body } = await (await service.as('panel')).get(path)
  t.match(body, {
    meeting: { status: 'awaiting-decisions', heldOn: '2023-12-01' },
    panel: { chairRole: 'Head of service' },
    cases: [
      {
        position: 1,
        status: 'ready',
        picture: {
          child: { reference: 'CE-1042', age: 10, legalStatus: 'C2' },
          current: { homeName: 'Oak House', weeklyCost: 4000 },
          history: [{ to: null }, { to: '2023-03-01', unplanned: true }],
        },
        circumstances: {
          needs: { livingWith: 'only-older', placesToAvoid: [{ place: 'SK10', miles: 1 }] },
          dangers: [{ risk: 'going-missing', level: 'high' }],
          carePlan: { plan: 'long-term-fostering', agreedOn: '2023-03-01' },
          separations: [{ reference: 'CE-3003', category: 'exploitation' }],
          consultations: [{ party: 'carers', view: 'supports-with-conditions' }],
        },
        earlierDecisions: [{ outcome: 'deferred', reasons: 'Wait for the school report.' }],
        openActions: [{ what: 'Ask the school for its report', status: 'overdue' }],
      },
      { position: 2, status: 'closed', decisions: [{ conditions: 'A trial weekend first.' }] },
      { position: 3, options: null, picture: { current: null, history: [] } },
    ],
  })
  const [case1] = body.cases as { options: { steps: { to: string; options: Body[] }[] } }[]
  const options = case1?.options.steps.flatMap(({ options }) => options) ?? []
  t.equal(options.length, 3)
  for (const option of options) t.match(option.home, { confidential: true, postcode: null })
  const { rows } = await service.ownerPool.query<{ child_ids: string[] }>(
    `select child_ids from access_log where action like '%/pack' order by id desc limit 1`,
  )
  t.equal(rows[0]?.child_ids.length, 4, 'who read it is kept, for the child who is named beside them too')
})

t.test('the wishes are those of when the options were laid; without options, those of today', async (t) => {
  const { body } = await admin.get(path)
  const cases = body.cases as { picture: Body; circumstances: { wishes: { wish: string }[] } }[]
  t.same(
    cases[0]?.circumstances.wishes.map(({ wish }) => wish),
    ['To live with a family that has a dog.'],
  )
  await aWish(admin, { childId: third.id, heardOn: '2023-12-01', wish: 'To stay.' })
  const later = (await admin.get(path)).body.cases as typeof cases
  t.match(later[2]?.circumstances.wishes, [{ wish: 'To stay.' }])
})

t.test(
  'each option is judged against the areas to avoid, and says who lives there and what it needs',
  async (t) => {
    const { body } = await admin.get(path)
    const [case1] = body.cases as { options: { steps: { options: Body[] }[] } }[]
    const options = case1?.options.steps.flatMap(({ options }) => options) ?? []
    const optionOf = (name: string) => options.find(({ home }) => (home as Body).name === name)
    for (const option of options) t.match(option.areasToAvoid, [{ place: 'SK10', miles: 1, inside: false }])
    t.match(optionOf('Household 12'), {
      company: [{ age: 13, sex: 'male' }],
      contacts: [{ office: 'Supervising social worker', phone: '01270 000000' }],
    })
    t.match(optionOf('Household 31'), { company: [], contacts: [] })
    t.equal((optionOf('Household 12')?.company as object[]).length, 1)
  },
)

t.test('what stands against the present placement is told with who may override it', async (t) => {
  const head = await service.as('panel', undefined, 'head@example.test')
  await anOfficer(admin, { subject: 'head@example.test', office: 'head-of-service' })
  const solo = await aChildInCare(admin, { reference: 'CE-4004' })
  await someNeeds(admin, { childId: solo.id, fostering: 'unsuitable' })
  const home = await aHome(admin, {
    ...place,
    kind: 'fostering-household',
    providerId: own.id,
    confidential: true,
  })
  await aPlacement(admin, {
    placementType: 'internal-foster',
    childId: solo.id,
    bedId: (await aBed(admin, { homeId: home.id })).id,
  })
  const sitting = await aPanelMeeting(admin, { panelId })
  await aPanelCase(admin, { meetingId: sitting.id, childId: solo.id })
  const packOf = async () =>
    (await admin.get(`/v1/panel-meetings/${sitting.id}/pack`)).body.cases as Record<string, unknown>[]
  t.match((await packOf())[0]?.brokenMusts, [
    { must: 'type-not-ruled-out', office: 'head-of-service', overridden: null },
  ])
  const override = await head.post('/v1/overrides', {
    childId: solo.id,
    homeId: home.id,
    must: 'type-not-ruled-out',
    decidedOn: '2022-01-01',
    untilOn: '2024-02-01',
    reason: 'Until the residential place opens.',
  })
  t.equal(override.status, 201)
  t.match(await packOf(), [
    {
      brokenMusts: [{ must: 'type-not-ruled-out', overridden: { until: '2024-02-01' } }],
      circumstances: {
        overrides: [{ must: 'type-not-ruled-out', reason: 'Until the residential place opens.' }],
      },
    },
  ])
  const page = await admin.get<string>(`/v1/panel-meetings/${sitting.id}/pack`, html)
  t.ok(page.body.includes('Overridden until 1 February 2024'))
})

t.test('options that were laid before the child’s circumstances were kept can still be read', async (t) => {
  const sitting = await aPanelMeeting(admin, { panelId })
  const { id: caseId } = await aPanelCase(admin, { meetingId: sitting.id, childId: girl.id })
  await service.ownerPool.query(
    `insert into panel_options (authority_code, case_id, laid_by, options)
     select authority_code, $1, laid_by, (options - 'circumstances') #- '{child,statusAllows}'
            || jsonb_build_object('steps', (
                 select jsonb_agg(jsonb_set(step, '{options}', coalesce((
                          select jsonb_agg(option - array['gates', 'contacts', 'areasToAvoid', 'company'])
                            from jsonb_array_elements(step -> 'options') option), '[]')))
                   from jsonb_array_elements(options -> 'steps') step))
       from panel_options where case_id = $2 order by id desc limit 1`,
    [caseId, first.id],
  )
  const { status, body } = await admin.get(`/v1/panel-meetings/${sitting.id}/pack`)
  t.equal(status, 200)
  t.match(
    body.cases,
    [{ circumstances: { dangers: [{ risk: 'going-missing' }] } }],
    'those of today are told',
  )
  const [early] = body.cases as { options: { steps: { options: Body[] }[] } }[]
  const earlyOptions = early?.options.steps.flatMap(({ options }) => options) ?? []
  t.equal(earlyOptions.length, 3)
  for (const option of earlyOptions)
    t.match(option, { company: [], areasToAvoid: [], gates: [], contacts: [] })
  t.equal((await admin.get(`/v1/panel-meetings/${sitting.id}/pack`, html)).status, 200)
})

t.test('the page is given where a page is asked for; what people wrote is text in it', async (t) => {
  const page = await admin.get<string>(path, html)
  t.match(page.headers, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  t.ok(
    page.body.includes(
      'Is &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;this&#39; a question?',
    ),
  )
  t.ok(page.body.includes('£3,344.50 less'), '4,000 less 655.50')
  for (const words of [
    'To live with a family that has a dog.',
    'Only with other older children',
    'SK10 with 1 mile around it',
    'To the child: going missing',
    'Long-term foster care. Agreed on 1 March 2023',
    'With respite once a month.',
    'CE-3003',
    '13 (male)',
    'Supervising social worker: 01270 000000.',
    'No plan is recorded',
    'No wish is recorded: hear the child.',
  ])
    t.ok(page.body.includes(words), words)
  t.notMatch(page.body, /<script|<link|<img|url\(|@import|javascript:/)
  const policy = page.headers['content-security-policy'] ?? ''
  t.match(policy, /^default-src 'none'; style-src 'sha256-[\w+/]+=*';/)
  t.notMatch(policy, 'unsafe')
  const browsers = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
  t.match((await admin.get(path, { accept: browsers })).headers['content-type'], 'text/html')
  t.match((await admin.get(path)).headers['content-type'], 'application/json')
  t.equal((await admin.get(path, { accept: 'text/csv' })).status, 406)
})

t.test('in a real browser', { ...needsBrowser(), timeout: 600_000 }, async (t) => {
  const { page, complaints } = await openPage(t, service.url + path, await service.token('panel'))

  await t.test('it is styled as its policy allows, in black, white and grey', async (t) => {
    t.equal(await page.evaluate(`getComputedStyle(document.querySelector('td')).borderTopStyle`), 'solid')
    const colours = await page.evaluate<string[]>(`
      [...document.querySelectorAll('body, body *')].map((element) => getComputedStyle(element))
        .flatMap(({ color, backgroundColor, borderTopColor }) => [color, backgroundColor, borderTopColor])`)
    const hues = [...new Set(colours)].filter((colour) => {
      const [red, green, blue] = colour.match(/\d+/g) ?? []
      return red !== green || green !== blue
    })
    t.same(hues, [])
    t.same(complaints, [], 'the browser complains of nothing')
  })

  await t.test('axe finds nothing, at the width of a desk and of a phone', async (t) => {
    for (const width of [1100, 360]) {
      await page.setViewportSize({ width, height: 900 })
      t.same(await violations(page), [], `${width} pixels`)
    }
  })

  await t.test('it prints, each case beginning a page', async (t) => {
    await page.setViewportSize({ width: 1100, height: 900 })
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
    const pages = pdf.toString('latin1').match(/\/Type ?\/Page\b/g) ?? []
    t.ok(pages.length >= 4, `the agenda and three cases take ${pages.length} pages`)
    t.ok(pages.length <= 12, `and no more than they need: ${pages.length}`)
    if (process.env.KEEP_PACK) {
      await writeFile(join(process.env.KEEP_PACK, 'pack.pdf'), pdf)
      await page.screenshot({ path: join(process.env.KEEP_PACK, 'pack.png'), fullPage: true })
    }
  })
})
