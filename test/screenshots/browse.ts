import type { Browser, Page } from 'playwright-core'

/** The people of the demonstration, each at a browser of their own, signed in when they are first asked for. */
export class People {
  readonly #pages = new Map<string, Promise<Page>>()
  readonly #browser: Browser
  readonly #url: string

  constructor(browser: Browser, url: string) {
    this.#browser = browser
    this.#url = url
  }

  /** The page of a person, at an address. */
  async at(title: string, address: string): Promise<Page> {
    const signedIn = this.#pages.get(title) ?? this.#signIn(title)
    this.#pages.set(title, signedIn)
    const page = await signedIn
    const answer = await page.goto(this.#url + address)
    if (!answer?.ok()) throw new Error(`${address}, as ${title}: ${answer?.status()}`)
    return page
  }

  async #signIn(title: string): Promise<Page> {
    const page = await this.#browser.newPage({ viewport: { width: 1100, height: 900 } })
    page.setDefaultTimeout(120_000)
    await page.goto(this.#url)
    await page.getByLabel(title, { exact: true }).check()
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    return page
  }
}

/** The address of the page that is shown, within the service. */
export function addressOf(page: Page): string {
  const { pathname, search } = new URL(page.url())
  return pathname + search
}

/** The first address on a page that is like an expression. */
export async function linkLike(page: Page, like: RegExp): Promise<string> {
  const anchors = await page.locator('main a').all()
  const addresses = await Promise.all(anchors.map((anchor) => anchor.getAttribute('href')))
  const address = addresses.find((one) => one !== null && like.test(one)) ?? undefined
  if (address === undefined) throw new Error(`${page.url()} leads to nothing like ${String(like)}`)
  return address
}
