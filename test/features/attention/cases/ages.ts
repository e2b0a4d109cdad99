import { aChild, aCarePeriod, aPlacement } from '../../../support/builders.ts'
import { inDays } from '../../../support/placing.ts'
import type { Case, Cases, Scene } from '../support.ts'

/** Born so that the eighteenth birthday is in so many days, and that birthday. */
function turning18(days: number): { dateOfBirth: string; birthday: string } {
  // The first of March instead of a 29 February, which the year of birth may not have.
  const day = inDays(days)
  const birthday = day.endsWith('02-29') ? inDays(days + 1) : day
  return { birthday, dateOfBirth: `${Number(birthday.slice(0, 4)) - 18}${birthday.slice(4)}` }
}

async function aYoungPerson({ admin }: Scene, days: number) {
  const { dateOfBirth, birthday } = turning18(days)
  const { id: childId } = await aChild(admin, { dateOfBirth })
  const care = await aCarePeriod(admin, { childId })
  return { childId, care, birthday }
}

const turningIn =
  (days: number): Case =>
  async (scene) => {
    const { childId, birthday: due } = await aYoungPerson(scene, days)
    await aPlacement(scene.admin, { childId, placementType: 'internal-foster', plannedTo: due })
    const next = { childId, placementType: 'staying-close', plannedFrom: due }
    return { childId, due, settle: ({ action }) => scene.admin.post(action.href, next) }
  }

export const ageCases: Cases = {
  'turning-18-in-12-weeks': turningIn(70),
  'turning-18-in-4-weeks': turningIn(20),
  async 'care-open-past-18'(scene) {
    const { childId, birthday: due } = await aYoungPerson(scene, -10)
    const end = { endedOn: due, endReason: 'E17' }
    return {
      childId,
      due,
      settle: ({ action }) => scene.admin.patch(action.href, end, { 'if-match': '*' }),
    }
  },
}
