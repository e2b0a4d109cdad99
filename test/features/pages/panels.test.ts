import t from 'tap'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aChildInCare, aPanelMeeting } from '../../support/builders.ts'
import { inDays, TODAY } from '../../support/placing.ts'
import { aChildToStepDown } from '../panels/support.ts'
import { dayFields, hiddenFields, rowsOfPage, sendForm, signedInAs } from './support.ts'

/** A decision is of a day gone by, so the meeting is held today. */
const service = await testApp(t, { clock: () => new Date() })
const admin = await service.as('admin')
const chair = await signedInAs(service, 'demonstration-head-of-service')
const analyst = await signedInAs(service, 'demonstration-analyst')
const { child, foster } = await aChildToStepDown(admin)
const [stepping, fosterHome] = [child.reference as string, foster.name as string]
await aChildInCare(admin, { reference: 'PANEL-2' })
const [panel] = (await admin.get('/v1/panels?reference=triple-s')).body.items

const casePath = (text: string, reference: string) =>
  new RegExp(`href="(/panels/cases/[^"]*)"[^>]*>\\d+\\. ${reference}`).exec(text)?.[1] ?? ''

t.test('a meeting from the plan to the last action', async (t) => {
  const panelPath = `/panels/${panel?.id}`
  const list = await chair.get('/panels')
  t.match(list.text, `href="${panelPath}"`)
  const answer = await sendForm(chair, await chair.get(panelPath), panelPath, [
    ...dayFields('heldOn', TODAY),
    ['startTime', '13:00'],
  ])
  t.match(answer, { status: 303, location: /^\/panels\/meetings\// })
  const meetingPath = String(answer.location)
  const meeting = () => chair.get(meetingPath)
  t.match((await chair.get('/panels')).text, `href="${meetingPath}"`)

  for (const reference of ['PANEL-2', stepping]) {
    const answer = await sendForm(chair, await meeting(), `${meetingPath}/cases`, [
      ['reference', reference],
      ['purpose', 'step-down'],
      ['question', 'Is a family right, and which?'],
      ['referredBy', 'Social worker'],
    ])
    t.match(answer, { status: 303, location: meetingPath })
  }
  const first = await meeting()
  t.match(
    rowsOfPage(first)
      .slice(1)
      .map(([who]) => who),
    [/^1\. PANEL-2 /, new RegExp(`^2\\. ${stepping} `)],
  )
  const [path, otherPath] = [casePath(first.text, stepping), casePath(first.text, 'PANEL-2')]
  const idIn = (href: string) => href.split('/').at(-1) ?? ''

  const order = await sendForm(chair, first, `${meetingPath}/order`, [
    [`position-${idIn(path)}`, '1'],
    [`position-${idIn(otherPath)}`, '2'],
  ])
  t.match(order, { status: 303, location: meetingPath })
  t.match(
    rowsOfPage(await meeting())
      .slice(1)
      .map(([who]) => who),
    [new RegExp(`^1\\. ${stepping} `), /^2\. PANEL-2 /],
  )
  await sendForm(chair, await meeting(), `${meetingPath}/attendance`, [
    ['present', 'Head of service'],
    ['office', 'Legal'],
  ])
  t.match((await meeting()).text, /Present[\s\S]*Head of service and Legal/)

  const options = await sendForm(chair, await chair.get(path), `${path}/options`, [
    ['direction', 'down'],
    ...dayFields('from', inDays(7)),
  ])
  t.match(options, { status: 303, location: path })
  const ready = await chair.get(path)
  t.match(ready.text, fosterHome)
  const bed = new RegExp(`<option value="([^"]*)"[^>]*>${fosterHome}`).exec(ready.text)?.[1] ?? ''
  const decision: [string, string][] = [
    ['outcome', 'agreed-with-conditions'],
    ['bedId', bed],
    ['reasons', 'Settled; the carers have met the child.'],
    ['conditions', 'A weekend first.'],
    ['chairRole', 'Head of service'],
    ...dayFields('on', TODAY),
    ['dissent-1-role', 'Virtual school'],
    ['dissent-1-reasons', 'A change of school is likely.'],
  ]
  const refusal = await sendForm(
    chair,
    ready,
    `${path}/decision`,
    decision.map(([name, value]) => [name, name === 'reasons' ? '' : value]),
  )
  t.match(refusal, { status: 400, text: /There is a problem[\s\S]*href="#reasons"/ })
  t.match(refusal.text, 'A weekend first.', 'what was filled in is still there')
  t.match(await sendForm(chair, ready, `${path}/decision`, decision), { status: 303 })
  const decidedCase = await chair.get(path)
  t.match(decidedCase.text, /Agreed with conditions[\s\S]*A weekend first\.[\s\S]*Virtual school/)
  t.match((await admin.get(`/v1/panel-cases/${idIn(path)}`)).body, {
    outcome: 'agreed-with-conditions',
    decisions: [{ bedId: bed, presentRoles: ['Head of service', 'Legal'] }],
  })
  t.notMatch((await meeting()).text, `position-${idIn(path)}`, 'a decided case keeps its place')

  await sendForm(chair, decidedCase, `${path}/actions`, [
    ['what', 'Visit the carers'],
    ['ownerRole', 'Fostering manager'],
    ...dayFields('dueOn', inDays(3)),
  ])
  const followUp = await chair.get('/panels/follow-up')
  t.match(rowsOfPage(followUp)[1], ['Visit the carers', 'Fostering manager'])
  const actionPath = /href="(\/panels\/actions\/[^"]*)"/.exec(followUp.text)?.[1] ?? ''
  t.match(
    await sendForm(chair, await chair.get(actionPath), `${actionPath}/completion`, [
      ...dayFields('on', TODAY),
      ['note', 'They can start on Friday.'],
    ]),
    { status: 303, location: actionPath },
  )
  t.match((await chair.get(actionPath)).text, /Done[\s\S]*They can start on Friday\./)
  t.match((await chair.get('/panels/follow-up')).text, 'No action is open')

  const pack = await chair.get(`${meetingPath}/pack`)
  t.match(pack, { status: 200, text: /Official-Sensitive[\s\S]*Item 1: / })
  t.match(pack.headers['content-security-policy'], /style-src 'self'/, 'in the layout of all pages')
  const { rows } = await service.ownerPool.query<{ purpose: string }>(
    `select distinct purpose from access_log where action like '%/pack'`,
  )
  t.same(rows, [{ purpose: 'page: the pack of a panel meeting' }])
})

