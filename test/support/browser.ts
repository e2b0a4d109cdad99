import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import axe from 'axe-core'
import { chromium as driver, type Page } from 'playwright-core'
import type { Test } from 'tap'

/** The path of a Chromium: what CHROMIUM names, else the first on the PATH; null where there is none. */
export function chromium(): string | null {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = folders.flatMap((folder) => [join(folder, 'chromium'), join(folder, 'chromium-browser')])
  return candidates.find((path) => existsSync(path)) ?? null
}

/** The options of a test that needs it. */
export function needsBrowser(): { skip: string | false } {
  return {
    skip: chromium() === null && 'needs a Chromium on the PATH (apt-get install chromium) or in CHROMIUM',
  }
}

export interface Opened {
  page: Page
  /** What the browser itself finds wrong with the page: blocked styles, scripts, errors. */
  complaints: string[]
}

/** A page of the service in a real browser, read with the token. */
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

/** What axe finds wrong, in short. It runs beside the page, which itself may run nothing. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate<axe.AxeResults>('axe.run({ resultTypes: ["violations", "incomplete"] })')
  return [...found.violations, ...found.incomplete].map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  )
}
