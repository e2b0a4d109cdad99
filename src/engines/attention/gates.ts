import type { AttentionKind } from '../../domain/attention/rules.ts'
import { addWorkingDays, type CivilDate } from '../../domain/dates.ts'
import { gateStates, type GateId, type GateState } from '../../domain/gates/gates.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { factsOfPlacements, factsOfProposals } from '../gates/queries.ts'
import { openPlacements, placementsTonight, type Tonight } from './queries/open-placements.ts'
import type { AttentionQuestion, FoundRow } from './queries/rows.ts'

/** Rows about the gates before placements, by the rules of the gates themselves. */
export async function rowsOfGates(tx: Tx, question: AttentionQuestion): Promise<FoundRow[]> {
  return [...(await rowsBeforePlacements(tx, question)), ...(await rowsOfTonight(tx, question))]
}

const asksFor = (question: AttentionQuestion, kinds: readonly AttentionKind[]) =>
  kinds.some((kind) => question.kinds.has(kind))

/** Gates that are judged anew every night, of every child in a placement, and what then is the matter. */
const nightly = {
  'under-16-setting': ({ id }, today) => ({ kind: 'unlawful-placement', aboutId: id, due: today }),
  'supported-registration': ({ id }, today) => ({ kind: 'unlawful-placement', aboutId: id, due: today }),
  'going-home-under-section-20': ({ id, startedOn: due }) => ({
    kind: 'home-under-section-20',
    aboutId: id,
    due,
  }),
  // Reg. 23: up to six working days outside the terms.
  'carers-terms': ({ id, startedOn }) => ({
    kind: 'outside-terms',
    aboutId: id,
    due: addWorkingDays(startedOn, 6),
  }),
  registration: ({ id, homeId, startedOn: due }) => ({
    kind: 'outside-registration',
    aboutId: homeId ?? id,
    part: id,
    due,
  }),
} as const satisfies Partial<
  Record<
    GateId,
    (tonight: Tonight, today: CivilDate) => Pick<FoundRow, 'kind' | 'aboutId' | 'due'> & { part?: string }
  >
>
const nightlyKinds: readonly AttentionKind[] = [
  'unlawful-placement',
  'home-under-section-20',
  'outside-terms',
  'outside-registration',
]
const isNightly = (gate: GateId): gate is keyof typeof nightly => gate in nightly

async function rowsOfTonight(tx: Tx, question: AttentionQuestion): Promise<FoundRow[]> {
  const { today } = question
  if (!asksFor(question, nightlyKinds)) return []
  const placements = await placementsTonight(tx, today, question)
  const facts = await factsOfProposals(tx, placements, today)
  return placements.flatMap((placement, index) => {
    const { childId, homeId } = placement
    const states = facts[index] ? gateStates(facts[index]) : []
    return states.flatMap(({ gate, why }): FoundRow[] => {
      if (!isNightly(gate)) return []
      const matter = nightly[gate](placement, today)
      return [{ part: '', ...matter, childIds: [childId], homeId, detail: why, office: null }]
    })
  })
}

const openKinds: readonly AttentionKind[] = ['gate-awaited', 'gate-overdue', 'gate-refused-in-bed']

function kindOf({ gate, state, dueOn }: GateState, startedOn: CivilDate | null, today: CivilDate) {
  if (state === 'approved' || (startedOn !== null && isNightly(gate))) return null
  if (state === 'refused') return startedOn === null ? null : 'gate-refused-in-bed'
  return startedOn !== null && dueOn < today ? 'gate-overdue' : 'gate-awaited'
}

async function rowsBeforePlacements(tx: Tx, question: AttentionQuestion): Promise<FoundRow[]> {
  if (!asksFor(question, openKinds)) return []
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