t.test('what cannot be taken is said at its field, and changes nothing', async (t) => {
  const meeting = await aPanelMeeting(admin, { panelId: panel?.id, heldOn: inDays(7) })
  const path = `/panels/meetings/${meeting.id}`
  const put = async (reference: string) =>
    sendForm(chair, await chair.get(path), `${path}/cases`, [
      ['reference', reference],
      ['purpose', 'other'],
      ['question', '<script>alert(1)</script>'],
      ['referredBy', 'Social worker'],
    ])
  t.match(await put('NOBODY'), { status: 422, text: /href="#reference"[\s\S]*No child on record/ })
  t.match(await put('PANEL-2'), { status: 303 })
  t.match(await put(stepping), { status: 303 })
  t.match(await put('PANEL-2'), { status: 409, text: /There is a problem/ }, 'a child is heard once')
  const page = await chair.get(path)
  t.notMatch(page.text, '<script>alert')
  const fields = [...page.text.matchAll(/name="(position-[^"]*)"/g)].map(([, name = '']) => name)
  t.equal(fields.length, 2)
  const order = await sendForm(chair, page, `${path}/order`, [
    [fields[0]!, '9'],
    [fields[1]!, 'last'],
  ])
  t.match(order, { status: 422, text: new RegExp(`href="#${fields[1]}"`) })
  const { body } = await admin.get(`/v1/panel-cases?meetingId=${meeting.id}`)
  t.same(body.items.map(({ position }) => position).sort(), [1, 2], 'nothing is moved')
  const casePage = await chair.get(casePath(page.text, 'PANEL-2'))
  t.match(casePage.text, /Record the decision[\s\S]*The meeting has not come/)
  t.match(await sendForm(chair, page, `${path}/cancellation`, [['reason', 'Too few can come']]), {
    status: 303,
  })
  const cancelledMeeting = await chair.get(path)
  t.match(cancelledMeeting.text, 'Too few can come')
  t.throws(() => hiddenFields(cancelledMeeting, `${path}/cases`), 'a cancelled meeting takes no more')
})

t.test('panels are for those who read them, and of their own authority', async (t) => {
  t.match(await analyst.get('/panels'), { status: 403 })
  const theirs = await aPanelMeeting(await service.as('admin', STOCKPORT))
  t.match(await chair.get(`/panels/meetings/${theirs.id}`), { status: 404 })
  t.match(await chair.get(`/panels/meetings/${theirs.id}/pack`), { status: 404 })
})
