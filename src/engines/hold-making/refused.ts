import { Problem, type Fault } from '../../platform/http/problem.ts'
import type { HeldBed, RefusedBed } from './queries.ts'

const meanings = {
  unknown: { type: 'unknown-reference', detail: 'There is no such bed, or none that this authority sees.' },
  'not-open': { type: 'bed-not-open', detail: 'The bed is not open on every one of those nights.' },
  'in-use': {
    type: 'bed-in-use',
    detail: 'The bed is already placed, held or void on some of those nights.',
  },
} as const

/** Throws where any bed is refused: one problem with a fault for each bed, whose type is the first in `meanings` that occurs. */
export function refuseBeds(beds: readonly HeldBed[], refusals: readonly RefusedBed[]): void {
  const faults = beds.flatMap(({ bedId }, index): Fault[] => {
    const fault = refusals.find((bed) => bed.bedId === bedId)?.fault
    return fault ? [{ pointer: `#/beds/${index}/bedId`, detail: meanings[fault].detail, code: fault }] : []
  })
  for (const [fault, { type, detail }] of Object.entries(meanings)) {
    if (faults.some(({ code }) => code === fault)) throw new Problem(type, detail, faults)
  }
}
