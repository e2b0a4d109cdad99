import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { noticeGivers } from '../../domain/checklist/items.ts'
import { careEndReasons, codesOf, placementEndReasons } from '../../domain/codes.ts'
import { birthday, type CivilDate } from '../../domain/dates.ts'
import { decidedGateIds, decisions, gateStates } from '../../domain/gates/gates.ts'
import { beforeStart } from '../../domain/gates/standing.ts'
import { overLimit, temporaryStays } from '../../domain/lifecycle/absences.ts'
import { placementActions, type PlacementAction } from '../../domain/lifecycle/placement.ts'
import { whyNot } from '../../domain/lifecycle/rule.ts'
import type { withdrawalKinds } from '../../domain/placement-status.ts'
import { layerOf, placementTypeCodes } from '../../domain/placement-types.ts'
import { atTheDoor, refuseWhileStanding } from '../../engines/gates/door.ts'
import { requireOffice } from '../../engines/gates/offices.ts'
import { lockForPlacing } from '../../engines/gates/queries.ts'
import { soloUse } from '../../engines/solo-use/schema.ts'
import { voidOtherBeds } from '../../engines/solo-use/solo-use.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { fieldProblem } from '../../platform/http/action.ts'
import { civilDate, id, weeklyMoney, words } from '../../platform/http/fields.ts'
import { Problem } from '../../platform/http/problem.ts'
import * as changes from './queries/changes.ts'
import { lockPlacement, placementCase, type PlacementCase } from '../../engines/placements/queries.ts'
import { placementStore } from './queries/placements.ts'
import { statedArea } from './schema.ts'

/** How an action is carried out once its rule (domain/lifecycle/placement.ts) allows it. */
export interface ActionWork<Body extends z.ZodObject> {
  body: Body
  /** Returns the id of the placement to answer with: that of a new placement where the action creates one. */
  apply: (tx: Tx, placement: PlacementCase, body: z.output<Body>, today: CivilDate) => Promise<string>
}

const work = <Body extends z.ZodObject>(definition: ActionWork<Body>): ActionWork<z.ZodObject> => definition

const happenedOn = civilDate.describe('When it happened; a day gone by where it is recorded late.')
const why = words(500).describe('Why, in words that name no one.')
const endReason = z.enum(codesOf(placementEndReasons))
const endFields = {
  on: happenedOn,
  reason: endReason
    .nullish()
    .describe('SSDA903 REASON_PLACE_CHANGE; null where the child leaves care with it.'),
  planned: z.boolean().describe('Whether the ending was planned.'),
}

/**
 * The day of an event that is being recorded.
 * @throws {Problem} 422 where it is in the future
 */
function eventDay(day: CivilDate, today: CivilDate): CivilDate {
  if (day > today)
    throw fieldProblem('on', 'is still to come: give the day on which it happened', 'in-future')
  return day
}

function withinLimit(placeCode: string | null, from: CivilDate, to: CivilDate | null): void {
  const fault = overLimit({ placeCode, from, to })
  if (fault !== null) throw fieldProblem('to', fault, 'stay-too-long')
}

/**
 * What stands before a start is asked of the day on which it happened, which may be another than was planned.
 * @throws {Problem} 409 gate-closed
 */
async function checkStart(tx: Tx, id: string, today: CivilDate): Promise<void> {
  const placement = await placementCase(tx, id, today)
  if (placement) refuseWhileStanding(beforeStart(placement.gates, placement.brokenMusts))
}

/**
 * The limits of short breaks and of carers' holidays are asked anew when such a stay is planned for other days.
 * @throws {Problem} 409 gate-closed
 */
export async function checkLaidStay(tx: Tx, id: string, today: CivilDate): Promise<void> {
  const placement = await placementCase(tx, id, today)
  if (placement && layerOf(placement.placementType) === 'temporary')
    refuseWhileStanding(beforeStart(placement.gates, []))
}

const start = work({
  body: z.strictObject({ on: happenedOn, solo: soloUse.optional() }),
  async apply(tx, { id }, { on: day, solo }, today) {
    const startedOn = eventDay(day, today)
    const family = await changes.familyToStart(tx, id)
    for (const placementId of [id, ...family]) {
      await changes.setPlacement(tx, placementId, { startedOn })
      await checkStart(tx, placementId, today)
    }
    if (solo) await voidOtherBeds(tx, id, family)
    return id
  },
})

