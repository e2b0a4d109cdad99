import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { Body, TestClient } from '../../support/app.ts'
import { aBed, aChild } from '../../support/builders.ts'
import { crashable } from './service.ts'

t.setTimeout(900_000)

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

/** The answers received: the child read for each purpose, and the ids of searches. */
const answers = { reads: new Map<string, string>(), searches: new Set<string>() }

/** Reads a child's record and searches for the child in turns, each with a purpose of its own, until the service dies. */
async function read(childId: string, going: () => boolean): Promise<void> {
  const search = { children: [{ childId }], from: '2024-01-01' }
  try {
    while (going()) {
      const [reading, searching] = [randomUUID(), randomUUID()]
      const record = await call('GET', `/v1/children/${childId}`, undefined, { 'access-purpose': reading })
      if (record.status === 200) answers.reads.set(reading, childId)
      const result = await call('POST', '/v1/vacancy-searches', search, { 'access-purpose': searching })
      if (result.status === 200) {
        answers.reads.set(searching, childId)
        answers.searches.add(result.body.id)
      }
      if (result.status === 503) await sleep(10)
    }
  } catch {
    // The service was killed while it answered.
  }
}

/** Checks that every answer received has its entry in the log. */
async function nothingToldInSecret(t: Test): Promise<void> {
  const [absent, unknown] = await service.asOwner(async (pool) => [
    (
      await pool.query(
        `select purpose from jsonb_each_text($1) as told (purpose, child)
          where not exists (select from access_log l where l.purpose = told.purpose and child::uuid = any(l.child_ids))`,
        [JSON.stringify(Object.fromEntries(answers.reads))],
      )
    ).rows,
    (
      await pool.query(
        `select id from unnest($1::uuid[]) as told (id)
          where not exists (select from vacancy_searches s where s.id = told.id)`,
        [[...answers.searches]],
      )
    ).rows,
  ])
  t.same(absent, [], `each of ${answers.reads.size} reads that were told is in the log`)
  t.same(unknown, [], `each of ${answers.searches.size} searches that were told is kept`)
}

const waitFor = async (condition: () => boolean) => {
  while (!condition()) await sleep(5)
}

await service.start()
await aBed(client)
const children = await Promise.all(Array.from({ length: READERS }, async () => (await aChild(client)).id))

t.test('the service killed at random among reads has told nothing that is not in the log', async (t) => {
  for (let round = 1; round <= ROUNDS; round++) {
    const countBefore = answers.reads.size
    const readers = children.map((child) => read(child, () => true))
    await waitFor(() => answers.reads.size > countBefore + 30)
    await sleep(Math.random() * 100)
    await service.killService()
    await Promise.all(readers)
    await nothingToldInSecret(t)
    await service.start()
  }
})

t.test('the database killed at random among reads, too', async (t) => {
  let going = true
  const countBefore = answers.reads.size
  const readers = children.map((child) => read(child, () => going))
  await waitFor(() => answers.reads.size > countBefore + 30)
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
