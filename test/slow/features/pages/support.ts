import { chromium as driver, type Page } from 'playwright-core'
import type { Test } from 'tap'
import { chromium, needsBrowser, violations } from '../../../support/browser.ts'

/** A person at a browser of their own, and what the browser complains of. */
export interface PersonAtBrowser {
  page: Page
  complaints: string[]
}

/** People of the demonstration, each at a browser of their own, signed in and on a page. */
export async function peopleAtBrowsers(
  t: Test,
  url: string,
): Promise<{
  whereBrowser: { skip: string | false }
  personAt: (t: Test, title: string, path: string) => Promise<PersonAtBrowser>
}> {
  const whereBrowser = needsBrowser()
  const browser = whereBrowser.skip
    ? null
    : await driver.launch({
        executablePath: chromium() ?? '',
        args: ['--no-sandbox', '--disable-dev-shm-usage'],
      })
  t.teardown(() => browser?.close())
  return {
    whereBrowser,
    async personAt(t, title, path) {
      const context = await browser!.newContext({ viewport: { width: 1100, height: 900 } })
      t.teardown(() => context.close())
      const page = await context.newPage()
      page.setDefaultTimeout(120_000)
      const complaints: string[] = []
      page.on('console', (message) => complaints.push(message.text()))
      page.on('pageerror', (error) => complaints.push(error.message))
      await page.goto(url)
      await page.getByLabel(title, { exact: true }).check()
      await page.getByRole('button', { name: 'Start' }).click()
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.goto(url + path)
      return { page, complaints }
    },
  }
}

/**
 * Nothing that axe finds at full width, nothing that runs off a phone, no button on paper, and nothing that was filled in runs.
 * @param cannotJudge what axe asks a person to check, and a person has checked
 */
export async function isSound(t: Test, page: Page, state: string, cannotJudge?: RegExp): Promise<void> {
  // Behind the text of a drawing axe cannot tell the ground, which is the page's white.
  const faults = (await violations(page)).filter(
    (fault) => !fault.startsWith('color-contrast: <text') && !cannotJudge?.test(fault),
  )
  t.same(faults, [], `${state}: axe`)
  await page.setViewportSize({ width: 320, height: 640 })
  const width = await page.evaluate<number>('document.documentElement.scrollWidth')
  t.ok(width <= 320, `${state}: ${width} pixels wide`)
  await page.setViewportSize({ width: 1100, height: 900 })
  await page.emulateMedia({ media: 'print' })
  t.equal(await page.getByRole('button').filter({ visible: true }).count(), 0, `${state}: on paper`)
  await page.emulateMedia({ media: 'screen' })
  t.equal(await page.evaluate('window.hacked'), undefined, `${state}: nothing runs`)
}

/** Presses Tab until what has the focus has the text. */
export async function reach(t: Test, page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab')
    const text = await page.evaluate<string>(
      '(document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText || "").trim()',
    )
    if (name.test(text)) return
  }
  t.fail(`${name} is not reached`)
}

/** Waits until the page shows by itself that what it shows has ended. */
export const waitForEnd = (page: Page): Promise<void> =>
  page.locator('[data-renew-seconds]').waitFor({ state: 'detached', timeout: 120_000 })

/** The policy of the pages stops nothing of theirs. */
export function isUnhindered(t: Test, { complaints }: PersonAtBrowser): void {
  t.same(
    complaints.filter((text) => /Content Security|Refused to/.test(text)),
    [],
    'the policy of the pages stops nothing of theirs',
  )
}
