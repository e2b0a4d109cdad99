import type { AttentionKind } from '../../domain/attention/rules.ts'
import type { CivilDate } from '../../domain/dates.ts'
import { gateStates, type GateState } from '../../domain/gates/gates.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { factsOfPlacements } from '../gates/queries.ts'
import { openPlacements } from './queries/open-placements.ts'
import type { AttentionQuestion, FoundRow } from './queries/rows.ts'

const gateKinds: readonly AttentionKind[] = ['gate-awaited', 'gate-overdue', 'gate-refused-in-bed']

function kindOf({ state, dueOn }: GateState, startedOn: CivilDate | null, today: CivilDate) {
  if (state === 'approved' || (state === 'refused' && startedOn === null)) return null
  if (state === 'refused') return 'gate-refused-in-bed'
  return startedOn !== null && (state === 'unlawful' || dueOn < today) ? 'gate-overdue' : 'gate-awaited'
}

/** Rows about the gates before placements, by the rules of the gates themselves. */
export async function rowsOfGates(tx: Tx, question: AttentionQuestion): Promise<FoundRow[]> {
  if (!gateKinds.some((kind) => question.kinds.has(kind))) return []
  const open = await openPlacements(tx, question)
  const ids = open.map(({ id }) => id)
  const facts = await factsOfPlacements(tx, ids, question.today)
  return open.flatMap(({ id, childId, homeId, startedOn }) => {
    const gates = facts.get(id)
    return (gates ? gateStates(gates) : []).flatMap((state): FoundRow[] => {
      const kind = kindOf(state, startedOn, question.today)
      if (kind === null) return []
      const { gate, title, toDo, dueOn: due, office } = state
      const detail = `${title}. ${toDo}`
      return [{ kind, aboutId: id, part: gate, due, childIds: [childId], homeId, detail, office }]
    })
  })
}
