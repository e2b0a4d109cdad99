import t from 'tap'
import { maskRow, withheld, type ThirdParties } from '../../../src/domain/subject-access/masking.ts'

const [own, other] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']
const others: ThirdParties = {
  childIds: new Set([other]),
  references: new Set(['CE-2', 'C2']),
  homeNames: new Set(['Household 12']),
}

t.test(
  'another child is withheld by id, by reference and within text; a code that reads like one is not',
  async (t) => {
    t.same(
      maskRow(
        'separations',
        { child_id: other, other_child_id: own, category: 'C2', note: 'Not with CE-2.' },
        others,
      ),
      { child_id: withheld.child, other_child_id: own, category: 'C2', note: `Not with ${withheld.child}.` },
    )
    t.same(maskRow('return_rows', { child_reference: 'CE-1', cells: { CHILD: 'CE-2', LS: 'C2' } }, others), {
      child_reference: 'CE-1',
      cells: { CHILD: withheld.child, LS: 'C2' },
    })
  },
)

t.test(
  'an address that leads to another child does not, and of two references in one word neither is left',
  (t) => {
    const reason = `May be the child CE-2/CE-1: POST /v1/children/${other}/merge`
    t.same(maskRow('import_findings', { reason, href: `/v1/children/${other}` }, others), {
      reason: `May be the child ${withheld.child}/CE-1: POST /v1/children/${withheld.child}/merge`,
      href: `/v1/children/${withheld.child}`,
    })
    t.end()
  },
)

t.test('of a list, the entries about other children are withheld whole', async (t) => {
  const criteria = {
    children: [
      { childId: own, age: 9 },
      { childId: other, age: 6 },
    ],
    maxMiles: 20,
  }
  t.same(maskRow('vacancy_searches', { criteria }, others), {
    criteria: { children: [{ childId: own, age: 9 }, withheld.child], maxMiles: 20 },
  })
})

t.test(
  'the address of carers is withheld, with the distance to it; that of an establishment is not',
  async (t) => {
    const stay = { postcode: 'CW12BJ', distance_miles: 3.2, home_postcode: 'CW10CC' }
    t.same(maskRow('placements', { ...stay, placement_type: 'ifa' }, others), {
      placement_type: 'ifa',
      postcode: withheld.address,
      distance_miles: withheld.address,
      home_postcode: 'CW10CC',
    })
    t.match(maskRow('placements', { ...stay, placement_type: 'residential' }, others), stay)
  },
)

t.test('what a record said before is masked as the record is', async (t) => {
  const content = { placement_type: 'ifa', postcode: 'CW12BJ', distance_miles: null }
  t.match(maskRow('record_versions', { record_type: 'placements', before: content }, others), {
    record_type: 'placements',
    before: { postcode: withheld.address, distance_miles: null },
  })
  t.match(maskRow('record_versions', { record_type: 'placements', before: null }, others), { before: null })
})

t.test('an option says neither where its home is nor who lives there', async (t) => {
  const options = [{ home: { name: 'Household 12', postcode: 'CW12BJ' }, company: [{ age: 9 }] }]
  t.same(maskRow('panel_options', { options }, others), {
    options: [{ home: { name: withheld.address, postcode: withheld.address }, company: withheld.company }],
  })
})
