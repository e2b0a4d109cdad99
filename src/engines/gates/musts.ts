import type { CivilDate } from '../../domain/dates.ts'
import { mustsAtTheDoor } from '../../domain/gates/musts-at-the-door.ts'
import { offices } from '../../domain/gates/offices.ts'
import type { BrokenMust } from '../../domain/gates/standing.ts'
import { musts } from '../../domain/matching/criteria.ts'
import { askedByReferral } from '../../domain/matching/from-referral.ts'
import { isNeverVacant } from '../../domain/matching/offered-types.ts'
import { placementType, type PlacementType } from '../../domain/placement-types.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { understand } from '../matching/need.ts'
import { homeAsOption, placeAsOption } from '../matching/queries/home-as-option.ts'
import { searchCriteria } from '../matching/search-criteria.ts'
import { overridesInForce, referralOf } from './queries.ts'

/** Children who are to live in one place together, on some nights. */
export interface Stay {
  childIds: readonly string[]
  /** Null where the place is no recorded home. */
  homeId: string | null
  placementType: PlacementType
  /** First night. */
  from: CivilDate
  /** Day of leaving; null for an open end. */
  to: CivilDate | null
  /** The placement request that it answers, whose referral asks for more than the record; null where it names none. */
  requestId: string | null
}

/**
 * Every must of the children that a stay breaks, by the rules of the search itself. Young people after care have none.
 * @throws {Problem} for a child who is not on record or not of an age for any home
 */
export async function brokenMusts(tx: Tx, stay: Stay, today: CivilDate): Promise<BrokenMust[]> {
  const { childIds, homeId, placementType: type, from, to, requestId } = stay
  const isTemporary = type === 'temporary' || type === 'short-break'
  if (!placementType(type).lookedAfter && !isTemporary) return []
  const search = searchCriteria.parse({
    children: childIds.map((childId) => ({ childId })),
    from,
    to,
    types: [type],
  })
  const referral = await referralOf(tx, requestId, childIds)
  const question = { ...search, ...(referral && { referral: askedByReferral(referral) }) }
  const { need, places } = await understand(tx, question, today)
  const home = homeId === null ? undefined : await homeAsOption(tx, need, places, homeId)
  const option = { ...(home ?? placeAsOption(type)), type }
  const overrides = homeId === null ? null : await overridesInForce(tx, childIds, homeId, from)
  return musts.flatMap((rule): BrokenMust[] => {
    const { id: must, title } = rule
    const door = mustsAtTheDoor[must]
    if (door.binds === 'elsewhere' || (home === undefined && must !== 'legal-minimum-age')) return []
    // No search offers such a place, so naming it is the only way to it; a connected household is for its own child.
    if (must === 'type-not-ruled-out' && isNeverVacant(type) && type !== 'connected-carer') return []
    const judgement = rule.judge(need, option)
    if (judgement?.met !== false) return []
    const isStranger = must === 'type-not-ruled-out' && type === 'connected-carer' && !option.kin
    const office = door.binds === 'override' && !isStranger ? door.office : null
    return [
      {
        must,
        title,
        why: judgement.detail,
        toDo: isStranger
          ? 'Record the connection between the child and the carer: they are approved for named children.'
          : office === null
            ? door.binds === 'refused'
              ? door.because
              : ''
            : `${offices[office]} may override it, in writing and until a day.`,
        office,
        overridden: office === null ? null : (overrides?.get(must) ?? null),
      },
    ]
  })
}
