import t from 'tap'
import { actionStates } from '../../../src/domain/lifecycle/rule.ts'
import {
  caseActions,
  caseStatus,
  followUpStatus,
  meetingStatus,
  type CaseFacts,
} from '../../../src/domain/panels/lifecycle.ts'

const TODAY = '2023-12-01'

t.test('a meeting is planned until its day, and complete when all is decided and done', async (t) => {
  const meeting = { heldOn: TODAY, cancelledOn: null, cases: 2, decided: 2, openActions: 0 }
  t.equal(meetingStatus({ ...meeting, heldOn: '2023-12-02', decided: 0 }, TODAY), 'planned')
  t.equal(meetingStatus({ ...meeting, decided: 1 }, TODAY), 'awaiting-decisions')
  t.equal(meetingStatus({ ...meeting, openActions: 1 }, TODAY), 'following-up')
  t.equal(meetingStatus(meeting, TODAY), 'complete')
  t.equal(meetingStatus({ ...meeting, cancelledOn: TODAY }, TODAY), 'cancelled')
})

const listedCase: CaseFacts = {
  heldOn: TODAY,
  meetingCancelled: false,
  withdrawnOn: null,
  optionsLaidAt: null,
  outcome: null,
  openActions: 0,
}

t.test('a case is listed, ready, and then what its decision and its actions make of it', async (t) => {
  t.equal(caseStatus(listedCase), 'listed')
  t.equal(caseStatus({ ...listedCase, optionsLaidAt: '2023-11-30T10:00:00Z' }), 'ready')
  t.equal(caseStatus({ ...listedCase, outcome: 'deferred', openActions: 1 }), 'deferred')
  t.equal(caseStatus({ ...listedCase, outcome: 'agreed', openActions: 1 }), 'following-up')
  t.equal(caseStatus({ ...listedCase, outcome: 'not-agreed' }), 'closed')
  t.equal(caseStatus({ ...listedCase, withdrawnOn: TODAY }), 'withdrawn')
})

t.test('what is open follows from the facts: before the day, before and after the decision', async (t) => {
  const open = (facts: Partial<CaseFacts>) =>
    actionStates(caseActions, { ...listedCase, ...facts }, TODAY).flatMap((state) =>
      state.open ? [state.action] : [],
    )
  t.same(open({ heldOn: '2023-12-02' }), ['options', 'withdrawal'])
  t.same(open({}), ['options', 'decision', 'withdrawal'])
  t.same(open({ outcome: 'agreed' }), ['superseding-decision', 'links'])
  t.same(open({ withdrawnOn: TODAY }), [])
  t.same(open({ meetingCancelled: true }), ['withdrawal'])
})

t.test('an action is overdue from the day after it was due, until it is done or dropped', async (t) => {
  const action = { dueOn: TODAY, doneOn: null, droppedOn: null }
  t.equal(followUpStatus(action, TODAY), 'open')
  t.equal(followUpStatus(action, '2023-12-02'), 'overdue')
  t.equal(followUpStatus({ ...action, doneOn: '2023-12-03' }, '2023-12-09'), 'done')
  t.equal(followUpStatus({ ...action, droppedOn: '2023-12-03' }, '2023-12-09'), 'dropped')
})
