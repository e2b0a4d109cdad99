import type { Test } from 'tap'
import type { AttentionKind } from '../../../src/domain/attention/rules.ts'
import { aCollection, type FakeCollection } from '../returns/collection.ts'
import { STOCKPORT, testApp, type Answer, type Body, type TestClient } from '../../support/app.ts'
import { anOfficer } from '../../support/builders.ts'

/** Clients that the cases share. */
export interface Scene {
  /** With every scope, and holding every office. */
  admin: TestClient
  /** A placements officer of the same authority. */
  officer: TestClient
  /** The same for another authority. */
  neighbour: TestClient
  /** Carries out an action on a record, whatever its version. */
  act: (record: string, action: string, body: object) => Promise<Answer<Body>>
  patch: (record: string, body: object) => Promise<Answer<Body>>
  /** The receiver of the daily collection. */
  collection: FakeCollection
  /** Does something as if it were some days ago. */
  daysAgo: <T>(days: number, work: () => Promise<T>) => Promise<T>
}

export async function sceneOf(t: Test): Promise<Scene> {
  let shiftMs = 0
  const collection = await aCollection(t)
  const service = await testApp(t, {
    clock: () => new Date(Date.now() - shiftMs),
    daily: { receivers: [collection.settings()] },
  })
  const admin = await service.as('admin')
  for (const office of ['nominated-officer', 'dcs', 'head-of-service', 'fostering-service'])
    await anOfficer(admin, { subject: 'admin@example.test', office })
  const any = { 'if-match': '*' }
  return {
    admin,
    officer: await service.as('placements'),
    neighbour: await service.as('admin', STOCKPORT),
    act: (record, action, body) => admin.post(`${record}/${action}`, body, any),
    patch: (record, body) => admin.patch(record, body, any),
    collection,
    async daysAgo(days, work) {
      shiftMs = days * 86_400_000
      try {
        return await work()
      } finally {
        shiftMs = 0
      }
    },
  }
}

/** What a case makes, and what it expects of the row. */
export interface Raised {
  /** The child, or the home, by which the row is found among all others; neither where there is one of the kind. */
  childId?: unknown
  homeId?: unknown
  /** The record that the row is about, where it is found by that. */
  record?: string
  due: string
  /** Carries out the action that the row names, given the row. */
  settle: (row: AttentionBody) => Promise<Answer<Body>>
}

export interface AttentionBody extends Body {
  kind: AttentionKind
  due: string
  record: string
  action: { title: string; method: string; href: string }
}

/** Makes over HTTP a state that should raise a row of the kind. */
export type Case = (scene: Scene) => Promise<Raised>
export type Cases = Partial<Record<AttentionKind, Case>>
