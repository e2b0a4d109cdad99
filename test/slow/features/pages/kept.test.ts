import t from 'tap'
import { demonstrationPeople } from '../../../../src/domain/demonstration-people.ts'
import { testApp } from '../../../support/app.ts'
import {
  aBed,
  aChild,
  aChildInCare,
  aHome,
  aPanelAction,
  aPanelCase,
  aPanelMeeting,
  aPlacement,
  aPlacementRequest,
  aSeparation,
  aServiceKey,
  aWebhook,
} from '../../../support/builders.ts'
import { inDays, inHours, TODAY } from '../../../support/placing.ts'
import { must } from '../../../features/panels/support.ts'
import { csv } from '../../../features/returns/in/support.ts'
import { formsOf, type PageField, type PageForm } from './form-fields.ts'
import { signedInAs, type PlainBrowser } from '../../../features/pages/support.ts'

/** Of every form that the pages lead to: what is filled in when a session ends is there after the next sign-in. */
t.setTimeout(900_000)
const service = await testApp(t, { clock: () => new Date() })
const admin = await service.as('admin')

const postcode = 'CW1 0CC'
const child = await aChildInCare(admin, { homePostcode: postcode })
const home = await aHome(admin, { postcode, registeredPlaces: 3 })
const [bed, freeBed] = [await aBed(admin, { homeId: home.id }), await aBed(admin, { homeId: home.id })]
await aPlacement(admin, { childId: child.id, bedId: bed.id, plannedTo: inDays(40) })
const second = await aChildInCare(admin, { homePostcode: postcode })
const request = await aPlacementRequest(admin, { childIds: [second.id], neededFrom: TODAY })
await must(
  admin.post('/v1/holds', {
    requestId: request.id,
    beds: [{ childId: second.id, bedId: freeBed.id }],
    from: TODAY,
    expiresAt: inHours(20),
  }),
)
await aPlacementRequest(admin, { childIds: [child.id] })
await aSeparation(admin, { childId: child.id, otherChildId: (await aChild(admin)).id })
const [panel] = (await admin.get('/v1/panels?reference=triple-s')).body.items
const meeting = await aPanelMeeting(admin, { panelId: panel?.id, heldOn: TODAY })
const panelCase = await aPanelCase(admin, { childId: child.id, meetingId: meeting.id })
await aPanelAction(admin, { caseId: panelCase.id })
await aWebhook(admin)
await aServiceKey(admin)

type Values = [string, string][]

/** What a person might fill a field in with: other than what stands there, and such as it can be formNow. */
function filledIn({ name, kind, value, choices }: PageField): Values {
  if (kind === 'file') return []
  if (kind === 'hidden') return [[name, value ?? '']]
  if (kind === 'choice') {
    const other = choices.find((choice) => choice !== value && choice !== '') ?? value
    return other === undefined ? [] : [[name, other]]
  }
  return [[name, `Kept "${name}" <b>&`]]
}

/** Each form once, with the page that it is on: forms of different records are one. */
async function formsFor(browser: PlainBrowser): Promise<Map<string, { page: string; form: PageForm }>> {
  const forms = new Map<string, { page: string; form: PageForm }>()
  const patternOf = (url: string) => url.replaceAll(/[0-9a-f-]{36}/g, ':id')
  const queue = ['/']
  const seen = new Map<string, number>()
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const { status, text, location, headers } = await browser.get(path)
    if (location) queue.push(location)
    if (status !== 200 || !String(headers['content-type']).startsWith('text/html')) continue
    for (const form of formsOf(text))
      if (!form.action.startsWith('/sign-') && !forms.has(patternOf(form.action)))
        forms.set(patternOf(form.action), { page: path, form })
    for (const [, href = ''] of text.matchAll(/href="(\/[^"#]*)"/g)) {
      const link = href.replaceAll('&amp;', '&')
      const pattern = patternOf(link.split('?')[0]!)
      const count = seen.get(pattern) ?? 0
      if (count >= 2 || /^\/(reference|pages|v1|openapi)/.test(pattern)) continue
      seen.set(pattern, count + 1)
      queue.push(link)
    }
  }
  return forms
}

/** Patterns of the forms that somebody has tried: they are the same for all who have them. */
const patterns = new Set<string>()

for (const { subject, title } of demonstrationPeople) {
  t.test(title, async (t) => {
    const forms = await formsFor(await signedInAs(service, subject))
    for (const [pattern, { page, form }] of forms) {
      if (patterns.has(pattern)) continue
      patterns.add(pattern)
      const browser = await signedInAs(service, subject)
      const formNow = formsOf((await browser.get(page)).text).find(({ action }) => action === form.action)
      if (!formNow) throw new Error(`${form.action} is no longer on ${page}`)
      const values = formNow.fields.flatMap(filledIn)
      await service.ownerPool.query(`update page_sessions set expires_at = now() - interval '1 second'`)
      const files = [csv('header', 'A,1,05/06/2010,WBRI,UN2,,')]
      const answer = formNow.hasFiles
        ? await browser.upload(form.action, values, files)
        : await browser.post(form.action, values)
      t.match(answer, { status: 303, location: /^\/sign-in\?to=/ }, `${pattern}: sign in again`)
      await browser.signIn(subject)
      const to = new URLSearchParams(String(answer.location).split('?')[1]).get('to') ?? ''
      const back = await browser.get(to)
      t.match(
        back,
        { status: 200, text: /What you had filled in is here again\. It has not been sent\./ },
        pattern,
      )
      if (formNow.hasFiles) t.match(back.text, 'Choose the files again', pattern)
      const again = formsOf(back.text).find(({ action }) => action === form.action)
      for (const field of formNow.fields.filter(({ kind }) => kind === 'text' || kind === 'choice')) {
        const [[, value] = []] = values.filter(([name]) => name === field.name)
        t.equal(
          again?.fields.find(({ name }) => name === field.name)?.value,
          value,
          `${pattern}: ${field.name}`,
        )
      }
    }
  })
}