const plannedDates = work({
  body: z.strictObject({
    from: civilDate.optional().describe('Of one that has not started.'),
    to: civilDate.nullish().describe('Null for an open end.'),
  }),
  async apply(tx, { id, startedOn, plannedFrom, placeCode, ...placement }, { from, to }, today) {
    if (from !== undefined && startedOn !== null)
      throw fieldProblem('from', 'has come: it started already', 'started')
    const plannedTo = to === undefined ? placement.plannedTo : to
    withinLimit(placeCode, startedOn ?? from ?? plannedFrom ?? '', plannedTo)
    await changes.setPlacement(tx, id, { plannedTo, ...(from === undefined ? {} : { plannedFrom: from }) })
    await checkLaidStay(tx, id, today)
    return id
  },
})

const notice = work({
  body: z.strictObject({
    givenBy: z.enum(codesOf(noticeGivers)),
    on: happenedOn.describe('When notice was given; a day gone by where it is recorded late.'),
    endsOn: civilDate.describe('The day on which it runs out: the child leaves by then.'),
  }),
  async apply(tx, { id, startedOn, plannedTo }, { givenBy, on: day, endsOn }, today) {
    const givenOn = eventDay(day, today)
    if (endsOn < givenOn)
      throw fieldProblem('endsOn', 'is before the day on which it is given', 'before-notice')
    if (startedOn !== null && endsOn <= startedOn)
      throw fieldProblem('endsOn', 'is not after the start of the placement', 'before-start')
    await changes.insertNotice(tx, { placementId: id, givenBy, givenOn, endsOn, plannedToBefore: plannedTo })
    if (plannedTo === null || plannedTo > endsOn) await changes.setPlacement(tx, id, { plannedTo: endsOn })
    return id
  },
})

const noticeWithdrawal = work({
  body: z.strictObject({ on: happenedOn }),
  async apply(tx, { id, notice: inForce, plannedTo }, { on: day }, today) {
    if (inForce === null) return id
    const withdrawnOn = eventDay(day, today)
    if (withdrawnOn < inForce.givenOn)
      throw fieldProblem('on', 'is before the day on which notice was given', 'before-notice')
    await changes.withdrawNotice(tx, inForce.id, withdrawnOn)
    // A planned end that somebody has set since is another plan, and stays.
    if (plannedTo === inForce.endsOn)
      await changes.setPlacement(tx, id, { plannedTo: inForce.plannedToBefore })
    return id
  },
})

const callOff = (withdrawalKind: (typeof withdrawalKinds)[number]) =>
  work({
    body: z.strictObject({ on: happenedOn, reason: why }),
    async apply(tx, { id }, { on: day, reason }, today) {
      const withdrawnOn = eventDay(day, today)
      await changes.setPlacement(tx, id, { withdrawnOn, withdrawalKind, withdrawalReason: reason })
      return id
    },
  })

const end = work({
  body: z.strictObject({
    ...endFields,
    careEnds: z
      .strictObject({ reason: z.enum(codesOf(careEndReasons)).describe('SSDA903 REC.') })
      .optional()
      .describe(
        'With it the period of care and the legal status end on the same day, as when a child accommodated under section 20 goes home.',
      ),
  }),
  async apply(tx, { id, childId }, { on: day, reason, planned: isPlanned, careEnds }, today) {
    const endedOn = eventDay(day, today)
    if (careEnds !== undefined && typeof reason === 'string')
      throw fieldProblem('reason', 'is of a change of placement: leave it out where care ends', 'care-ends')
    await changes.setPlacement(tx, id, { endedOn, endReason: reason ?? null, endPlanned: isPlanned })
    if (careEnds !== undefined) await changes.endCare(tx, childId, endedOn, careEnds.reason)
    return id
  },
})

