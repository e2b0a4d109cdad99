/**
 * A second, simple implementation of placing for comparison: lists in memory, and nights as whole numbers from a first day.
 * A `to` of null is open.
 */

export interface Placement {
  id: string
  child: number
  bed: number | null
  temporary: boolean
  plannedFrom: number | null
  plannedTo: number | null
  startedOn: number | null
  endedOn: number | null
  calledOff: 'withdrawn' | 'did-not-start' | null
}

export interface Hold {
  id: string
  beds: { bed: number; child: number }[]
  from: number
  to: number | null
  status: 'held' | 'lapsed' | 'released' | 'agreed'
}

export interface Void {
  id: string
  bed: number
  from: number
  to: number | null
}

export interface Model {
  today: number
  placements: Placement[]
  holds: Hold[]
  voids: Void[]
}

type Nights = readonly [from: number, to: number] | null
const forever = 1e6
const nights = (from: number, to: number | null): Nights =>
  to !== null && to <= from ? null : [from, to ?? forever]
const overlap = (a: Nights, b: Nights) => a !== null && b !== null && a[0] < b[1] && b[0] < a[1]

/** The nights that a placement takes up: planned nights until it starts, then those until its planned or actual end. */
export function claim(p: Placement): Nights {
  if (p.calledOff) return null
  return nights(p.startedOn ?? p.plannedFrom ?? 0, p.endedOn ?? p.plannedTo)
}

/** The nights that the child was there; without an end until one is recorded. */
export function stay(p: Placement): Nights {
  return p.calledOff || p.startedOn === null ? null : nights(p.startedOn, p.endedOn)
}

/** The outcome of a write: done, or the problem. Conflicts of the child are checked before those of the bed. */
export type Outcome = 'done' | 'bed-in-use' | 'child-already-placed' | 'rule-broken' | 'action-not-open'

/** The outcome of recording the placement `p`, given all other placements, voids and holds. */
export function standing(model: Model, p: Placement): Outcome {
  if (p.startedOn !== null && p.endedOn === null && p.plannedTo !== null && p.plannedTo <= p.startedOn)
    return 'rule-broken'
  if (p.endedOn !== null && p.startedOn !== null && p.endedOn < p.startedOn) return 'rule-broken'
  if (p.plannedFrom !== null && p.plannedTo !== null && p.plannedTo < p.plannedFrom) return 'rule-broken'
  const others = model.placements.filter(({ id }) => id !== p.id)
  const clash = (o: Placement) => overlap(claim(o), claim(p)) || overlap(stay(o), stay(p))
  if (others.some((o) => o.child === p.child && o.temporary === p.temporary && clash(o)))
    return 'child-already-placed'
  if (p.bed === null) return 'done'
  return others.some((o) => o.bed === p.bed && clash(o)) || isReserved(model, p.bed, claim(p))
    ? 'bed-in-use'
    : 'done'
}

/** Whether a void or a running hold has the bed on any of the nights. */
export function isReserved(model: Model, bed: number, term: Nights, besideVoid?: string): boolean {
  return (
    model.voids.some((v) => v.bed === bed && v.id !== besideVoid && overlap(nights(v.from, v.to), term)) ||
    model.holds.some(
      (h) => h.status === 'held' && h.beds.some((b) => b.bed === bed) && overlap(nights(h.from, h.to), term),
    )
  )
}

/** Whether the bed is free on all of the nights. */
export function isTaken(
  model: Model,
  bed: number,
  from: number,
  to: number | null,
  besideVoid?: string,
): boolean {
  const term = nights(from, to)
  return (
    isReserved(model, bed, term, besideVoid) ||
    model.placements.some((p) => p.bed === bed && overlap(claim(p), term))
  )
}

export type BedState = 'void' | 'occupied' | 'committed' | 'vacant'

/** The state of a bed on a night, as read today. */
export function bedState(model: Model, bed: number, night: number): BedState {
  const tonight: Nights = [night, night + 1]
  const there = model.placements.filter((p) => p.bed === bed)
  if (model.voids.some((v) => v.bed === bed && overlap(nights(v.from, v.to), tonight))) return 'void'
  const claiming = there.find((p) => overlap(claim(p), tonight))
  if (claiming) return claiming.startedOn === null ? 'committed' : 'occupied'
  const overdue = there.some(
    (p) => status(model, p) === 'overdue' && p.plannedTo !== null && p.plannedTo <= night,
  )
  if (overdue) return 'occupied'
  return isReserved(model, bed, tonight) ? 'committed' : 'vacant'
}

export function status({ today }: Model, p: Placement): string {
  if (p.calledOff) return p.calledOff
  if (p.startedOn === null) return 'planned'
  if (p.endedOn !== null) return 'ended'
  return p.plannedTo !== null && p.plannedTo <= today ? 'overdue' : 'current'
}

/** The open actions of a placement; only for children's homes inside the area and for temporary stays. */
export function openActions({ today }: Model, p: Placement): string[] {
  const [opensLater, there] = [
    !p.calledOff && p.startedOn === null,
    !p.calledOff && p.startedOn !== null && p.endedOn === null,
  ]
  const rules: Record<string, boolean> = {
    start: opensLater,
    'planned-dates': opensLater || there,
    notice: there && !p.temporary,
    withdrawal: opensLater,
    'did-not-start': opensLater && (p.plannedFrom ?? 0) <= today,
    end: there,
    move: there && !p.temporary,
    absences: there && !p.temporary,
  }
  return Object.keys(rules).filter((action) => rules[action])
}
