import { chromium as driver, type BrowserContext, type Locator, type Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { CHESHIRE_EAST, testApp, type Body } from '../../../support/app.ts'
import { chromium, needsBrowser, violations } from '../../../support/browser.ts'
import { aBed, aFee, aHome, anOfficer, aProvider } from '../../../support/builders.ts'
import { insertPostcodes } from '../../../features/vacancies/fixture.ts'

t.setTimeout(900_000)

/**
 * Two homes with two free beds each: Near, of the council's own carers, a mile from home in the authority's area; and Far,
 * of an agency in Cornwall, which adjoins Cheshire East nowhere, so that the director decides before a start. And Small,
 * with one bed, for the race.
 */
const service = await testApp(t, { clock: () => new Date(), listen: true })
await insertPostcodes(service.ownerPool, {
  CW991AA: { authority: CHESHIRE_EAST, easting: 370000, northing: 355000 },
  CW991AB: { authority: CHESHIRE_EAST, easting: 371609, northing: 355000 },
  TR991AA: { authority: 'E06000052', easting: 373218, northing: 355000 },
})
const admin = await service.as('admin')
await anOfficer(admin, { subject: 'demonstration-dcs', office: 'dcs', fromOn: '2020-01-01' })
const nasty = `<img src=x onerror="window.hacked=1">'"><script>window.hacked=1</script>`
const own = await aProvider(admin, { name: `Own carers ${nasty}`, sector: 'own' })
const agency = await aProvider(admin, { name: 'An agency', sector: 'private' })
const household = { kind: 'fostering-household', confidential: true, takesSiblings: true }

async function homeWithBeds(name: string, count: number, fields: object): Promise<Body> {
  const home = await aHome(admin, { ...household, name, registeredPlaces: count, ...fields })
  await aFee(admin, { homeId: home.id, weeklyFee: 500 })
  for (let bed = 1; bed <= count; bed++)
    await aBed(admin, { homeId: home.id, label: `Bed ${bed} <script>window.hacked=1</script>` })
  return home
}
await homeWithBeds(`Near ${nasty}`, 2, { providerId: own.id, postcode: 'CW99 1AB' })
await homeWithBeds('Far', 2, { providerId: agency.id, postcode: 'TR99 1AA' })

const whereBrowser = needsBrowser()
const browser = whereBrowser.skip
  ? null
  : await driver.launch({
      executablePath: chromium() ?? '',
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    })
t.teardown(() => browser?.close())

/** A person at a browser of their own, signed in; what the browser complains of is kept. */
async function personAt(t: Test, title: string, options = {}): Promise<{ page: Page; complaints: string[] }> {
  const context: BrowserContext = await browser!.newContext({
    viewport: { width: 1100, height: 900 },
    ...options,
  })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(service.url)
  await page.getByLabel(title).check()
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.goto(`${service.url}/requests`)
  return { page, complaints }
}

/** Nothing that axe finds, and nothing that was filled in somewhere runs. `incomplete` of axe is what it cannot tell. */
async function isSound(t: Test, page: Page, state: string): Promise<void> {
  // Behind the text of a drawing axe cannot tell the ground, which is the page's white.
  const faults = (await violations(page)).filter((fault) => !fault.startsWith('color-contrast: <text'))
  t.same(faults, [], `${state}: axe`)
  t.equal(await page.evaluate('window.hacked'), undefined, `${state}: nothing runs`)
}

async function fillChild(page: Page, position: number, reference: string, year: number): Promise<void> {
  const field = (name: string): Locator => page.locator(`[name="child-${position}-${name}"]`)
  await field('reference').fill(reference)
  await field('born-day').fill('14')
  await field('born-month').fill('1')
  await field('born-year').fill(String(year))
  await page.locator(`[name="child-${position}-sex"][value=male]`).check()
  await field('postcode').fill('CW99 1AA')
}

async function askFor(page: Page, references: readonly string[]): Promise<string> {
  await page.goto(`${service.url}/requests/new`)
  for (const [position, reference] of references.entries()) {
    if (position > 0) await page.getByRole('button', { name: /^Add/ }).click()
    await fillChild(page, position, reference, new Date().getFullYear() - 6 - 3 * position)
  }
  await page.getByRole('button', { name: 'Ask for a home' }).click()
  await page.getByRole('heading', { name: /^Request for/ }).waitFor()
  return page.url()
}

t.test(
  'two brothers: asked for, held, agreed, approved by the director, started',
  whereBrowser,
  async (t) => {
    const officer = await personAt(t, 'Placements officer')
    const { page } = officer
    await page.getByRole('button', { name: 'Ask for a home' }).click()
    await isSound(t, page, 'an empty request')
    await page.getByRole('button', { name: 'Ask for a home' }).click()
    await isSound(t, page, 'its faults')
    t.match(await page.title(), /^Error: /)
    t.equal(await page.evaluate('document.activeElement.className'), 'govuk-error-summary')
    await page.getByRole('link', { name: 'Give the reference of child 1' }).click()
    t.equal(
      await page.evaluate('document.activeElement.name'),
      'child-0-reference',
      'a fault leads to its field',
    )

    const request = await askFor(page, ['BROTHER-1', 'BROTHER-2'])
    await isSound(t, page, 'a request')
    await page.getByRole('button', { name: 'Look for beds' }).click()
    await isSound(t, page, 'options')
    const cards = page.locator('article')
    t.match(await cards.first().innerText(), /Near[\s\S]*1 mile[\s\S]*£500[\s\S]*No approval needed/i)
    const far = cards.filter({ hasText: 'Far' })
    t.match(await far.innerText(), /Director of children's services decides/)
    await far.getByRole('button', { name: 'Hold' }).click()
    await isSound(t, page, 'a hold')
    t.match(
      await page.locator('.app-timer').innerText(),
      /^(59 min|1 h [0-5] min)/,
      'an hour, to the next five minutes',
    )
    await page.getByRole('button', { name: 'Agree the placements' }).click()
    await isSound(t, page, 'agreed')
    t.match(
      await page.locator('main').innerText(),
      /BROTHER-1 and BROTHER-2 cannot start yet[\s\S]*At a distance/,
    )
    t.equal(await page.getByRole('button', { name: /^Start/ }).count(), 0)

    const director = await personAt(t, "Director of children's services")
    await director.page.getByRole('link', { name: 'Approvals' }).click()
    await isSound(t, director.page, 'approvals')
    await director.page.getByRole('link', { name: 'BROTHER-1' }).click()
    await isSound(t, director.page, 'an approval')
    await director.page.getByRole('radio', { name: 'Approve' }).check()
    await director.page.getByRole('button', { name: 'Record the decision' }).click()
    await isSound(t, director.page, 'an approval with nothing confirmed')
    t.match(await director.page.locator('.govuk-error-summary').innerText(), /Confirm all/)
    for (const box of await director.page.getByRole('checkbox').all()) await box.check()
    await director.page.getByRole('textbox', { name: 'Why?' }).fill(nasty)
    await director.page.getByRole('button', { name: 'Record the decision' }).click()
    t.match(
      await director.page.locator('main').innerText(),
      /Your decision is on record[\s\S]*Nothing waits for you/,
    )

    await page.goto(request)
    await page.getByRole('button', { name: 'Start the placements' }).click()
    await isSound(t, page, 'started')
    t.match(
      await page.locator('main').innerText(),
      /BROTHER-1\s+LIVING THERE[\s\S]*BROTHER-2\s+LIVING THERE/i,
    )
    await page.getByRole('link', { name: 'BROTHER-1' }).first().click()
    await isSound(t, page, 'a placement')
    const { body } = await admin.get(`/v1/placement-requests/${request.split('/').at(-1)}`)
    t.equal(body.status, 'placed')
    const stops = [...officer.complaints, ...director.complaints].filter((text) =>
      /Content Security|Refused/.test(text),
    )
    t.same(stops, [], 'the policy of the pages stops nothing of theirs')
  },
)

t.test(
  'two officers want the same beds: the second reads who was first, and what is free',
  whereBrowser,
  async (t) => {
    const [first, second] = await Promise.all([
      personAt(t, 'Placements officer'),
      personAt(t, 'Placements officer'),
    ])
    const urls = [
      await askFor(first.page, ['RACE-1', 'RACE-2']),
      await askFor(second.page, ['RACE-3', 'RACE-4']),
    ]
    for (const [index, { page }] of [first, second].entries()) await page.goto(`${urls[index]}/options`)
    const hold = async ({ page }: { page: Page }) => {
      await page
        .locator('article')
        .filter({ hasText: 'Near' })
        .first()
        .getByRole('button', { name: 'Hold' })
        .click()
      return page.getByRole('heading', { level: 1 }).innerText()
    }
    const headings = await Promise.all([hold(first), hold(second)])
    t.equal(headings.filter((text) => text === '2 beds are held').length, 1, headings.join(' / '))
    const loser = headings[0] === '2 beds are held' ? second.page : first.page
    t.match(await loser.locator('.govuk-error-summary').innerText(), /held|in use|taken/i)
    await isSound(t, loser, 'who was second')
    t.notOk(
      await loser
        .locator('article')
        .filter({ hasText: 'Near' })
        .getByRole('button', { name: 'Hold' })
        .count(),
      'what is gone is offered no more',
    )
    const winner = headings[0] === '2 beds are held' ? first.page : second.page
    await winner.getByText('Hold it longer').first().click()
    await winner.getByRole('button', { name: 'Let it go now' }).click()
  },
)

t.test('a double click holds once', whereBrowser, async (t) => {
  const { page } = await personAt(t, 'Placements officer', { javaScriptEnabled: false })
  const request = await askFor(page, ['TWICE-1', 'TWICE-2'])
  await page.getByRole('button', { name: 'Look for beds' }).click()
  const button = page.locator('article').first().getByRole('button', { name: 'Hold' })
  await button.click({ clickCount: 2, delay: 5 })
  await page.getByRole('heading', { name: '2 beds are held' }).waitFor()
  const { body } = await admin.get(`/v1/holds?requestId=${request.split('/').at(-1)}`)
  t.equal(body.items.length, 1)
  await page.locator('summary').first().click()
  await page.getByRole('button', { name: 'Let it go now' }).click()
  t.match(await page.locator('main').innerText(), /RELEASED|Released/, 'and all of it without scripts')
})

t.test('a page that is out of date says what has changed since', whereBrowser, async (t) => {
  const { page } = await personAt(t, 'Placements officer')
  await askFor(page, ['STALE-1', 'STALE-2'])
  await page.getByRole('button', { name: 'Look for beds' }).click()
  await page.locator('article').first().getByRole('button', { name: 'Hold' }).click()
  const id = page.url().split('/').at(-1)
  const later = new Date(Date.now() + 86_400_000).toISOString()
  await admin.post(`/v1/holds/${id}/extension`, { expiresAt: later }, { 'if-match': '*' })
  await page.getByRole('button', { name: 'Agree the placements' }).click()
  await isSound(t, page, 'out of date')
  t.match(await page.locator('main').innerText(), /this was changed:\s+until when the beds are held/)
  t.equal((await admin.get(`/v1/holds/${id}`)).body.status, 'held', 'nothing was agreed')
  await page.getByText('Hold it longer').first().click()
  await page.getByRole('button', { name: 'Let it go now' }).click()
})

t.test('by keyboard alone', whereBrowser, async (t) => {
  const { page } = await personAt(t, 'Placements officer')
  await page.waitForLoadState()
  await page.keyboard.press('Tab')
  t.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to main content')
  await page.keyboard.press('Enter')
  const reach = async (name: RegExp) => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab')
      const text = await page.evaluate<string>(
        '(document.activeElement.innerText || document.activeElement.value || document.activeElement.name || "").trim()',
      )
      if (name.test(text)) return
    }
    t.fail(`${name} is not reached`)
  }
  await reach(/^Ask for a home$/)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/requests/new')
  await page.locator('#child-0-reference').focus()
  await page.keyboard.type('KEYS-1')
  for (const text of ['14', '1', String(new Date().getFullYear() - 7)]) {
    await page.keyboard.press('Tab')
    await page.keyboard.type(text)
  }
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.type('CW99 1AA')
  await reach(/^Ask for a home$/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Request for one child' }).waitFor()
  await reach(/^Look for beds$/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Beds for one child' }).waitFor()
  await reach(/^Hold/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'A bed is held' }).waitFor()
  t.match(page.url(), /\/holds\//)
})

t.test('on a phone nothing runs off the side, and on paper no button is printed', whereBrowser, async (t) => {
  const { page } = await personAt(t, 'Placements officer', { viewport: { width: 320, height: 640 } })
  const request = await askFor(page, ['SMALL-1', 'SMALL-2'])
  for (const path of [
    '/requests',
    '/requests/new',
    new URL(request).pathname,
    `${new URL(request).pathname}/options`,
  ]) {
    await page.goto(service.url + path)
    const width = await page.evaluate<number>('document.documentElement.scrollWidth')
    t.ok(width <= 320, `${path}: ${width} pixels wide`)
    // What scrolls sideways is partly out of sight, so that its contrast cannot be told: it was told at full width.
    const faults = (await violations(page)).filter((fault) => !fault.startsWith('color-contrast'))
    t.same(faults, [], `${path} at 320 pixels: axe`)
    await page.emulateMedia({ media: 'print' })
    t.equal(await page.getByRole('button').filter({ visible: true }).count(), 0, `${path} on paper`)
    await page.emulateMedia({ media: 'screen' })
  }
})
