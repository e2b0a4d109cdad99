import type { Page } from 'playwright-core'
import t from 'tap'
import { testApp } from '../../../support/app.ts'
import { csv } from '../../../features/returns/in/support.ts'
import { isSound, isUnhindered, peopleAtBrowsers, reach, waitForEnd } from './support.ts'

t.setTimeout(900_000)

const service = await testApp(t, { listen: true })
const data = await service.as('data')
const nasty = `<img src=x onerror=window.hacked=1>`
const { whereBrowser, personAt } = await peopleAtBrowsers(t, service.url)

/** Chooses the files of a return of two children; `birth` is what it says of the second's date of birth. */
async function chooseReturn(page: Page, birth: string): Promise<void> {
  const files = [
    csv('header', 'FIRST,1,05/06/2010,WBRI,UN2,,', `SECOND,2,${birth},WBRI,UN2,,`),
    csv('episodes', ...['FIRST', 'SECOND'].map((child) => `${child},10/05/2022,S,C2,N1,U4,PR1,,,,,,`)),
  ]
  await page.setInputFiles(
    '#files',
    files.map(({ name, content }) => ({
      name: `2022-23-${name}`,
      mimeType: 'text/csv',
      buffer: Buffer.from(content),
    })),
  )
}

t.test('a return by keyboard: checked, imported, undone', whereBrowser, async (t) => {
  const person = await personAt(t, 'Data officer', '/imports')
  const { page } = person
  await page.getByRole('button', { name: 'Send' }).click()
  await page.locator('.govuk-error-summary').waitFor()
  await isSound(t, page, 'no file')
  t.equal(await page.evaluate('document.activeElement.className'), 'govuk-error-summary')

  await chooseReturn(page, nasty)
  await reach(t, page, /^Send$/)
  await page.keyboard.press('Enter')
  await page.waitForURL(/imports\/[0-9a-f-]{36}$/)
  await waitForEnd(page)
  t.match(await page.locator('main').innerText(), /Rejected: nothing applied/i)
  await reach(t, page, /^Row by row$/)
  await page.keyboard.press('Enter')
  await isSound(t, page, 'rejected')
  t.match(await page.locator('main').innerText(), nasty)

  await page.goto(`${service.url}/imports`)
  await chooseReturn(page, '30/06/2010')
  await reach(t, page, /^Check first$/)
  await page.keyboard.press('ArrowDown')
  await reach(t, page, /^Send$/)
  await page.keyboard.press('Enter')
  await page.waitForURL(/imports\/[0-9a-f-]{36}$/)
  await waitForEnd(page)
  await isSound(t, page, 'imported')
  t.match(await page.locator('main').innerText(), /Done[\s\S]*Records that were written/i)
  t.equal((await data.get('/v1/children')).body.items.length, 2)
  await reach(t, page, /^Undo this import$/)
  await page.keyboard.press('Enter')
  await reach(t, page, /^Why\?$/)
  await page.keyboard.type('The wrong year')
  await reach(t, page, /^Undo the import$/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Undoes another' }).waitFor()
  await waitForEnd(page)
  await isSound(t, page, 'undone')
  t.equal((await data.get('/v1/children')).body.items.length, 0)
  isUnhindered(t, person)
})

t.test('questions are answered for all at once', whereBrowser, async (t) => {
  for (const reference of ['FIRST', 'SECOND']) {
    const child = await data.post('/v1/children', { reference, dateOfBirth: '2010-06-05', sex: 'male' })
    await data.post('/v1/placements', {
      childId: child.body.id,
      placementType: 'with-parents',
      startedOn: '2022-06-01',
      endedOn: '2022-07-01',
    })
  }
  const { page } = await personAt(t, 'Data officer', '/imports')
  await chooseReturn(page, '05/06/2010')
  await page.getByLabel('Import it').check()
  await page.getByRole('button', { name: 'Send' }).click()
  await waitForEnd(page)
  await page.getByRole('link', { name: 'Answer' }).click()
  await isSound(t, page, 'questions')
  await page.getByRole('button', { name: 'Answer' }).click()
  await isSound(t, page, 'nothing answered')
  await page.getByLabel('For all of them').check()
  await page.getByLabel('What was recorded', { exact: true }).check()
  await page.getByLabel('Why?').fill('The file has a mistake')
  await page.getByRole('button', { name: 'Answer' }).click()
  await page.getByText('No question is open').waitFor()
  await isSound(t, page, 'answered')
})

t.test('a spreadsheet, a webhook and a key', whereBrowser, async (t) => {
  const { page } = await personAt(t, 'Administrator', '/supply')
  await isSound(t, page, 'spreadsheets')
  const lines = ['Home,Provider,Kind,Places,Opens', `Elm ${nasty},Nobody ${nasty},Castle,four,01/04/2020`]
  await page.setInputFiles('#files', {
    name: 'rows.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(lines.join('\n')),
  })
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('heading', { name: 'It cannot be used: nothing is recorded' }).waitFor()
  await isSound(t, page, 'its report')

  await page.goto(`${service.url}/webhooks`)
  await page.getByLabel('Address').fill('https://receiver.example/x')
  await page.getByLabel('What it is for').fill(nasty)
  await page.getByRole('button', { name: 'Record it' }).click()
  await isSound(t, page, 'a webhook')
  await page.getByRole('button', { name: 'Make its secret' }).click()
  await page.getByText('whsec_').waitFor()
  await isSound(t, page, 'its secret')

  await page.goto(`${service.url}/keys`)
  await page.getByLabel('Name of the system').fill('power-bi')
  await page.getByLabel('What it is for').fill(nasty)
  await page.getByLabel('Read authorities and postcodes').check()
  await page.getByRole('button', { name: 'Record it' }).click()
  await isSound(t, page, 'a key')
  await page.getByRole('button', { name: 'Make a secret' }).click()
  await page.getByText('sufk_').waitFor()
  await isSound(t, page, 'its secret')
  await page.getByRole('link', { name: 'The key' }).click()
  await isSound(t, page, 'a key with a secret')
  await page.goto(`${service.url}/keys`)
  await isSound(t, page, 'keys')
})
