import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium as driver, type Page } from 'playwright-core'
import { loadConfig } from '../../src/config.ts'
import { startService } from '../../src/server.ts'
import { chromium } from '../support/browser.ts'
import { linkLike, People } from './browse.ts'
import { links, shots } from './shots.ts'
import { playStory, withPlaces } from './story.ts'

/*
 * Takes pictures of the pages: all of them, on a screen, on paper and on a phone, into `screenshots`; those that the
 * documentation shows also into `docs/images`. Without an address it starts a demonstration of its own for it:
 *   npm run screenshots [-- http://127.0.0.1:3000]
 */

const checkout = resolve(import.meta.dirname, '../..')
const [, , address] = process.argv

/** How a page is looked at. A picture for the documentation is of the top of the page, as a screen shows it. */
const looks: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  light: async (page) => {
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize({ width: 1100, height: 900 })
  },
  print: async (page) => {
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 780, height: 1100 })
  },
  phone: async (page) => {
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize({ width: 320, height: 640 })
  },
}

async function takePictures(url: string): Promise<void> {
  const browser = await driver.launch({
    executablePath: chromium() ?? '',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  try {
    const people = new People(browser, url)
    const places = await playStory(people)
    for (const [name, { person, start, like }] of Object.entries(links))
      places.set(name, await linkLike(await people.at(person, withPlaces(start, places)), like))
    for (const shot of shots) {
      const page = await people.at(shot.person, withPlaces(shot.address, places))
      for (const [look, apply] of Object.entries(looks)) {
        await apply(page)
        const path = join(checkout, 'screenshots', look, `${shot.name}.png`)
        await page.screenshot({ path, fullPage: true })
        if (shot.inDocs && look === 'light')
          await page.screenshot({ path: join(checkout, 'docs/images', `${shot.name}.png`) })
      }
      await looks.light!(page)
      console.log(`${shot.name}: ${shot.shows}`)
    }
  } finally {
    await browser.close()
  }
}

/** Starts a demonstration on data of its own, and takes the pictures of it. */
async function ofOwnDemonstration(): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'screenshots-'))
  try {
    Object.assign(process.env, { DATA_DIR: data, PORT: '0', LOG_LEVEL: 'error' })
    const quiet = { say: () => undefined, onProgress: () => undefined }
    const service = await startService(loadConfig(), quiet, new AbortController().signal)
    await takePictures(service.url).finally(() => service.close())
  } finally {
    await rm(data, { recursive: true, force: true })
  }
}

for (const look of Object.keys(looks)) await mkdir(join(checkout, 'screenshots', look), { recursive: true })
await (address === undefined ? ofOwnDemonstration() : takePictures(address))
