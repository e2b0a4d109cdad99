import type { CivilDate } from '../../domain/dates.ts'
import { gateStates, type GateState } from '../../domain/gates/gates.ts'
import type { BrokenMust, Standing } from '../../domain/gates/standing.ts'
import type { GateFacts } from '../../domain/gates/types.ts'
import type { PlacementType } from '../../domain/placement-types.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { Problem } from '../../platform/http/problem.ts'
import { brokenMusts } from './musts.ts'
import {
  childrenOnRecord,
  factsOfProposals,
  homesOfBeds,
  lockHomesAndChildren,
  typeOfHome,
  type Proposal,
} from './queries.ts'

/**
 * Refuses an act before which something stands, naming all of it.
 * @throws {Problem} 409 gate-closed
 */
export function refuseWhileStanding(standing: readonly Standing[], pointer = '#'): void {
  if (standing.length === 0) return
  const titles = [...new Set(standing.map(({ title }) => title))]
  throw new Problem(
    'gate-closed',
    `${titles.length === 1 ? 'This stands' : 'These stand'} before it: ${titles.join('; ')}.`,
    standing.map(({ id, why, toDo, regulation }) => ({
      pointer,
      code: id,
      detail: `${why} ${toDo}${regulation ? ` (${regulation})` : ''}`,
    })),
  )
}

/** A place for children on some nights, before anything is recorded of it. */
export interface Door {
  /** A place for each child. */
  places: readonly { childId: string; bedId?: string | null | undefined }[]
  /** Where no bed is known. */
  homeId?: string | null | undefined
  placementType?: PlacementType | null | undefined
  from: CivilDate
  to: CivilDate | null
  /** The placement request that it answers, if any. */
  requestId: string | null
  circumstances: Omit<
    Proposal,
    'childId' | 'bedId' | 'homeId' | 'placementType' | 'from' | 'to' | 'withParent'
  >
}

export interface DoorFindings {
  facts: GateFacts[]
  musts: BrokenMust[]
  gates: GateState[]
}

/**
 * What stands before children and the places meant for them. Homes and children are locked, so that what is answered
 * stays true until the transaction ends.
 */
export async function atTheDoor(tx: Tx, door: Door, today: CivilDate): Promise<DoorFindings> {
  const { places, from, to, circumstances, requestId } = door
  const homes = await homesOfBeds(
    tx,
    places.flatMap(({ bedId }) => bedId ?? []),
  )
  const homeOf = (bedId: string | null | undefined) => (bedId ? homes.get(bedId) : door.homeId) ?? null
  const homeIds = [...new Set(places.flatMap(({ bedId }) => homeOf(bedId) ?? []))]
  const childIds = places.map(({ childId }) => childId)
  await lockHomesAndChildren(tx, homeIds, childIds)
  const onRecord = await childrenOnRecord(tx, childIds)
  // Of a child that is not there, or a home, the constraints of the record speak.
  const there = places.filter(({ childId, bedId }) => onRecord.has(childId) && (!bedId || homes.has(bedId)))
  const proposals = there.map(({ childId, bedId }): Proposal => ({
    ...circumstances,
    childId,
    bedId,
    homeId: homeOf(bedId),
    withParent: there.some(
      (other) => other.childId === onRecord.get(childId)?.parentId && homeOf(other.bedId) === homeOf(bedId),
    ),
    placementType: door.placementType,
    from,
    to,
  }))
  const facts = await factsOfProposals(tx, proposals, today)
  const musts: BrokenMust[] = []
  for (const homeId of homeIds.length > 0 ? homeIds : [null]) {
    const together = there.filter(({ bedId }) => homeOf(bedId) === homeId).map((place) => place.childId)
    const type = door.placementType ?? (homeId && (await typeOfHome(tx, homeId)))
    if (!type || together.length === 0) continue
    musts.push(
      ...(await brokenMusts(
        tx,
        { childIds: together, homeId, placementType: type, from, to, requestId },
        today,
      )),
    )
  }
  return { facts, musts, gates: facts.flatMap(gateStates) }
}
