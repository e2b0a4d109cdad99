import type { sexes } from '../../domain/codes.ts'
import { addMonths, type CivilDate } from '../../domain/dates.ts'
import { gateStates } from '../../domain/gates/gates.ts'
import type { PlacementType } from '../../domain/placement-types.ts'
import { groupBy } from '../../domain/group.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { factsOfProposals, type Proposal } from './queries.ts'
import type { GateAhead } from './schema.ts'

/** A place for children who are on record, or known by age or birth and sex. */
export interface PlaceAhead {
  /** In the order of `children`; the last counts for children without one. */
  beds: readonly { id: string }[]
  children: readonly {
    childId?: string | undefined
    dateOfBirth?: string | undefined
    /** In years, on the first night. */
    age?: number | undefined
    sex?: keyof typeof sexes | undefined
    /** Whether a parent comes too. */
    withParent?: boolean | undefined
  }[]
  /** Without it, what the home offers. */
  placementType?: PlacementType
  from: CivilDate
  to: CivilDate | null
  emergency: boolean
  /** In place of the postcode on record. */
  homePostcode?: string | null | undefined
}

/**
 * The gates that would stand before each of some places: whoever chooses sees them before anything is agreed. Of a child
 * known by age alone, the birthday is taken to be the first night.
 * @returns the gates in the order of `places`
 */
export async function gatesAhead(
  tx: Tx,
  places: readonly PlaceAhead[],
  today: CivilDate,
): Promise<GateAhead[][]> {
  const proposals = places.map(({ beds, children, ...stay }) =>
    children.map(({ childId, dateOfBirth, age, sex, withParent }, index): Proposal => ({
      ...(childId === undefined
        ? { childId: null, dateOfBirth: dateOfBirth ?? addMonths(stay.from, -12 * (age ?? 0)), sex }
        : { childId }),
      ...{ bedId: (beds[index] ?? beds.at(-1))?.id, ...stay, withParent },
    })),
  )
  const facts = await factsOfProposals(tx, proposals.flat(), today)
  let first = 0
  return proposals.map(({ length: count }) => {
    // Whoever comes takes a place of the others who come.
    const ofPlace = facts
      .slice(first, (first += count))
      .map((child) => ({ ...child, othersThere: child.othersThere + count - 1 }))
    const states = ofPlace.flatMap((child, index) => gateStates(child).map((state) => ({ state, index })))
    return [...groupBy(states, ({ state }) => state.gate).values()].map((alike) => ({
      ...alike[0]!.state,
      children: alike.map(({ index }) => index),
    }))
  })
}
