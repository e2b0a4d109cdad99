import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { Body, TestClient } from '../../support/app.ts'
import { aBed, aChild } from '../../support/builders.ts'
import { crashable } from './service.ts'

t.setTimeout(600_000)

const READERS = 12
const ROUNDS = 4

const service = await crashable(t)

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(service.url() + path, {
    method,
    headers: {
      authorization: `Bearer ${service.token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Body }
}
const client = { post: (path: string, body: unknown) => call('POST', path, body) } as unknown as TestClient

/** What was told: by the purpose that was given for it, the child; and the searches, by the ids in their answers. */
const told = { reads: new Map<string, string>(), searches: new Set<string>() }

/** Reads a child's record and searches for it, each for a purpose of its own, until the service is gone. */
async function read(childId: string, going: () => boolean): Promise<void> {
  const search = { children: [{ childId }], from: '2024-01-01' }
  try {
    while (going()) {
      const [reading, searching] = [randomUUID(), randomUUID()]
      const record = await call('GET', `/v1/children/${childId}`, undefined, { 'access-purpose': reading })
      if (record.status === 200) told.reads.set(reading, childId)
      const found = await call('POST', '/v1/vacancy-searches', search, { 'access-purpose': searching })
      if (found.status === 200) {
        told.reads.set(searching, childId)
        told.searches.add(found.body.id)
      }
      if (found.status === 503) await sleep(10)
    }
  } catch {
    // The service was killed while it answered.
  }
}

/** Everything told has its entry: who was told it need not be asked. */
async function nothingToldInSecret(t: Test): Promise<void> {
  const [missing, unknown] = await service.asOwner(async (pool) => [
    (
      await pool.query(
        `select purpose from jsonb_each_text($1) as told (purpose, child)
          where not exists (select from access_log l where l.purpose = told.purpose and child::uuid = any(l.child_ids))`,
        [JSON.stringify(Object.fromEntries(told.reads))],
      )
    ).rows,
    (
      await pool.query(
        `select id from unnest($1::uuid[]) as told (id)
          where not exists (select from vacancy_searches s where s.id = told.id)`,
        [[...told.searches]],
      )
    ).rows,
  ])
  t.same(missing, [], `each of ${told.reads.size} reads that were told is in the log`)
  t.same(unknown, [], `each of ${told.searches.size} searches that were told is kept`)
}

const until = async (arrived: () => boolean) => {
  while (!arrived()) await sleep(5)
}

await service.start()
await aBed(client)
const children = await Promise.all(Array.from({ length: READERS }, async () => (await aChild(client)).id))

t.test('the service killed at random among reads has told nothing that is not in the log', async (t) => {
  for (let round = 1; round <= ROUNDS; round++) {
    const before = told.reads.size
    const readers = children.map((child) => read(child, () => true))
    await until(() => told.reads.size > before + 30)
    await sleep(Math.random() * 100)
    await service.killService()
    await Promise.all(readers)
    await nothingToldInSecret(t)
    await service.start()
  }
})

t.test('the database killed at random among reads, too', async (t) => {
  let going = true
  const before = told.reads.size
  const readers = children.map((child) => read(child, () => going))
  await until(() => told.reads.size > before + 30)
  await sleep(Math.random() * 100)
  await service.killDatabase()
  await sleep(500)
  going = false
  await Promise.all(readers)
  await service.stop()
  await service.start()
  await nothingToldInSecret(t)
  t.equal(await service.stop(), 0)
})