const move = work({
  body: z
    .strictObject({
      ...endFields,
      reason: endReason.describe('SSDA903 REASON_PLACE_CHANGE, of the ending placement.'),
      placementId: id.optional().describe('An agreed placement of the child, which starts with the move.'),
      bedId: id.optional().describe('Or the bed.'),
      homeId: id.optional().describe('Or the home, where no bed is known.'),
      placementType: z.enum(placementTypeCodes).optional().describe('What the home offers, unless told.'),
      plannedTo: civilDate.nullish(),
      emergency: z.boolean().optional().describe('Made in an emergency: some gates may be opened after it.'),
      keepsSchool: z.boolean().optional().describe('Whether the child stays at the same school.'),
      statedArea: statedArea.optional(),
      sameCarer: z.boolean().optional(),
      solo: soloUse.optional(),
      weeklyCost: weeklyMoney.optional(),
    })
    .refine((to) => [to.placementId, to.bedId, to.homeId ?? to.placementType].filter(Boolean).length === 1, {
      error: 'give one of placementId, bedId and homeId (or, without a home, placementType)',
      path: ['placementId'],
    }),
  async apply(tx, from, { on: day, reason, planned: isPlanned, placementId, solo, ...to }, today) {
    const endedOn = eventDay(day, today)
    const target = placementId === undefined ? undefined : await agreedTarget(tx, from, placementId, today)
    const movedToId = target?.id ?? randomUUID()
    await lockForPlacing(tx, [from.childId], [from.bedId, target?.bedId, to.bedId])
    await changes.setPlacement(tx, from.id, { endedOn, endReason: reason, endPlanned: isPlanned, movedToId })
    const arrival = { startedOn: endedOn, movedFromId: from.id }
    if (target) {
      await changes.setPlacement(tx, target.id, arrival)
      await checkStart(tx, target.id, today)
    } else {
      const { bedId, homeId, placementType, plannedTo, emergency = false, keepsSchool, statedArea } = to
      const places = [{ childId: from.childId, bedId }]
      const circumstances = { emergency, keepsSchool, statedArea }
      const door = {
        places,
        homeId,
        placementType,
        from: endedOn,
        to: plannedTo ?? null,
        requestId: null,
        circumstances,
      }
      const { facts, musts } = await atTheDoor(tx, door, today)
      refuseWhileStanding(facts.flatMap((child) => beforeStart(child, musts)))
      await placementStore.insert(tx, { ...to, ...arrival, id: movedToId, childId: from.childId })
    }
    if (solo) await voidOtherBeds(tx, movedToId, [])
    return movedToId
  },
})

/**
 * The agreed placement that a child moves to, locked. The move starts it, so its own rule must allow a start.
 * @throws {Problem} 422 where it is not an agreed placement of the same child, 409 where it may not start
 */
async function agreedTarget(
  tx: Tx,
  from: PlacementCase,
  id: string,
  today: CivilDate,
): Promise<PlacementCase> {
  const target = await lockPlacement(tx, id, today)
  if (target?.childId !== from.childId || target.id === from.id)
    throw fieldProblem('placementId', 'is not an agreed placement of the same child', 'not-of-child')
  if (target.withdrawnOn === null && target.startedOn === null)
    refuseWhileStanding(beforeStart(target.gates, target.brokenMusts), '#/placementId')
  const why = whyNot(placementActions.start, target, today)
  if (why !== null)
    throw new Problem('action-not-open', why, [{ pointer: '#/placementId', detail: why, code: 'not-open' }])
  return target
}

const stayingPut = work({
  body: z.strictObject({
    on: civilDate.describe(
      'The day on which care ends: the eighteenth birthday, to come or gone by, or a later day gone by.',
    ),
    plannedTo: civilDate.nullish(),
    weeklyCost: weeklyMoney.optional(),
  }),
  async apply(tx, from, { on: day, plannedTo, weeklyCost }, today) {
    const adultOn = birthday(from.dateOfBirth, 18)
    if (day < adultOn) throw fieldProblem('on', 'is before the eighteenth birthday', 'under-18')
    const endedOn = day === adultOn ? day : eventDay(day, today)
    const movedToId = randomUUID()
    await lockForPlacing(tx, [from.childId], [from.bedId])
    await changes.setPlacement(tx, from.id, { endedOn, endPlanned: true, movedToId })
    await changes.endCare(tx, from.childId, endedOn, 'E17')
    const { childId, bedId, homeId } = from
    const stay = { id: movedToId, childId, bedId, homeId, startedOn: endedOn, movedFromId: from.id }
    await placementStore.insert(tx, {
      ...stay,
      placementType: 'staying-put',
      sameCarer: true,
      plannedTo: plannedTo ?? null,
      ...(weeklyCost === undefined ? {} : { weeklyCost }),
    })
    return movedToId
  },
})

