import type { Page } from 'playwright-core'
import { addressOf, linkLike, type People } from './browse.ts'

/** Reads a line of the list of facts on a page. */
type FactAt = (person: string, address: string, name: string) => Promise<string>

/** What people do before the pictures are taken, in order: each leads to an address that the shots name. */
export interface Chapter {
  /** As the shots call its address. */
  name: string
  person: string
  start: string
  /** Does it by clicking, and ends on the page whose address counts. `factAt` reads a fact of another page. */
  act: (page: Page, factAt: FactAt) => Promise<unknown>
}

/** Tells the children of one run from those of another on the same demonstration. */
const mark = Date.now().toString(36).slice(-5).toUpperCase()
const thisYear = new Date().getFullYear()

const waitForEnd = (page: Page): Promise<void> =>
  page.locator('[data-renew-seconds]').waitFor({ state: 'detached', timeout: 600_000 })

async function askFor(page: Page, name: string, ages: readonly number[]): Promise<void> {
  for (const [position, age] of ages.entries()) {
    if (position > 0) await page.getByRole('button', { name: /^Add/ }).click()
    const field = (part: string) => page.locator(`[name="child-${position}-${part}"]`)
    await field('reference').fill(`${name}-${mark}-${position + 1}`)
    await field('born-day').fill('14')
    await field('born-month').fill('1')
    await field('born-year').fill(String(thisYear - age))
    await page.locator(`[name="child-${position}-sex"][value=male]`).check()
    await field('postcode').fill('CW1 0CC')
  }
  await page.getByRole('button', { name: 'Ask for a home' }).click()
  await page.getByRole('heading', { name: /^Request for/ }).waitFor()
}

async function fillDay(page: Page, name: string, daysAhead: number): Promise<void> {
  const day = new Date(Date.now() + daysAhead * 86_400_000)
  const parts = { day: day.getDate(), month: day.getMonth() + 1, year: day.getFullYear() }
  for (const [part, value] of Object.entries(parts))
    await page.locator(`[name="${name}-${part}"]`).fill(String(value))
}

const officer = 'Placements officer'
const head = 'Head of service'

const returnFiles = [
  {
    name: 'Header.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nT${mark}1,2,14/05/2012,WBRI,UN1,,\nT${mark}2,1,02/09/2015,MWBC,UN1,,\n`,
    ),
  },
  {
    name: 'Episodes.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\nT${mark}1,03/04/2023,S,V2,N1,U4,PR1,17/07/2023,X1,CARPL,CW1 0CC,SK9 0CC,\nT${mark}1,17/07/2023,P,V2,N1,K2,PR4,,,,CW1 0CC,CW2 0CC,\nT${mark}2,31/06/2023,S,C1,N1,U4,PR1,,,,CW1 0CC,CW11 0CC,\n`,
    ),
  },
]

