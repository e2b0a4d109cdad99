import t from 'tap'
import { addDays } from '../../../src/domain/dates.ts'
import { overLimit } from '../../../src/domain/lifecycle/absences.ts'
import { holdActions } from '../../../src/domain/lifecycle/hold.ts'
import { placementActions, type PlacementFacts } from '../../../src/domain/lifecycle/placement.ts'
import { requestActions, type RequestFacts } from '../../../src/domain/lifecycle/request.ts'
import { actionStates } from '../../../src/domain/lifecycle/rule.ts'
import { factsOf } from '../gates/support.ts'

const gates = factsOf({ placementType: 'connected-carer', carerApproval: 'approved', home: null })
const agreedPlacement: PlacementFacts = {
  placementType: 'connected-carer',
  plannedFrom: '2024-02-20',
  startedOn: null,
  endedOn: null,
  withdrawnOn: null,
  dateOfBirth: '2008-02-29',
  gates,
  brokenMusts: [],
  notice: null,
}

const open = (facts: Partial<PlacementFacts>, today = '2024-02-20') =>
  actionStates(placementActions, { ...agreedPlacement, ...facts }, today).flatMap(({ action, open }) =>
    open ? [action] : [],
  )
const why = (action: string, facts: Partial<PlacementFacts>, today = '2024-02-20') =>
  actionStates(placementActions, { ...agreedPlacement, ...facts }, today).find(
    (state) => state.action === action,
  )?.why

t.test('a placement agreed, started, ended or called off has each its own actions', async (t) => {
  t.same(open({}), ['start', 'planned-dates', 'withdrawal', 'did-not-start'])
  t.same(open({}, '2024-02-19'), ['start', 'planned-dates', 'withdrawal'], 'before the planned day')
  t.same(open({ startedOn: '2024-02-20' }), ['planned-dates', 'notice', 'end', 'move', 'absences'])
  t.same(open({ startedOn: '2024-02-20', endedOn: '2024-02-20' }), [])
  t.same(open({ withdrawnOn: '2024-02-20' }), [])
})

t.test('what is not open says why, the weightiest reason first', async (t) => {
  t.equal(why('end', {}), 'It has not started.')
  t.equal(why('end', { withdrawnOn: '2024-02-20' }), 'It was called off.')
  t.equal(
    why('move', { placementType: 'short-break', startedOn: '2024-02-20' }),
    'It lies over another placement, to which the child returns: end it instead.',
  )
  t.equal(
    why('start', { gates: factsOf({ area: 'adjoining' }) }),
    "This stands before it: Outside the authority's area.",
  )
  const suspension = {
    must: 'not-suspended',
    title: 'Not suspended or restricted',
    why: 'Registration suspended, with no end.',
    toDo: '',
    office: null,
    overridden: null,
  } as const
  t.equal(why('start', { brokenMusts: [suspension] }), 'This stands before it: Not suspended or restricted.')
  t.equal(why('start', {}), null)
})

t.test('Staying Put is agreed from 17½ on', async (t) => {
  const startedFacts = { startedOn: '2024-02-20' }
  t.notOk(open(startedFacts, '2025-08-28').includes('staying-put'))
  t.ok(open(startedFacts, '2025-08-29').includes('staying-put'))
  t.equal(
    why('staying-put', { ...startedFacts, placementType: 'residential' }, '2026-03-01'),
    'Staying Put follows a foster placement.',
  )
})

t.test('agreed for a birthday to come, it begins by itself, and ends the foster placement', async (t) => {
  const [today, adultOn] = ['2025-10-01', '2026-03-01']
  const fosterFacts = { startedOn: '2024-02-20', endedOn: adultOn }
  t.same(open(fosterFacts, today), ['absences'])
  t.match(why('end', fosterFacts, today), /undo that first/)
  t.match(why('move', fosterFacts, today), /undo that first/)
  const youngAdult = { placementType: 'staying-put', startedOn: adultOn } as const
  t.same(open(youngAdult, today), ['planned-dates'])
  for (const action of ['start', 'withdrawal', 'end', 'move', 'absences'])
    t.match(why(action, youngAdult, today), /begins by itself/, action)
  t.same(open(youngAdult, adultOn), ['planned-dates', 'notice', 'end', 'move', 'absences'])
})

t.test('temporary stays are as long as the return allows', async (t) => {
  const limits = { T0: null, T1: 42, T2: null, T3: 21, T4: 7, U4: null }
  for (const [placeCode, most] of Object.entries(limits)) {
    const nightsOver = (nights: number) =>
      overLimit({ placeCode, from: '2024-01-01', to: addDays('2024-01-01', nights) })
    const open = overLimit({ placeCode, from: '2024-01-01', to: null })
    if (most === null) t.same([nightsOver(400), open], [null, null], `${placeCode} has no limit`)
    else {
      t.equal(nightsOver(most), null)
      t.match(nightsOver(most + 1), `${most} nights at most`)
      t.equal(open, null, 'a return may be unknown')
    }
  }
  t.equal(overLimit({ placeCode: null, from: '2024-01-01', to: null }), null)
})

t.test('a hold that is over has no action left, and says how it ended', async (t) => {
  const whys = (status: 'held' | 'lapsed' | 'released' | 'agreed', awaitsConsentOf: string[] = []) =>
    new Set(actionStates(holdActions, { status, awaitsConsentOf }, '2024-02-20').map(({ why }) => why))
  t.same([...whys('held')], [null])
  t.match([...whys('lapsed')], [/lapsed/])
  t.same([...whys('released')], ['It was released.'])
  t.same([...whys('agreed')], ['It was agreed.'])
  t.match([...whys('held', ['E08000007'])], [null, /E08000007/])
})

t.test('a request is withdrawn only while nothing hangs on it', async (t) => {
  const whyNot = (status: RequestFacts['status'], furthest: RequestFacts['furthest']) =>
    actionStates(requestActions, { status, furthest }, '2024-02-20').map(({ why }) => why)
  t.same(whyNot('open', 'open'), [null, null, null])
  t.same(whyNot('open', 'held'), [null, null, 'Beds are held for it: release them first.'])
  t.match(whyNot('agreed', 'placed'), [/Every child/, /Every child/, 'A child has been placed by it.'])
  t.match(whyNot('withdrawn', 'open'), ['It was withdrawn.', 'It was withdrawn.', 'It was withdrawn.'])
})
