import t from 'tap'
import { testApp } from '../../support/app.ts'
import { aChild, aPanelCase } from '../../support/builders.ts'
import { signedInAs } from './support.ts'

/** Where pages lead to what is elsewhere. */
const service = await testApp(t)
const admin = await service.as('admin')
const officer = await signedInAs(service, 'demonstration')

t.test('an authority with no records sees what to do first, each by who may', async (t) => {
  const { text } = await officer.get('/today')
  t.match(text, /Nothing is to be acted on[\s\S]*To begin/)
  for (const path of ['/supply', '/requests/new']) t.match(text, `href="${path}"`)
  t.notMatch(text, 'Make keys for other systems')
})

t.test('the page of a child leads to its cases before panels', async (t) => {
  const child = await aChild(admin)
  const { id } = await aPanelCase(admin, { childId: child.id, question: 'Is a family <b>right</b>?' })
  const { text } = await officer.get(`/children/${child.id}`)
  t.match(text, `href="/panels/cases/${id}"`)
  t.match(text, 'Is a family &lt;b&gt;right&lt;/b&gt;?')
})

t.test('the list of views leads to the sufficiency assessment, as the API prints it', async (t) => {
  const analyst = await signedInAs(service, 'demonstration-analyst')
  const path = '/figures/views/sufficiency-assessment'
  t.match((await analyst.get('/figures/views')).text, `href="${path}"`)
  const page = await analyst.get(path)
  t.match(page, { status: 200, text: /<title>[^<]*1 December 2023/ })
  t.match(page.headers['content-security-policy'], "default-src 'none'")
})
