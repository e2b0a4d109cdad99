import { aCarePeriod, aChild, aPanelAction, aPanelCase } from '../../../support/builders.ts'
import { inDays, TODAY } from '../../../support/placing.ts'
import { collectionYear } from '../../../../src/domain/ssda903/years.ts'
import { csv, form, importEnd, importOf } from '../../returns/in/support.ts'
import type { Cases } from '../support.ts'

/** `2024-03-09` as returns write it: `09/03/2024`. */
const ukDay = (day: string) => day.split('-').toReversed().join('/')

/** A return of one child in care from a day on, placed with a foster carer under a care order. */
const returnOf = (reference: string, day: string) => [
  csv('header', `${reference},M,05/06/2014,WBRI,UN2,,`),
  csv('episodes', `${reference},${ukDay(day)},S,C2,N1,U4,PR1,,,,,,`),
]

export const recordCases: Cases = {
  async 'panel-action-overdue'({ admin }) {
    const { id: caseId, childId } = await aPanelCase(admin)
    await aPanelAction(admin, { caseId, dueOn: inDays(-4) })
    return {
      childId,
      due: inDays(-4),
      settle: ({ action }) => admin.post(action.href, { on: TODAY }, { 'if-match': '*' }),
    }
  },
  async 'duplicate-suspected'({ admin }) {
    const fields = { dateOfBirth: inDays(-3333), upn: 'A98765432109B' }
    const [first, second] = [await aChild(admin, fields), await aChild(admin, fields)]
    await aCarePeriod(admin, { childId: first.id })
    return {
      childId: second.id,
      due: TODAY,
      settle: ({ action, record }) => {
        const otherId = record.endsWith(first.id) ? second.id : first.id
        return admin.post(action.href, { otherId, reason: 'The same child.' }, { 'if-match': '*' })
      },
    }
  },
  async 'care-end-to-confirm'({ admin }) {
    // In care by the return of an earlier year; then a return of a year comes without the child.
    const firstDay = inDays(-420)
    await importOf(admin, returnOf('ABSENT', firstDay))
    await importOf(admin, returnOf('PRESENT', inDays(-40)))
    const children = (await admin.get('/v1/children?limit=500')).body.items
    return {
      childId: children.find(({ reference }) => reference === 'ABSENT')?.id,
      due: `${collectionYear(firstDay)}-04-01`,
      settle: ({ action }) =>
        admin.patch(action.href, { endedOn: inDays(-30), endToConfirm: false }, { 'if-match': '*' }),
    }
  },
  async 'import-question-open'({ admin }) {
    // Home with parents by a record made live; with a foster carer by the return.
    const startDay = inDays(-40)
    const { id: childId } = await aChild(admin, {
      reference: 'DISPUTED',
      dateOfBirth: '2014-06-05',
      sex: 'male',
    })
    const stay = { childId, placementType: 'with-parents', startedOn: inDays(-39) }
    await admin.post('/v1/placements', { ...stay, endedOn: inDays(-38) })
    await importOf(admin, returnOf('DISPUTED', startDay))
    return {
      childId,
      due: TODAY,
      settle: ({ action }) =>
        admin.post(action.href, { answer: 'return', reason: 'As the file says.' }, { 'if-match': '*' }),
    }
  },
  async 'missing-from-return'({ admin }) {
    // In care by a record made live; then a return comes without the child.
    const startDay = inDays(-40)
    const { id: childId } = await aChild(admin, {
      reference: 'MISSING',
      dateOfBirth: '2014-06-05',
      sex: 'male',
    })
    await aCarePeriod(admin, { childId, startedOn: startDay })
    await importOf(admin, returnOf('THERE', startDay))
    const lastDay = `${collectionYear(startDay)}-03-31`
    return {
      childId,
      due: lastDay < TODAY ? lastDay : TODAY,
      async settle({ action }) {
        const { body, headers } = form(returnOf('MISSING', startDay))
        const answer = await admin.post(action.href, body, headers)
        await importEnd(admin, answer)
        return answer
      },
    }
  },
}
