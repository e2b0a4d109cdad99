import { addDays } from '../../../../src/domain/dates.ts'
import type { TestClient } from '../../../support/app.ts'
import { aChild } from '../../../support/builders.ts'
import type { Cases, Scene } from '../support.ts'

const review = { finding: 'explained', note: 'It was work.' }

/** The unusual access of the placements officer that a rule finds, as a state that a review settles. */
async function accessOfOfficer({ admin }: Scene, rule: string) {
  const { body } = await admin.get('/v1/unusual-access')
  const access = body.items.find((item) => item.rule === rule && item.actor === 'placements@example.test')
  return {
    record: `/v1/unusual-access/${access?.id}`,
    due: `${String(access?.from).slice(0, 19)}Z`,
    settle: ({ action }: { action: { href: string } }) => admin.post(action.href, review),
  }
}

async function openAll(officer: TestClient, ids: readonly string[]): Promise<void> {
  for (const id of ids) await officer.get(`/v1/children/${id}`)
}

export const peopleCases: Cases = {
  async 'glass-broken'(scene) {
    await scene.officer.post('/v1/break-glass', { reason: 'A child is driven there tonight.' })
    return accessOfOfficer(scene, 'glass-broken')
  },
  async 'unusual-access'(scene) {
    const ids: string[] = []
    // Of different days of birth: a record that may be somebody's twice names them too, as a list does.
    for (let count = 0; count < 61; count++)
      ids.push((await aChild(scene.admin, { dateOfBirth: addDays('2012-01-01', count) })).id)
    const hour = new Date().getUTCHours()
    await openAll(scene.officer, ids)
    // An hour of the clock that began meanwhile has but a part of them.
    if (new Date().getUTCHours() !== hour) await openAll(scene.officer, ids)
    return accessOfOfficer(scene, 'many-children')
  },
}