export const story: readonly Chapter[] = [
  { name: 'waiting', person: officer, start: '/requests/new', act: (page) => askFor(page, 'ASH', [8]) },
  {
    name: 'compare',
    person: officer,
    start: '{waiting}/options',
    act: async (page) => {
      for (const box of (await page.getByLabel(/^Compare /).all()).slice(0, 3)) await box.check()
      await page.getByRole('button', { name: 'Compare side by side' }).click()
      await page.getByRole('heading', { name: 'Side by side' }).waitFor()
    },
  },
  { name: 'soon', person: officer, start: '/requests/new', act: (page) => askFor(page, 'ELM', [11]) },
  {
    name: 'hold',
    person: officer,
    start: '{soon}/options',
    act: async (page) => {
      await page.locator('article').first().getByRole('button', { name: 'Hold' }).click()
      await page.getByRole('button', { name: /^Agree/ }).waitFor()
    },
  },
  { name: 'brothers', person: officer, start: '/requests/new', act: (page) => askFor(page, 'OAK', [6, 9]) },
  {
    name: 'agreed',
    person: officer,
    start: '{brothers}/options?area=out&all=yes',
    act: async (page) => {
      const directors = page.locator('article').filter({ hasText: "Director of children's services decides" })
      await directors.first().getByRole('button', { name: 'Hold' }).click()
      await page.getByRole('button', { name: /^Agree/ }).click()
      await page.getByText('cannot start yet').first().waitFor()
    },
  },
  {
    name: 'plan',
    person: officer,
    start: '/plans',
    act: async (page) => {
      await page.getByLabel('What will you call it?').fill('All who wait this month')
      await page.getByRole('button', { name: 'Make the plan' }).click()
      await page.getByRole('heading', { level: 1, name: 'All who wait this month' }).waitFor()
      await waitForEnd(page)
    },
  },
  {
    name: 'panel',
    person: head,
    start: '/panels',
    act: async (page) => {
      await page.goto(new URL(await linkLike(page, /^\/panels\/[0-9a-f-]{36}$/), page.url()).href)
    },
  },
  {
    name: 'meeting',
    person: head,
    start: '{panel}',
    act: async (page) => {
      await fillDay(page, 'heldOn', 7)
      await page.getByRole('button', { name: 'Plan it' }).click()
      await page.getByRole('heading', { name: 'Put a child on the agenda' }).waitFor()
    },
  },
  {
    name: 'settled',
    person: officer,
    start: '/figures/children-looked-after/records?placementType=residential',
    act: async (page) =>
      page.goto(new URL(await linkLike(page, /^\/children\/[0-9a-f-]{36}$/), page.url()).href),
  },
  {
    name: 'case',
    person: head,
    start: '{meeting}',
    act: async (page, factAt) => {
      await page.getByLabel('Reference of the child').fill(await factAt(officer, '{settled}', 'Reference'))
      await page.getByLabel('What is the panel asked?').fill('Could this child live in a family?')
      await page.getByLabel('Which office refers the child?').fill('Social worker')
      await page.getByRole('button', { name: 'Put on the agenda' }).click()
      await page.locator('main a[href^="/panels/cases/"]').first().click()
      await page.getByLabel('Less support').check()
      await fillDay(page, 'from', 14)
      await page.getByRole('button', { name: /^Lay/ }).click()
      await page.getByText('As they were laid before the panel').waitFor()
    },
  },
  {
    name: 'import',
    person: 'Data officer',
    start: '/imports',
    act: async (page) => {
      await page.getByLabel('The files of the SSDA903 return').setInputFiles(returnFiles)
      await page.getByRole('button', { name: /^Send/ }).click()
      await page.getByRole('heading', { level: 1 }).waitFor()
      await waitForEnd(page)
    },
  },
  {
    name: 'forecast',
    person: 'Analyst',
    start: '/forecasts',
    act: async (page) => {
      await page.getByLabel('What will you call it?').fill('The next two years')
      await page.getByLabel('24 months').check()
      await page.getByRole('button', { name: 'Make the forecast' }).click()
      await page.getByRole('heading', { level: 1, name: 'The next two years' }).waitFor()
      await waitForEnd(page)
    },
  },
]

/** Plays the story. @returns the addresses that came of it */
export async function playStory(people: People): Promise<Map<string, string>> {
  const places = new Map<string, string>()
  for (const { name, person, start, act } of story) {
    const page = await people.at(person, withPlaces(start, places))
    await act(page, async (who, address, fact) => {
      const other = await people.at(who, withPlaces(address, places))
      const row = other.locator('.govuk-summary-list__row').filter({ hasText: fact })
      return (await row.first().locator('dd').first().innerText()).trim()
    })
    places.set(name, addressOf(page))
  }
  return places
}

/** An address with the places that it names. */
export const withPlaces = (address: string, places: ReadonlyMap<string, string>): string =>
  address.replace(/\{(\w+)\}/g, (_, name: string) => {
    const place = places.get(name)
    if (place === undefined) throw new Error(`no place is called ${name}`)
    return place
  })
