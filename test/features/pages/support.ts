import type { TestApp } from '../../support/app.ts'
import { form, type Sent } from '../../support/form.ts'

/** An answer of the pages: never followed, so that a test sees where it leads. */
export interface PageAnswer {
  status: number
  location: string | undefined
  headers: Record<string, string | string[] | number | undefined>
  text: string
}

/** A browser without scripts: it keeps cookies, and sends forms as they stand on a page. */
export class PlainBrowser {
  readonly #app: TestApp['app']
  readonly cookies = new Map<string, string>()

  constructor({ app }: Pick<TestApp, 'app'>) {
    this.#app = app
  }

  get(url: string): Promise<PageAnswer> {
    return this.#send('GET', url)
  }

  /** Sends fields; with those that other tests want to leave out or change, it is sent as a form of the own site. */
  post(url: string, fields: readonly (readonly [string, string])[], headers = {}): Promise<PageAnswer> {
    return this.#send(
      'POST',
      url,
      new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString(),
      {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
    )
  }

  /** Sends files with fields, as a form of the own site. A browser that has no file chosen sends an empty one. */
  upload(
    url: string,
    fields: readonly (readonly [string, string])[],
    files: readonly Sent[],
  ): Promise<PageAnswer> {
    const empty = [{ name: '', content: '' }]
    const { body, headers } = form(files.length > 0 ? files : empty, Object.fromEntries(fields))
    return this.#send('POST', url, body, { 'sec-fetch-site': 'same-origin', ...headers })
  }

  async signIn(subject: string): Promise<void> {
    const answer = await this.post('/sign-in', [
      ['subject', subject],
      ['to', '/'],
    ])
    if (answer.status !== 303) throw new Error(answer.text)
  }

  async #send(
    method: 'GET' | 'POST',
    url: string,
    payload?: string | Buffer,
    headers = {},
  ): Promise<PageAnswer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await this.#app.inject({
      method,
      url,
      headers: Object.fromEntries(
        Object.entries({ accept: 'text/html', ...(cookie && { cookie }), ...headers }).filter(
          ([, value]) => value !== undefined,
        ),
      ),
      ...(payload !== undefined && { payload }),
    })
    for (const { name, value } of answer.cookies) this.cookies.set(name, value)
    const { location } = answer.headers
    return { status: answer.statusCode, location, headers: answer.headers, text: answer.body }
  }
}

/** The hidden fields of the first form of a page that is sent to `action`. */
export function hiddenFields({ text }: PageAnswer, action: string): [string, string][] {
  const start = text.indexOf(`action="${action}"`)
  if (start < 0) throw new Error(`no form to ${action} in ${text}`)
  const form = text.slice(start, text.indexOf('</form>', start))
  return [...form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]): [string, string] => [
    /name="([^"]*)"/.exec(input)?.[1] ?? '',
    /value="([^"]*)"/.exec(input)?.[1] ?? '',
  ])
}

/** What a form for new children says of them, born on 14 January of the years. */
export const childFields = (reference: string, year: number, position = 0): [string, string][] => [
  [`child-${position}-reference`, reference],
  [`child-${position}-born-day`, '14'],
  [`child-${position}-born-month`, '1'],
  [`child-${position}-born-year`, String(year)],
  [`child-${position}-sex`, 'male'],
  [`child-${position}-postcode`, 'CW1 0CC'],
]

/** A request from the day on, with nothing further said. */
export const requestFields = (day: string): [string, string][] => [
  ['urgency', 'planned'],
  ...dayFields('needed', day),
  ...dayFields('received', day),
]

/** The cells of the rows of a page's tables, as a person reads them. */
export const rowsOfPage = ({ text }: PageAnswer): string[][] =>
  [...text.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => textOf(cell)),
  )

const textOf = (markup: string): string =>
  markup
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** A browser of somebody of the demonstration who has signed in. */
export async function signedInAs(service: Pick<TestApp, 'app'>, subject: string): Promise<PlainBrowser> {
  const browser = new PlainBrowser(service)
  await browser.signIn(subject)
  return browser
}

/** The three fields of a day. */
export function dayFields(name: string, day: string): [string, string][] {
  const [year = '', month = '', date = ''] = day.split('-')
  return [
    [`${name}-day`, date],
    [`${name}-month`, month],
    [`${name}-year`, year],
  ]
}

/** Fills in the form of a page that is sent to `action`, and sends it. */
export async function sendForm(
  browser: PlainBrowser,
  page: PageAnswer,
  action: string,
  fields: readonly (readonly [string, string])[],
): Promise<PageAnswer> {
  return browser.post(action, [...hiddenFields(page, action), ...fields])
}
