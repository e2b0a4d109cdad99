import type { CivilDate } from '../dates.ts'
import type { MustId } from '../matching/criteria.ts'
import { gatesInTheWay, unlawfulGates, type GateState } from './gates.ts'
import type { Office } from './offices.ts'
import type { GateFacts } from './types.ts'

/** A must of the search that a placement breaks. */
export interface BrokenMust {
  must: MustId
  title: string
  /** In what it is broken, in words without a child's data. */
  why: string
  toDo: string
  /** Who may override it; null where nobody may. */
  office: Office | null
  /** The override in force on the first night; null where there is none. */
  overridden: { id: string; until: CivilDate } | null
}

/** Something that stands before an act: a gate that is not open, or a must that is broken. */
export interface Standing {
  kind: 'gate' | 'must'
  /** The gate's or the must's. */
  id: string
  title: string
  why: string
  toDo: string
  /** The regulation, of a gate; null of a must, which is the child's own. */
  regulation: string | null
}

const ofGate = ({ gate, title, why, toDo, regulation }: GateState): Standing => ({
  kind: 'gate',
  id: gate,
  title,
  why,
  toDo,
  regulation,
})

const ofMust = ({ must, title, why, toDo }: BrokenMust): Standing => ({
  kind: 'must',
  id: must,
  title,
  why,
  toDo,
  regulation: null,
})

/** Musts that are broken and that no override in force allows. */
const withoutOverride = (musts: readonly BrokenMust[]): BrokenMust[] =>
  musts.filter(({ overridden }) => overridden === null)

/** What keeps beds from being held and placements from being agreed: broken musts, and gates that nothing opens. */
export function beforeAgreement(children: readonly GateFacts[], musts: readonly BrokenMust[]): Standing[] {
  return [
    ...withoutOverride(musts).map(ofMust),
    ...children.flatMap((facts) => unlawfulGates(facts).map(ofGate)),
  ]
}

/** What keeps a placement from starting: that, and every gate that is to be opened before the start. */
export function beforeStart(facts: GateFacts, musts: readonly BrokenMust[]): Standing[] {
  return [...withoutOverride(musts).map(ofMust), ...gatesInTheWay(facts).map(ofGate)]
}
