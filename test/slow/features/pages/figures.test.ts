import { chromium as driver, type Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { testApp } from '../../../support/app.ts'
import { chromium, needsBrowser, violations } from '../../../support/browser.ts'
import { aChildInCare, aHome, aPlacement, aProvider } from '../../../support/builders.ts'

t.setTimeout(900_000)

/**
 * Five children in care: three girls with agency carers since February 2022, of whom one is in a home whose name tries to run;
 * a boy in a children's home from 2023, and one without a placement on record.
 */
const service = await testApp(t, { listen: true })
const admin = await service.as('admin')
const nasty = `<img src=x onerror="window.hacked=1">'"><script>window.hacked=1</script>`
const agency = await aProvider(admin, { name: `An agency ${nasty}`, sector: 'private' })
const home = await aHome(admin, {
  providerId: agency.id,
  name: `A home ${nasty}`,
  kind: 'fostering-household',
  registeredPlaces: 3,
})
for (const [position, sex] of (['female', 'female', 'female', 'male', 'male'] as const).entries()) {
  const child = await aChildInCare(admin, { sex, reference: `FIGURE-${position}` })
  if (position < 4)
    await aPlacement(admin, {
      childId: child.id,
      placementType: sex === 'female' ? 'ifa' : 'residential',
      startedOn: sex === 'female' ? '2022-02-01' : '2023-01-01',
      ...(position === 0 && { homeId: home.id }),
    })
}

const whereBrowser = needsBrowser()
const browser = whereBrowser.skip
  ? null
  : await driver.launch({
      executablePath: chromium() ?? '',
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    })
t.teardown(() => browser?.close())

async function personAt(t: Test, title: string, width = 1100): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser!.newContext({ viewport: { width, height: 900 } })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  await page.goto(service.url)
  await page.getByLabel(title, { exact: true }).check()
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  return { page, complaints }
}

const asAt = '/figures/with-ifa?by=sex&asAt=2023-03-31'
const states = {
  'the catalogue': '/figures',
  'a figure of a day': asAt,
  'a figure over time': `${asAt}&every=month`,
  'a figure over a period': '/figures/placement-moves?by=ageBand&asAt=2023-03-31',
  'by homes': '/figures/children-looked-after?by=home&asAt=2023-03-31',
  'a fault': '/figures/with-ifa?asAt=2023-02-31',
  'nothing to show': '/figures?unit=none',
}
const statesOfRecords = {
  'numbers that lead on': asAt,
  'days that lead on': `${asAt}&every=month`,
  records: '/figures/with-ifa/records?asAt=2023-03-31',
}

for (const [title, addresses] of [
  ['Analyst', states],
  ['Placements officer', statesOfRecords],
] as const)
  t.test(
    `${title}: no fault by axe, nothing runs, nothing off the side of a phone`,
    whereBrowser,
    async (t) => {
      const [wide, narrow] = [await personAt(t, title), await personAt(t, title, 320)]
      for (const [state, path] of Object.entries(addresses)) {
        await wide.page.goto(service.url + path)
        t.same(await violations(wide.page), [], `${state}: axe`)
        t.equal(await wide.page.evaluate('window.hacked'), undefined, `${state}: nothing runs`)
        await narrow.page.goto(service.url + path)
        const width = await narrow.page.evaluate<number>('document.documentElement.scrollWidth')
        t.ok(width <= 320, `${state}: ${width} pixels wide`)
        // What scrolls sideways is partly out of sight, so that its contrast cannot be told: it was told at full width.
        const faults = (await violations(narrow.page)).filter((fault) => !fault.startsWith('color-contrast'))
        t.same(faults, [], `${state} at 320 pixels: axe`)
      }
      const stops = [...wide.complaints, ...narrow.complaints].filter((text) => /Content Security/.test(text))
      t.same(stops, [], 'the policy of the pages stops nothing of theirs')
    },
  )

t.test('an analyst divides a figure by keyboard alone', whereBrowser, async (t) => {
  const { page } = await personAt(t, 'Analyst')
  t.match(page.url(), /\/figures$/)
  const reach = async (name: RegExp) => {
    for (let presses = 0; presses < 80; presses++) {
      await page.keyboard.press('Tab')
      const text = await page.evaluate<string>(
        '(document.activeElement.name || document.activeElement.innerText || "").trim()',
      )
      if (name.test(text)) return
    }
    t.fail(`${name} is not reached`)
  }
  await reach(/^With independent fostering agencies$/)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/figures/with-ifa')
  await reach(/^by$/)
  await page.keyboard.type('Sex')
  await reach(/^asAt$/)
  await page.locator('#asAt').fill('2023-03-31')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/figures/with-ifa?**')
  const url = new URL(page.url())
  t.match(Object.fromEntries(url.searchParams), { by: 'sex', asAt: '2023-03-31' })
  // Of the 4 whose placement is known 3 are with an agency; of the girls 3 of 3, of the boys 0 of 1.
  t.same(await page.locator('.app-bars strong').allInnerTexts(), ['75.0%', '100.0%', '0.0%'])
  const bars = page.locator('.app-bars rect')
  const [all, girls] = [await bars.nth(0).boundingBox(), await bars.nth(1).boundingBox()]
  t.ok(Math.abs(all!.width / girls!.width - 0.75) < 0.01, 'three quarters of the longest, as it is drawn')
})