const absences = work({
  body: z.strictObject({
    placementType: z.enum(['temporary', 'short-break']),
    placeCode: z.enum(codesOf(temporaryStays)).nullish().describe('SSDA903 PLACE of a temporary stay.'),
    from: civilDate,
    to: civilDate.nullish().describe('The day of return, planned or, when gone by, actual.'),
    bedId: id.nullish().describe('The bed there; null where it is none of ours, such as a hospital.'),
    homeId: id.nullish(),
  }),
  async apply(tx, usual, { from, to, placementType, placeCode, bedId, homeId }, today) {
    if ((placementType === 'temporary') !== (typeof placeCode === 'string'))
      throw fieldProblem('placeCode', 'is given for a temporary stay, and for no other', 'place-code')
    if (usual.startedOn === null || from < usual.startedOn)
      throw fieldProblem('from', 'is before the usual placement started', 'before-start')
    withinLimit(placeCode ?? null, from, to ?? null)
    const door = {
      places: [{ childId: usual.childId, bedId }],
      homeId,
      placementType,
      from,
      to: to ?? null,
      requestId: null,
    }
    const { facts, musts } = await atTheDoor(
      tx,
      { ...door, circumstances: { emergency: false, placeCode } },
      today,
    )
    refuseWhileStanding(facts.flatMap((child) => beforeStart(child, musts)))
    const hasBegun = from <= today
    const isOver = hasBegun && typeof to === 'string' && to <= today
    const { id } = await placementStore.insert(tx, {
      childId: usual.childId,
      absenceFromId: usual.id,
      placementType,
      placeCode: placeCode ?? null,
      bedId: bedId ?? null,
      homeId: homeId ?? null,
      plannedFrom: from,
      plannedTo: to ?? null,
      startedOn: hasBegun ? from : null,
      endedOn: isOver ? to : null,
      ...(isOver ? { endPlanned: true } : {}),
    })
    return id
  },
})

const approvals = work({
  body: z.strictObject({
    gate: z.enum(decidedGateIds).describe('The gate that is decided, as `gates` of the placement names it.'),
    decision: z.enum(decisions),
    confirmed: z
      .array(z.string().max(60))
      .max(20)
      .default([])
      .describe('What is confirmed, by code: of an approval, all that `confirms` of the gate names.'),
    on: civilDate.describe('When it was decided.'),
    note: words(1000).nullish(),
  }),
  async apply(tx, placement, { on: day, note, gate, decision, confirmed: confirmations }, today) {
    const state = gateStates(placement.gates).find((one) => one.gate === gate)
    if (state === undefined || state.office === null)
      throw fieldProblem('gate', 'does not stand before this placement', 'not-needed')
    const decidedOn = eventDay(day, today)
    await requireOffice(tx, state.office, decidedOn)
    const absent = Object.entries(state.confirms).filter(([code]) => !confirmations.includes(code))
    if (decision === 'approved' && absent.length > 0)
      throw new Problem(
        'rule-broken',
        'Not all that the regulation asks for is confirmed.',
        absent.map(([code, detail]) => ({ pointer: '#/confirmed', detail: `${code}: ${detail}`, code })),
      )
    await changes.insertApproval(tx, {
      gate,
      decision,
      confirmed: confirmations,
      office: state.office,
      placementId: placement.id,
      decidedOn,
      note: note ?? null,
    })
    return placement.id
  },
})

/** The body and work of each action of domain/lifecycle/placement.ts. */
export const actionWorks: Readonly<Record<PlacementAction, ActionWork<z.ZodObject>>> = {
  start: start,
  'planned-dates': plannedDates,
  notice: notice,
  'notice-withdrawal': noticeWithdrawal,
  withdrawal: callOff('withdrawn'),
  'did-not-start': callOff('did-not-start'),
  end: end,
  move: move,
  'staying-put': stayingPut,
  absences: absences,
  approvals: approvals,
}
