import t from 'tap'
import { addWorkingDays } from '../../../src/domain/dates.ts'
import {
  approvalsInTheWay,
  approvalsOf,
  type ApprovalFacts,
} from '../../../src/domain/lifecycle/approvals.ts'
import { defaultSettings } from '../../../src/domain/lifecycle/settings.ts'

/** A girl of ten, agreed to start on Friday 1 December 2023 in a children's home nearby: nothing about it needs approval. */
const ordinary: ApprovalFacts = {
  placementType: 'residential',
  plannedFrom: '2023-12-01',
  startedOn: null,
  agreedHere: true,
  emergency: false,
  distanceMiles: 4.2,
  location: 'in',
  homeKind: 'childrens-home',
  bedKind: 'standard',
  dateOfBirth: '2013-06-15',
  sex: 'female',
  registration: { ageFrom: 8, ageTo: 17, accepts: 'any', places: 3 },
  othersThere: 2,
  decisions: {},
  settings: defaultSettings,
}
const kinds = (facts: Partial<ApprovalFacts>) =>
  approvalsOf({ ...ordinary, ...facts }).map(({ kind }) => kind)
const withRegistration = (registration: Partial<NonNullable<ApprovalFacts['registration']>>) => ({
  registration: { ageFrom: 8, ageTo: 17, accepts: 'any', places: 3, ...registration },
})

t.test('each thing about a placement that needs a named approval asks for its own', async (t) => {
  t.same(kinds({}), [])
  const cases: [string, Partial<ApprovalFacts>, string[]][] = [
    ['an unregistered setting', { homeKind: 'unregistered', placementType: 'other' }, ['unregistered']],
    [
      'independent living, unregulated since October 2023',
      { placementType: 'independent-living' },
      ['unregistered'],
    ],
    ['an emergency bed', { bedKind: 'emergency' }, ['emergency']],
    ['20 miles is not over 20', { distanceMiles: 20 }, []],
    ['20.1 miles', { distanceMiles: 20.1 }, ['distant']],
    ['an unknown distance is not a long one', { distanceMiles: null, location: 'unknown' }, []],
    ['out of area', { location: 'out' }, ['out-of-area']],
    ['far and out of area', { location: 'out', distanceMiles: 41 }, ['distant', 'out-of-area']],
    ['too young for the home', withRegistration({ ageFrom: 11 }), ['registration']],
    ['the oldest age that it takes', withRegistration({ ageTo: 10 }), []],
    ['too old for the home', withRegistration({ ageTo: 9 }), ['registration']],
    ['a home for boys', withRegistration({ accepts: 'male' }), ['registration']],
    ['a fourth child in a home for three', { othersThere: 3 }, ['registration']],
    ['a home that says no number', { othersThere: 9, ...withRegistration({ places: null }) }, []],
    [
      'a farther limit of the authority',
      { distanceMiles: 25, settings: { ...defaultSettings, distantOverMiles: 30 } },
      [],
    ],
    [
      'a connected carer out of area (reg. 11(4))',
      { placementType: 'connected-carer', location: 'out', distanceMiles: 90 },
      [],
    ],
    [
      "the authority's own foster carer out of area (reg. 11(4))",
      { placementType: 'internal-foster', location: 'out' },
      [],
    ],
    ['agency foster care out of area', { placementType: 'ifa', location: 'out' }, ['out-of-area']],
    ['a stay in hospital far away', { placementType: 'temporary', location: 'out', distanceMiles: 60 }, []],
    ['Staying Put after care', { placementType: 'staying-put', location: 'out' }, []],
    ['what an import brought', { agreedHere: false, location: 'out' }, []],
  ]
  for (const [name, facts, expected] of cases) t.same(kinds(facts), expected, name)
})

t.test('age is that on the day it starts: eleven from the birthday on', async (t) => {
  const home = withRegistration({ ageFrom: 11 })
  t.same(kinds({ ...home, plannedFrom: '2024-06-14' }), ['registration'])
  t.same(kinds({ ...home, plannedFrom: '2024-06-15' }), [])
})

t.test(
  'approvals stand before the start; in an emergency they may follow, but no emergency widens a registration',
  async (t) => {
    const out: ApprovalFacts = { ...ordinary, location: 'out' }
    const inTheWay = (facts: ApprovalFacts) => approvalsInTheWay(facts).map(({ kind }) => kind)
    t.same(inTheWay(out), ['out-of-area'])
    t.same(inTheWay({ ...out, emergency: true }), [])
    t.same(inTheWay({ ...out, decisions: { 'out-of-area': 'approved' } }), [])
    t.same(inTheWay({ ...out, emergency: true, decisions: { 'out-of-area': 'refused' } }), ['out-of-area'])
    t.same(inTheWay({ ...out, emergency: true, othersThere: 3 }), ['registration'])
  },
)

t.test('it is due on the start or, in an emergency, five working days after', async (t) => {
  const due = (facts: Partial<ApprovalFacts>) =>
    approvalsOf({ ...ordinary, location: 'out', ...facts })[0]?.dueOn
  t.equal(due({}), '2023-12-01')
  // From Friday 1 December: Monday 4, 5, 6, 7, Friday 8.
  t.equal(due({ emergency: true }), '2023-12-08')
})

t.test('working days pass over weekends, leap days and year ends', async (t) => {
  t.equal(addWorkingDays('2023-12-01', 0), '2023-12-01')
  t.equal(addWorkingDays('2023-12-02', 1), '2023-12-04', 'from a Saturday')
  t.equal(addWorkingDays('2024-02-28', 2), '2024-03-01', 'Thursday 29 February, Friday 1 March')
  t.equal(addWorkingDays('2024-12-31', 3), '2025-01-03', 'Wednesday, Thursday, Friday')
})
