import { z } from 'zod'
import { birthday, type CivilDate } from '../../domain/dates.ts'
import {
  madeByMove,
  type AdjoiningPlacement,
  type PlacementCorrection,
} from '../../domain/lifecycle/corrections.ts'
import { lockForPlacing } from '../../engines/gates/queries.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { fieldProblem } from '../../platform/http/action.ts'
import { civilDate, words } from '../../platform/http/fields.ts'
import { setPlacement } from './queries/changes.ts'
import * as queries from './queries/corrections.ts'

type Placement = queries.PlacementToCorrect

/** How a correction is carried out once its rule (domain/lifecycle/corrections.ts) allows it. */
export interface CorrectionWork<Body extends z.ZodObject> {
  body: Body
  /** Returns the id of the placement to answer with. */
  apply: (tx: Tx, placement: Placement, body: z.output<Body>, today: CivilDate) => Promise<string>
}

const work = <Body extends z.ZodObject>(definition: CorrectionWork<Body>): CorrectionWork<z.ZodObject> =>
  definition

const reason = words(500).describe('Why what is recorded is wrong, in words that name no one.')
const undoing = z.strictObject({ reason })
const stillThere = { endedOn: null, endReason: null, endPlanned: null, movedToId: null }

/**
 * The day on which one placement is to end and the next to begin.
 * @throws {Problem} 422 where a night of the one or the other would not be left
 */
function boundaryDay(
  day: CivilDate,
  placement: Placement,
  next: AdjoiningPlacement,
  today: CivilDate,
): CivilDate {
  const refuse = (detail: string, code: string) => fieldProblem('on', detail, code)
  if (day > today) throw refuse('is still to come: give the day on which it happened', 'in-future')
  if (day === placement.endedOn) throw refuse('is the day already', 'no-change')
  if (placement.startedOn !== null && day <= placement.startedOn)
    throw refuse(
      'leaves no night of the placement: give a later day, or remove the placement that never was',
      'no-night-left',
    )
  if (next.endedOn !== null && day >= next.endedOn)
    throw refuse(
      'leaves no night of the next placement: give an earlier day, or remove the one that never was',
      'no-night-left',
    )
  if (next.placementType === 'staying-put' && day < birthday(placement.dateOfBirth, 18))
    throw refuse('is before the eighteenth birthday, on which Staying Put begins at the earliest', 'under-18')
  return day
}

const boundary = work({
  body: z.strictObject({
    on: civilDate.describe('The day on which it ended and the next began.'),
    reason,
  }),
  async apply(tx, placement, body, today) {
    const { id, childId, bedId, endedOn, next } = placement
    if (next === null || endedOn === null) return id
    const day = boundaryDay(body.on, placement, next, today)
    await lockForPlacing(tx, [childId], [bedId, next.bedId])
    const end = () => setPlacement(tx, id, { endedOn: day })
    const begin = () => setPlacement(tx, next.id, { startedOn: day })
    const careEnd = async () => {
      if (next.placementType === 'staying-put') await queries.moveEndOfCare(tx, childId, endedOn, day)
    }
    // What gives nights away goes first: a child is in one placement, and a bed in one use, at every moment.
    for (const step of day > endedOn ? [careEnd, begin, end] : [end, begin, careEnd]) await step()
    await queries.relinkAbsences(tx, id, next.id, day)
    return id
  },
})

/**
 * Undoes a move: the placement before goes on, and the one that the move led to is agreed again, or gone where the move
 * itself made it.
 */
async function undoMove(
  tx: Tx,
  previous: { id: string; bedId: string | null },
  arrival: { id: string; bedId: string | null; plannedFrom: CivilDate | null },
  childId: string,
): Promise<void> {
  await lockForPlacing(tx, [childId], [previous.bedId, arrival.bedId])
  if (arrival.plannedFrom === null) await queries.removePlacement(tx, arrival.id)
  else await setPlacement(tx, arrival.id, { startedOn: null, movedFromId: null })
  await setPlacement(tx, previous.id, stillThere)
}

const startUndo = work({
  body: undoing,
  async apply(tx, placement) {
    const { id, childId, previous, plannedFrom, startedOn } = placement
    if (previous === null) {
      await setPlacement(tx, id, {
        startedOn: null,
        plannedFrom: plannedFrom ?? startedOn,
        recordedAsHappened: null,
      })
      return id
    }
    await undoMove(tx, previous, placement, childId)
    return madeByMove(placement) ? previous.id : id
  },
})

const endUndo = work({
  body: undoing,
  async apply(tx, placement) {
    const { id, childId, bedId, endedOn, next, careEndReason } = placement
    if (next !== null) {
      await undoMove(tx, placement, next, childId)
      return id
    }
    await lockForPlacing(tx, [childId], [bedId])
    if (careEndReason !== null && endedOn !== null) await queries.reopenCare(tx, childId, endedOn)
    await setPlacement(tx, id, stillThere)
    return id
  },
})

const stayingPutUndo = work({
  body: undoing,
  async apply(tx, { id, childId, bedId, startedOn, previous }) {
    if (previous === null || startedOn === null) return id
    await lockForPlacing(tx, [childId], [bedId, previous.bedId])
    await queries.removePlacement(tx, id)
    await queries.reopenCare(tx, childId, startedOn)
    await setPlacement(tx, previous.id, stillThere)
    return previous.id
  },
})

/** The body and work of each correction of domain/lifecycle/corrections.ts. */
export const correctionWorks: Readonly<Record<PlacementCorrection, CorrectionWork<z.ZodObject>>> = {
  boundary: boundary,
  'start-undo': startUndo,
  'end-undo': endUndo,
  'staying-put-undo': stayingPutUndo,
}
