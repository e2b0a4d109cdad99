import { randomUUID } from 'node:crypto'
import t from 'tap'
import { STOCKPORT, testApp, type Answer, type TestClient } from '../support/app.ts'
import { bodyOf } from './body.ts'
import { resources } from './resources.ts'

/*
 * What another authority has can't be found out by referring to it: a record of another authority is answered, in every field
 * that refers to one, just as an id that nobody has.
 */

const service = await testApp(t)
const cheshire = await service.as('admin')
const stockport = await service.as('admin', STOCKPORT)

const idPattern = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/

const isId = (value: unknown): value is string =>
  typeof value === 'string' && idPattern.exec(value)?.[0] === value

/** A copy in which each id is another one, the same for the same. */
function withOtherIds(value: unknown, others = new Map<string, string>()): unknown {
  if (isId(value)) {
    if (!others.has(value)) others.set(value, randomUUID())
    return others.get(value)
  }
  if (Array.isArray(value)) return value.map((item) => withOtherIds(item, others))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([field, part]) => [field, withOtherIds(part, others)]))
}

/** An answer without what tells each request from another, and without the ids that were sent. */
function comparable({ status, body }: Answer<unknown>): unknown {
  const text = JSON.stringify(body, (field, value: unknown) =>
    ['instance', 'id', 'createdAt', 'updatedAt'].includes(field) ? undefined : value,
  )
  return [status, text.replace(new RegExp(idPattern, 'g'), 'ID')]
}

const answerTo = async (client: TestClient, path: string, body: unknown) =>
  comparable(await client.post<unknown>(`/v1/${path}`, body))

for (const resource of resources) {
  const { path, names } = resource
  if (names.length === 0) continue

  t.test(`${path}: one just like another authority's own answers as if there were none`, async (t) => {
    const body = await bodyOf(resource, cheshire)
    const creation = await cheshire.post(`/v1/${path}`, body)
    t.equal(creation.status, 201, JSON.stringify(creation.body))
    if (!idPattern.test(JSON.stringify(body))) return
    const answer = await answerTo(stockport, path, body)
    t.same(answer, await answerTo(stockport, path, withOtherIds(body)))
  })

  t.test(`${path}: each field that refers to another authority's answers as if nobody had it`, async (t) => {
    for (const name of names) {
      const theirs = await bodyOf(resource, cheshire)
      const creation = await cheshire.post(`/v1/${path}`, theirs)
      t.equal(creation.status, 201, JSON.stringify(creation.body))
      const own = await bodyOf(resource, stockport)
      const id = theirs[name] ?? (creation.body as unknown as Record<string, unknown>)[name]
      if (!isId(id)) continue
      const answer = await answerTo(stockport, path, { ...own, [name]: id })
      t.same(answer, await answerTo(stockport, path, { ...own, [name]: randomUUID() }), name)
    }
  })
}
