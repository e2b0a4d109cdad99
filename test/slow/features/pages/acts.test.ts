import t from 'tap'
import { CHESHIRE_EAST, testApp } from '../../../support/app.ts'
import {
  aBed,
  aChild,
  aChildInCare,
  aFee,
  aHome,
  anOfficer,
  aPlacement,
  aPlacementRequest,
  aProvider,
} from '../../../support/builders.ts'
import { inDays, TODAY } from '../../../support/placing.ts'
import { insertPostcodes } from '../../../features/vacancies/fixture.ts'
import { isSound, isUnhindered, peopleAtBrowsers, reach } from './support.ts'

t.setTimeout(300_000)
const nasty = `<img src=x onerror="window.hacked=1">'"><script>window.hacked=1</script>`

/** A girl with foster carers, another child, and three homes with free beds: near, in Cornwall, and one that is secret. */
const service = await testApp(t, { clock: () => new Date(), listen: true })
await insertPostcodes(service.ownerPool, {
  CW991AA: { authority: CHESHIRE_EAST, easting: 370000, northing: 355000 },
  CW991AB: { authority: CHESHIRE_EAST, easting: 374828, northing: 361437 },
  TR991AA: { authority: 'E06000052', easting: 366781, northing: 355000 },
})
const admin = await service.as('admin')
await anOfficer(admin, { subject: 'demonstration-dcs', office: 'dcs', fromOn: '2020-01-01' })
const own = await aProvider(admin, { name: `Council ${nasty}`, sector: 'own' })
const homeWithBed = async (name: string, fields: object) => {
  const home = await aHome(admin, { name, providerId: own.id, ...fields })
  await aFee(admin, { homeId: home.id, weeklyFee: 500 })
  return { home, bed: await aBed(admin, { homeId: home.id }) }
}
const nearby = await homeWithBed(`Near ${nasty}`, { postcode: 'CW99 1AB' })
const far = await homeWithBed('Far', { postcode: 'TR99 1AA' })
await homeWithBed('Secret', { kind: 'fostering-household', confidential: true, postcode: 'CW99 1AB' })
const carers = await homeWithBed('Carers', { kind: 'fostering-household', confidential: true })
const child = await aChildInCare(admin, { reference: 'GIRL-1', homePostcode: 'CW99 1AA' })
const placement = await aPlacement(admin, {
  childId: child.id,
  bedId: carers.bed.id,
  placementType: 'internal-foster',
  plannedTo: TODAY,
})
await aChild(admin, { reference: 'OTHER-1' })
const nextPlacement = await aPlacement(admin, {
  childId: child.id,
  bedId: nearby.bed.id,
  plannedFrom: TODAY,
})
const newcomer = await aChildInCare(admin, { reference: 'WAITING-1', homePostcode: 'CW99 1AA' })
const request = await aPlacementRequest(admin, {
  childIds: [newcomer.id],
  receivedOn: TODAY,
  neededFrom: inDays(1),
})

const { whereBrowser, personAt } = await peopleAtBrowsers(t, service.url)

