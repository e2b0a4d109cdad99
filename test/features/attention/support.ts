import type { Test } from 'tap'
import type { AttentionKind } from '../../../src/domain/attention/rules.ts'
import { testApp, type Answer, type Body, type TestClient } from '../../support/app.ts'
import { anOfficer } from '../../support/builders.ts'

/** Clients that the cases share. */
export interface Scene {
  /** With every scope, and holding every office. */
  admin: TestClient
  /** Carries out an action on a record, whatever its version. */
  act: (record: string, action: string, body: object) => Promise<Answer<Body>>
  patch: (record: string, body: object) => Promise<Answer<Body>>
}

export async function sceneOf(t: Test): Promise<Scene> {
  const service = await testApp(t, { clock: () => new Date() })
  const admin = await service.as('admin')
  for (const office of ['nominated-officer', 'dcs', 'head-of-service', 'fostering-service'])
    await anOfficer(admin, { subject: 'admin@example.test', office })
  const any = { 'if-match': '*' }
  return {
    admin,
    act: (record, action, body) => admin.post(`${record}/${action}`, body, any),
    patch: (record, body) => admin.patch(record, body, any),
  }
}

/** What a case makes, and what it expects of the row. */
export interface Raised {
  /** The child, or the home, by which the row is found among all others. */
  childId?: unknown
  homeId?: unknown
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
