import t from 'tap'
import { testApp } from '../../../support/app.ts'
import { isSound, isUnhindered, peopleAtBrowsers, reach } from './support.ts'

t.setTimeout(600_000)

const service = await testApp(t, { contents: 'demonstration', listen: true })
const { whereBrowser, personAt } = await peopleAtBrowsers(t, service.url)
const nasty = `<img src=x onerror="window.hacked=1">'"><script>window.hacked=1</script>`

t.test('a forecast by keyboard: asked for, waited for, read by age', whereBrowser, async (t) => {
  const person = await personAt(t, 'Analyst', '/forecasts')
  const { page } = person
  await isSound(t, page, 'no forecast yet')
  await reach(t, page, /^What will you call it/)
  await page.keyboard.type(nasty)
  await reach(t, page, /^36 months$/)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: nasty }).waitFor()
  await page.locator('[data-renew-seconds]').waitFor({ state: 'detached', timeout: 300_000 })
  await page.getByRole('heading', { name: 'What is short' }).waitFor()
  await isSound(t, page, 'a forecast')
  const fan = await page.locator('.app-fan').boundingBox()
  t.ok(fan!.width > 300 && fan!.height > 100, 'the fan is drawn')
  const widthOf = async (part: string) => (await page.locator(`.app-fan__${part}`).boundingBox())!.height
  t.ok((await widthOf('half')) < (await widthOf('most')), 'half of the futures lie closer than 8 in 10')
  await page.getByLabel('Divided by').selectOption('Age')
  await page.getByRole('button', { name: 'Show' }).press('Enter')
  await page.getByRole('columnheader', { name: '16 and 17' }).waitFor()
  await isSound(t, page, 'by age')
  await page.goto(`${service.url}/forecasts`)
  await isSound(t, page, 'a list')
  isUnhindered(t, person)
})

t.test('views, scorecards and releases', whereBrowser, async (t) => {
  const person = await personAt(t, 'Analyst', '/figures/views')
  const { page } = person
  await isSound(t, page, 'views')
  await page.goto(`${service.url}/figures/views/placement-mix?asAt=2023-12-01`)
  // The contrast of columns that are scrolled out of sight.
  await isSound(t, page, 'a view', /^color-contrast: <t[hd]/)
  await page.goto(`${service.url}/figures/views/placement-mix?asAt=soon`)
  await isSound(t, page, 'a fault')
  await page.goto(`${service.url}/releases/preview?financialYear=1999%2F00`)
  await isSound(t, page, 'a year that cannot be released')
  await page.goto(`${service.url}/releases/preview?financialYear=2022%2F23`)
  await isSound(t, page, 'what would be published')
  await page.getByRole('button', { name: 'Publish 2022/23' }).press('Enter')
  await page.getByRole('heading', { name: 'Released: 2022/23' }).waitFor()
  await isSound(t, page, 'a release')
  await page.goto(`${service.url}/releases`)
  await isSound(t, page, 'releases')
  isUnhindered(t, person)
})

t.test('a scorecard in the layout of all pages', whereBrowser, async (t) => {
  const person = await personAt(t, 'Analyst', '/figures/scorecards/corporate-parenting')
  const { page } = person
  t.equal(await page.getByRole('heading', { level: 1 }).count(), 1)
  const width = await page.evaluate<number>('document.documentElement.scrollWidth')
  t.ok(width <= 1100, `the page stays within the window: ${width}`)
  isUnhindered(t, person)
})

t.test('what a data protection officer does', whereBrowser, async (t) => {
  const officer = await service.as('placements')
  const [child] = (await officer.get<{ items: { reference: string }[] }>('/v1/children?limit=1')).body.items
  const person = await personAt(t, 'Data protection officer', '/data-protection')
  const { page } = person
  await isSound(t, page, 'data protection')
  await reach(t, page, /^Reference of the child$/)
  await page.keyboard.type(nasty)
  await page.keyboard.press('Enter')
  await isSound(t, page, 'a fault')
  await reach(t, page, /^Reference of the child$/)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(child?.reference ?? '')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'What is withheld' }).waitFor()
  await isSound(t, page, 'all that is kept')
  await page.goto(`${service.url}/data-protection/retention`)
  await isSound(t, page, 'what is past its time')
  await page.goto(`${service.url}/data-protection/retention/holds`)
  await page.getByLabel('Reference of the child').fill(child?.reference ?? '')
  await page.getByLabel('Why?').fill(nasty)
  await page.getByRole('button', { name: 'Place the hold' }).press('Enter')
  await page.getByRole('heading', { name: 'Legal hold', exact: true }).waitFor()
  await isSound(t, page, 'a hold')
  await page.goto(`${service.url}/data-protection/retention/holds`)
  await isSound(t, page, 'holds')
  for (const path of ['access', 'access/log']) {
    await page.goto(`${service.url}/data-protection/${path}`)
    await isSound(t, page, path)
  }
  isUnhindered(t, person)
})
