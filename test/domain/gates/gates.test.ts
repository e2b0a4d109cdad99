import t from 'tap'
import { decidedGateIds, gates } from '../../../src/domain/gates/gates.ts'
import { inTheWay, standing } from './support.ts'

t.test('an ordinary placement stands before no gate', async (t) => t.same(standing(), {}))

t.test('neither does one that was decided elsewhere, a temporary stay, or one after care', async (t) => {
  t.same(standing({ area: 'beyond', agreedHere: false }), {})
  t.same(standing({ area: 'beyond', placementType: 'temporary' }), {})
  t.same(standing({ area: 'beyond', placementType: 'staying-put' }), {})
})

t.test('each gate cites what it rests on and says what opens it', async (t) => {
  for (const gate of gates) {
    t.match(gate.regulation, /CPPCR|Act|SSDA903|own rule/, gate.id)
    const words = { decision: 'office', record: 'cure', nothing: 'instead' } as const
    t.ok(words[gate.opens.by] in gate.opens, gate.id)
  }
  t.equal(new Set(gates.map(({ id }) => id)).size, gates.length, 'each once')
})

t.test('an approval opens a gate that is decided, a refusal bars it in an emergency too', async (t) => {
  for (const decision of ['approved', 'refused'] as const) {
    const decisions = Object.fromEntries(decidedGateIds.map((id) => [id, decision]))
    const fields = { area: 'beyond', decisions } as const
    t.same(standing(fields), { 'at-a-distance': decision })
    t.same(inTheWay({ ...fields, emergency: true }), decision === 'approved' ? [] : ['at-a-distance'])
  }
})

t.test('an approval opens no gate that is not decided', async (t) => {
  const everything = Object.fromEntries(gates.map(({ id }) => [id, 'approved'] as const))
  t.same(inTheWay({ placementType: 'other', home: null, decisions: everything }), ['under-16-setting'])
  t.same(inTheWay({ placementType: 'connected-carer', home: null, decisions: everything }), [
    'connected-person',
  ])
})
