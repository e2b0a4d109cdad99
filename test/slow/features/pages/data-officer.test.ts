import { chromium as driver, type Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { testApp } from '../../../support/app.ts'
import { chromium, needsBrowser, violations } from '../../../support/browser.ts'
import { csv } from '../../../features/returns/in/support.ts'

t.setTimeout(900_000)

const service = await testApp(t, { listen: true })
const data = await service.as('data')
const nasty = `<img src=x onerror=window.hacked=1>`
const whereBrowser = needsBrowser()
const browser = whereBrowser.skip
  ? null
  : await driver.launch({
      executablePath: chromium() ?? '',
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    })
t.teardown(() => browser?.close())

/** A person at a browser of their own, on a page of theirs; what the browser complains of is kept. */
async function personAt(t: Test, title: string, path: string) {
  const context = await browser!.newContext({ viewport: { width: 1100, height: 900 } })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(service.url)
  await page.getByLabel(title).check()
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.goto(service.url + path)
  return { page, complaints }
}

/** Nothing that axe finds at full width, nothing that runs off a phone, no button on paper, and nothing that was filled in runs. */
async function isSound(t: Test, page: Page, state: string): Promise<void> {
  t.same(await violations(page), [], `${state}: axe`)
  await page.setViewportSize({ width: 320, height: 640 })
  const width = await page.evaluate<number>('document.documentElement.scrollWidth')
  t.ok(width <= 320, `${state}: ${width} pixels wide`)
  await page.setViewportSize({ width: 1100, height: 900 })
  await page.emulateMedia({ media: 'print' })
  t.equal(await page.getByRole('button').filter({ visible: true }).count(), 0, `${state}: on paper`)
  await page.emulateMedia({ media: 'screen' })
  t.equal(await page.evaluate('window.hacked'), undefined, `${state}: nothing runs`)
}

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

/** Waits until the page shows by itself that the import has ended. */
const waitForEnd = (page: Page) =>
  page.locator('[data-renew-seconds]').waitFor({ state: 'detached', timeout: 60_000 })

/** Presses Tab until what has the focus has the text. */
async function reach(t: Test, page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    const text = await page.evaluate<string>(
      '(document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText || "").trim()',
    )
    if (name.test(text)) return
  }
  t.fail(`${name} is not reached`)
}

t.test('a return by keyboard: checked, imported, undone', whereBrowser, async (t) => {
  const { page, complaints } = await personAt(t, 'Data officer', '/imports')
  await page.getByRole('button', { name: 'Send' }).click()
  await isSound(t, page, 'no file')
  t.equal(await page.evaluate('document.activeElement.className'), 'govuk-error-summary')

  await chooseReturn(page, nasty)
  await reach(t, page, /^Send$/)
  await page.keyboard.press('Enter')
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
  t.same(
    complaints.filter((text) => /Content Security|Refused to/.test(text)),
    [],
    'the policy of the pages stops nothing of theirs',
  )
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