t.test('a move by keyboard, and what is recorded of a child', whereBrowser, async (t) => {
  const person = await personAt(t, 'Placements officer', `/children/${child.id}`)
  const { page } = person
  await isSound(t, page, 'a child')
  await reach(t, page, /^Move the child$/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Move the child' }).waitFor()
  await reach(t, page, /^Move the child$/)
  await page.keyboard.press('Enter')
  await page.getByText('There is a problem').waitFor()
  await isSound(t, page, 'a move with faults')
  t.equal(await page.evaluate('document.activeElement.className'), 'govuk-error-summary')
  await page.getByRole('link', { name: 'The reason must be chosen' }).click()
  t.equal(await page.evaluate('document.activeElement.name'), 'reason', 'a fault leads to its field')
  await page.getByRole('group', { name: 'Was the ending planned?' }).getByLabel('Yes').check()
  await page.getByLabel('Why does the child leave?').selectOption('CARPL')
  await page.getByRole('radio', { name: /^Near/ }).check()
  await page.getByRole('button', { name: 'Move the child' }).click()
  await page.getByRole('heading', { name: 'Placement' }).waitFor()
  t.match(page.url(), new RegExp(`/placements/${nextPlacement.id}$`))
  await isSound(t, page, 'a placement')

  for (const [act, heading] of [
    ['absences', 'Record a stay elsewhere'],
    ['end', 'End it, or end care'],
    ['notice', 'Record notice'],
    ['start-undo', 'Undo the start'],
    ['staying-put', 'Agree Staying Put'],
  ]) {
    await page.goto(`${service.url}/placements/${nextPlacement.id}/${act}`)
    await page.getByRole('heading', { name: heading! }).waitFor()
    await isSound(t, page, heading!)
  }

  await page.goto(`${service.url}/children/${child.id}/correction`)
  await isSound(t, page, 'a correction')
  await page.getByLabel('Is the child disabled?').selectOption({ label: 'Yes' })
  await page.getByLabel('Why?').fill(nasty)
  await page.getByRole('button', { name: 'See what it changes' }).click()
  await page.getByRole('heading', { name: 'What this changes' }).waitFor()
  await isSound(t, page, 'what a correction changes')
  await page.getByRole('button', { name: 'Correct it' }).click()
  await page
    .getByRole('link', { name: 'Who must live apart' })
    .or(page.getByRole('button', { name: 'Who must live apart' }))
    .click()
  await page.getByLabel('Reference of the other child').fill('OTHER-1')
  await page.getByLabel('One may harm the other').check()
  await page.getByRole('button', { name: 'Record it' }).click()
  await page.getByRole('link', { name: /^Say when it ends/ }).waitFor()
  await isSound(t, page, 'who must live apart')
  await page.getByRole('link', { name: /^Say when it ends/ }).click()
  await isSound(t, page, 'the end of a separation')
  await page.goto(`${service.url}/children/${child.id}/history`)
  await page.getByText(nasty.slice(0, 20)).first().waitFor()
  await isSound(t, page, 'the history')
  await page.goto(`${service.url}/children/${newcomer.id}/dangers`)
  await isSound(t, page, 'dangers')
  isUnhindered(t, person)
  t.equal((await admin.get(`/v1/placements/${placement.id}`)).body.status, 'ended')
})

t.test('the board, the map, and options side by side', whereBrowser, async (t) => {
  const { page } = await personAt(t, 'Placements officer', '/vacancies?free=')
  await isSound(t, page, 'the board')
  await page.goto(`${service.url}/requests/${request.id}/options`)
  await isSound(t, page, 'the options')
  await page.locator('.app-map a').first().focus()
  await page.keyboard.press('Enter')
  t.match(page.url(), /#option-/, 'a dot leads to its card')
  for (const name of [/^Compare Far/, /^Compare Secret/]) await page.getByLabel(name).check()
  await page.getByRole('button', { name: 'Compare side by side' }).click()
  await page.getByRole('heading', { name: 'Side by side' }).waitFor()
  await isSound(t, page, 'side by side')
  await page.goto(`${service.url}/today`)
  await page.getByText('What has changed since yesterday').waitFor()
  await isSound(t, page, 'today')
})

t.test('a decision that was said by telephone', whereBrowser, async (t) => {
  const distant = await aPlacement(admin, {
    childId: newcomer.id,
    bedId: far.bed.id,
    plannedFrom: TODAY,
  })
  const { page } = await personAt(t, "Director of children's services", `/approvals/${distant.id}`)
  await page.getByText('It was said by telephone').click()
  await isSound(t, page, 'an approval')
  for (const box of await page.getByRole('checkbox').all()) await box.check()
  await page.getByLabel('Approve').check()
  await page.getByRole('button', { name: 'Record the decision' }).click()
  await page.getByText('There is a problem').waitFor()
  await isSound(t, page, 'a telephone note with faults')
  await page.getByLabel('At what time?').fill('22:40')
  await page.getByLabel('Who wrote it down?').fill(`Duty officer ${nasty}`)
  await page.getByRole('button', { name: 'Record the decision' }).click()
  await page.getByText('Your decision is on record').waitFor()
  const { body } = await admin.get(`/v1/placements/${distant.id}`)
  t.match(body.gates, [{ note: /^Said by telephone at 22:40, written down by: Duty officer/ }])
})
