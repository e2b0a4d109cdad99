import t from 'tap'
import { testApp } from '../../../support/app.ts'
import { aBed, aChildInCare, aHome, aPanelMeeting, aPlacementRequest } from '../../../support/builders.ts'
import { inDays, TODAY } from '../../../support/placing.ts'
import { aChildToStepDown } from '../../../features/panels/support.ts'
import { isSound, isUnhindered, peopleAtBrowsers, reach, waitForEnd } from './support.ts'

t.setTimeout(300_000)

const service = await testApp(t, { clock: () => new Date(), listen: true })
const admin = await service.as('admin')
const nasty = `<img src=x onerror="window.hacked=1">'"><script>window.hacked=1</script>`
const { child } = await aChildToStepDown(admin)
const [panel] = (await admin.get('/v1/panels?reference=triple-s')).body.items
const meeting = await aPanelMeeting(admin, { panelId: panel?.id, heldOn: TODAY })
const { whereBrowser, personAt } = await peopleAtBrowsers(t, service.url)

t.test('a case by keyboard: on the agenda, options, decision, action, done', whereBrowser, async (t) => {
  const person = await personAt(t, 'Head of service', '/panels')
  const { page } = person
  await isSound(t, page, 'panels')
  await page.goto(`${service.url}/panels/${panel?.id}`)
  await isSound(t, page, 'a panel')
  await page.goto(`${service.url}/panels/meetings/${meeting.id}`)
  await isSound(t, page, 'an empty agenda')
  await reach(t, page, /^Reference of the child$/)
  await page.keyboard.type('NOBODY')
  await page.keyboard.press('Enter')
  await isSound(t, page, 'a fault')
  t.equal(await page.evaluate('document.activeElement.className'), 'govuk-error-summary')
  await reach(t, page, /^Reference of the child$/)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(child.reference as string)
  await reach(t, page, /^What is the panel asked/)
  await page.keyboard.type(nasty)
  await reach(t, page, /^Which office refers/)
  await page.keyboard.type(nasty)
  await page.keyboard.press('Enter')
  const link = page.getByRole('link', { name: new RegExp(child.reference as string) })
  await link.waitFor()
  await isSound(t, page, 'an agenda')
  await link.press('Enter')

  await page.getByLabel('Less support').press('Space')
  const [year = '', month = '', day = ''] = inDays(7).split('-')
  await reach(t, page, /^Day$/)
  await page.keyboard.type(day)
  await reach(t, page, /^Month$/)
  await page.keyboard.type(month)
  await reach(t, page, /^Year$/)
  await page.keyboard.type(year)
  await page.keyboard.press('Enter')
  await page.getByText('For a move on').waitFor()
  await isSound(t, page, 'options laid')
  await page.getByLabel('Agreed with conditions').press('Space')
  await page.getByLabel('Why?', { exact: true }).first().fill(nasty)
  await page.getByLabel('On which conditions?').fill(nasty)
  await page.locator('summary', { hasText: 'Who did not agree' }).press('Enter')
  await page.getByLabel('Office 1 that did not agree').fill('Virtual school')
  await page.getByLabel('Why office 1 did not agree').fill(nasty)
  await page.getByRole('button', { name: 'Record the decision' }).press('Enter')
  await page.getByRole('heading', { name: 'Decision', exact: true }).waitFor()
  await isSound(t, page, 'decided')

  await page.locator('summary', { hasText: 'Set an action' }).press('Enter')
  await page.getByLabel('What is to be done?').fill(nasty)
  await page.getByLabel('Which office does it?').fill('Fostering manager')
  for (const [label, text] of [
    ['Day', day],
    ['Month', month],
    ['Year', year],
  ] as const)
    await page.getByRole('group', { name: 'By which day?' }).getByLabel(label).fill(text)
  await page.getByRole('button', { name: 'Set the action' }).press('Enter')
  await page.goto(`${service.url}/panels/follow-up`)
  await isSound(t, page, 'what panels wait for')
  await page.getByRole('link', { name: nasty }).press('Enter')
  await isSound(t, page, 'an action')
  await page.getByRole('button', { name: 'It is done' }).press('Enter')
  await page.getByText('Done', { exact: true }).first().waitFor()
  await page.goto(`${service.url}/panels/meetings/${meeting.id}/pack`)
  await isSound(t, page, 'the pack')
  isUnhindered(t, person)
})

t.test('a plan: asked for, looked at, held', whereBrowser, async (t) => {
  const postcode = 'CW1 3CC'
  const home = await aHome(admin, { name: `Pair ${nasty}`, postcode, ageFrom: 8 })
  await aBed(admin, { homeId: home.id, label: '<img src=x onerror=window.hacked=1>' })
  for (const fields of [{}, { dateOfBirth: `${Number(TODAY.slice(0, 4)) - 5}-01-01` }]) {
    const { id } = await aChildInCare(admin, { homePostcode: postcode, ...fields })
    await aPlacementRequest(admin, { childIds: [id] })
  }
  const person = await personAt(t, 'Placements officer', '/plans')
  const { page } = person
  await isSound(t, page, 'no plan yet')
  await page.getByLabel('What will you call it?').fill(nasty)
  await page.getByRole('button', { name: 'Make the plan' }).press('Enter')
  await page.getByRole('heading', { level: 1, name: nasty }).waitFor()
  await waitForEnd(page)
  await isSound(t, page, 'a plan')
  await page.getByRole('button', { name: 'Hold the beds' }).press('Enter')
  await page.getByRole('heading', { name: 'Beds are held' }).waitFor()
  await isSound(t, page, 'what is held')
  isUnhindered(t, person)
})
