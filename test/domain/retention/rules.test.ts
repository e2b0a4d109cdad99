import t from 'tap'
import { logKeptSince, retentionOf } from '../../../src/domain/retention/rules.ts'

const facts = { bornOn: '1948-12-01', lookedAfter: true, diedOn: null, adoptedOn: null }

t.test('the record of a child who was looked after is kept until the 75th anniversary of birth', (t) => {
  t.same(retentionOf(facts), { rule: 'looked-after', until: '2023-12-01' })
  t.same(retentionOf({ ...facts, bornOn: '1948-02-29' }).until, '2023-03-01', 'born on 29 February')
  t.end()
})

t.test(
  'of one who died in care for 15 years from the death, of one who was adopted for 100 from the order',
  (t) => {
    t.same(retentionOf({ ...facts, diedOn: '2008-11-30' }), { rule: 'died-in-care', until: '2023-11-30' })
    t.same(retentionOf({ ...facts, adoptedOn: '1950-06-15' }), { rule: 'adopted', until: '2050-06-15' })
    t.end()
  },
)

t.test('of one who was never looked after by the authority’s own policy, as are logs', (t) => {
  t.same(retentionOf({ ...facts, lookedAfter: false }), { rule: 'not-looked-after', until: '1973-12-01' })
  t.equal(logKeptSince('access-log', '2023-12-01'), '2016-12-01')
  t.end()
})
