import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import axe from 'axe-core'
import { chromium as driver, type Page } from 'playwright-core'
import type { Test } from 'tap'

/** The path of Chromium: from the variable CHROMIUM, else the first on the PATH; null if there is none. */
export function chromium(): string | null {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = folders.flatMap((folder) => [join(folder, 'chromium'), join(folder, 'chromium-browser')])
  return candidates.find((path) => existsSync(path)) ?? null
}

/** Options of a test that needs Chromium; it is skipped without it. */
export function needsBrowser(): { skip: string | false } {
  return {
    skip: chromium() === null && 'needs a Chromium on the PATH (apt-get install chromium) or in CHROMIUM',
  }
}

export interface Opened {
  page: Page
  /** Messages of the browser about the page: blocked styles, scripts, errors. */
  complaints: string[]
}

/** Opens a page of the service, with the token, in a real browser. */
export async function openPage(t: Test, url: string, token: string): Promise<Opened> {
  const browser = await driver.launch({
    executablePath: chromium() ?? '',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  t.teardown(() => browser.close())
  const extraHTTPHeaders = { authorization: `Bearer ${token}` }
  const context = await browser.newContext({ extraHTTPHeaders, viewport: { width: 1100, height: 900 } })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  t.equal((await page.goto(url))?.status(), 200)
  return { page, complaints }
}

/**
 * The accessibility faults that axe finds, in short. It runs in a separate context, as the page's policy allows no scripts.
 * Where a click's navigation ends it midway, it runs again on the page that the navigation led to.
 */
export async function violations(page: Page): Promise<string[]> {
  for (;;) {
    await page.waitForLoadState()
    try {
      return await axeFaults(page)
    } catch (error) {
      if (!/Execution context was destroyed/.test(String(error))) throw error
    }
  }
}

async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const results = await page.evaluate<axe.AxeResults>(
    'axe.run({ resultTypes: ["violations", "incomplete"] })',
  )
  return [...results.violations, ...results.incomplete].map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  )
}
