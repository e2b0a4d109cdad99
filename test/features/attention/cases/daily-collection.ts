import { setTimeout as sleep } from 'node:timers/promises'
import type { TestClient } from '../../../support/app.ts'
import { aBed, aChildInCare, aPlacement } from '../../../support/builders.ts'
import { inDays, TODAY } from '../../../support/placing.ts'
import type { Cases } from '../support.ts'

const receiverOf = async (admin: TestClient) =>
  (await admin.get('/v1/daily-receivers')).body.items[0]?.id as string

/** Pushes now and waits for the end. */
async function push(admin: TestClient, href: string) {
  const answer = await admin.post(href)
  for (;;) {
    const { body } = await admin.get(`/v1/daily-pushes/${answer.body.id}`)
    if (body.finishedAt !== null) return answer
    await sleep(20)
  }
}

export const dailyCollectionCases: Cases = {
  async 'daily-record-refused'({ admin, collection }) {
    const { id: childId } = await aChildInCare(admin, { reference: 'REFUSED1' })
    await aPlacement(admin, { childId, bedId: (await aBed(admin)).id })
    const receiverId = await receiverOf(admin)
    await admin.post(`/v1/daily-receivers/${receiverId}/resume`)
    collection.behave((records) => {
      const position = records.findIndex((record) => record.la_child_id === 'REFUSED1')
      return position < 0 ? 'take' : { status: 400, body: `[${position}].child_details.sex is not taken` }
    })
    await push(admin, `/v1/daily-receivers/${receiverId}/pushes`)
    collection.behave(() => 'take')
    return { childId, due: TODAY, settle: ({ action }) => admin.post(action.href) }
  },
  async 'daily-push-late'({ admin, daysAgo }) {
    const path = `/v1/daily-receivers/${await receiverOf(admin)}`
    await admin.post(`${path}/pause`)
    await daysAgo(5, () => push(admin, `${path}/pushes`))
    await daysAgo(4, () => admin.post(`${path}/resume`))
    return { due: inDays(-1), settle: ({ action }) => push(admin, action.href) }
  },
}
