import t from 'tap'
import { checklistStates, type ChecklistFacts } from '../../../src/domain/checklist/items.ts'

/** A placement that started with the period of care on Friday 1 March 2024. */
const facts = (some: Partial<ChecklistFacts> = {}): ChecklistFacts => ({
  emergency: false,
  startsOn: '2024-03-01',
  startedOn: '2024-03-01',
  endedOn: null,
  endPlanned: null,
  noticeEndsOn: null,
  careStartedOn: '2024-03-01',
  longTerm: false,
  done: {},
  ...some,
})

/** The day on which each item is due. */
const dueOf = (some?: Partial<ChecklistFacts>) =>
  Object.fromEntries(checklistStates(facts(some), '2024-03-05').map(({ item, dueOn }) => [item, dueOn]))

t.test(
  'a placement begins with notice, a visit within a week and a review within 20 working days',
  async (t) => {
    t.same(dueOf(), { 'placement-notice': '2024-03-01', 'first-visit': '2024-03-08', review: '2024-03-29' })
    t.equal(
      dueOf({ emergency: true })['placement-notice'],
      '2024-03-08',
      'five working days after an emergency',
    )
    t.same(
      dueOf({ startedOn: null, careStartedOn: null }),
      { 'placement-notice': '2024-03-01' },
      'before it starts',
    )
  },
)

t.test('visits follow every six weeks; after a year every three months, if settled for good', async (t) => {
  t.equal(dueOf({ done: { 'first-visit': ['2024-03-07'] } }).visit, '2024-04-18')
  t.equal(dueOf({ done: { 'first-visit': ['2024-03-07'], visit: ['2024-04-10'] } }).visit, '2024-05-22')
  const forGood = { longTerm: true, done: { 'first-visit': ['2024-03-07'], visit: ['2025-02-28'] } }
  t.equal(dueOf(forGood).visit, '2025-04-11', 'within the first year')
  t.equal(dueOf({ ...forGood, done: { visit: ['2025-03-01'] } }).visit, '2025-06-01')
  t.equal(dueOf({ done: { visit: ['2025-03-01'] } }).visit, '2025-04-12', 'not settled for good')
})

t.test('the second review is three months after the first, and each one after it six months', async (t) => {
  t.equal(dueOf({ done: { review: ['2024-03-20'] } }).review, '2024-06-20')
  t.equal(dueOf({ done: { review: ['2024-03-20', '2024-06-10'] } }).review, '2024-12-10')
})

t.test('an ending is reviewed before the notice runs out, or told within five working days', async (t) => {
  t.equal(dueOf({ noticeEndsOn: '2024-04-30' })['ending-review'], '2024-04-30')
  const unplannedEnd = { endedOn: '2024-03-04', endPlanned: false }
  t.same(dueOf(unplannedEnd), { 'placement-notice': '2024-03-01', 'ending-notice': '2024-03-11' })
  t.same(dueOf({ ...unplannedEnd, endPlanned: true }), { 'placement-notice': '2024-03-01' })
  t.equal(dueOf({ ...unplannedEnd, done: { 'ending-notice': ['2024-03-05'] } })['ending-notice'], null)
})

t.test('an item is overdue from the day after it was due', async (t) => {
  const isOverdue = (today: string) =>
    checklistStates(facts(), today).find(({ item }) => item === 'first-visit')?.overdue
  t.equal(isOverdue('2024-03-08'), false)
  t.equal(isOverdue('2024-03-09'), true)
})
