import fc from 'fast-check'
import { claim, isTaken, openActions, standing, type Model, type Outcome, type Placement } from './model.ts'

/** A command of an officer. Days and records are numbers; the records that exist decide which one a number means. */
export type Command =
  | { does: 'hold'; beds: number[]; children: number[]; from: number; for: number | null }
  | { does: 'release' | 'agree' | 'lapse' | 'extend'; which: number }
  | { does: 'place'; child: number; bed: number; from: number; for: number | null }
  | { does: 'record'; child: number; bed: number; ago: number }
  | { does: 'start' | 'end'; which: number; ago: number }
  | { does: 'move'; which: number; bed: number; ago: number }
  | { does: 'withdraw' | 'not-start'; which: number }
  | { does: 'plan'; which: number; to: number | null }
  | { does: 'absent'; which: number; from: number; for: number }
  | { does: 'void'; bed: number; from: number; for: number | null }
  | { does: 'close-void'; which: number; to: number }
  | { does: 'sleep'; nights: number }

export const BEDS = 3
export const CHILDREN = 3
const bed = fc.nat(BEDS - 1)
const child = fc.nat(CHILDREN - 1)
const which = fc.nat(30)
const ahead = fc.nat(10)
const ago = fc.integer({ min: -1, max: 5 })
const length = fc.option(fc.integer({ min: 1, max: 12 }), { freq: 8 })
const does = <T extends string>(...words: T[]) => fc.constantFrom(...words)
const distinct = (numbers: fc.Arbitrary<number>, n: number) =>
  fc.uniqueArray(numbers, { minLength: n, maxLength: n })

/** Commands, weighted so that many succeed: starts and ends most often. */
export const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.integer({ min: 1, max: 2 }).chain((n) =>
      fc.record({
        does: does('hold'),
        beds: distinct(bed, n),
        children: distinct(child, n),
        from: fc.integer({ min: -1, max: 10 }),
        for: length,
      }),
    ),
  },
  { weight: 4, arbitrary: fc.record({ does: does('release', 'agree', 'agree', 'lapse', 'extend'), which }) },
  { weight: 3, arbitrary: fc.record({ does: does('place'), child, bed, from: ahead, for: length }) },
  { weight: 1, arbitrary: fc.record({ does: does('record'), child, bed, ago: fc.nat(5) }) },
  { weight: 6, arbitrary: fc.record({ does: does('start', 'end'), which, ago }) },
  { weight: 4, arbitrary: fc.record({ does: does('move'), which, bed, ago }) },
  { weight: 2, arbitrary: fc.record({ does: does('withdraw', 'not-start'), which }) },
  { weight: 3, arbitrary: fc.record({ does: does('plan'), which, to: fc.option(ahead) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: does('absent'),
      which,
      from: fc.integer({ min: -5, max: 5 }),
      for: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: does('void'), bed, from: ahead, for: length }) },
  { weight: 2, arbitrary: fc.record({ does: does('close-void'), which, to: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ does: does('sleep'), nights: fc.integer({ min: 1, max: 4 }) }) },
)

/** The expected outcome of an action, and the placements that it changes, as they are afterwards. */
export interface Foreseen {
  outcome: Outcome
  become: Placement[]
}

const refusal = (outcome: Outcome): Foreseen => ({ outcome, become: [] })

/** The expected outcome of an action on `p` on `day`; `arrival` is the new placement of a move. */
export function foresee(
  model: Model,
  action: string,
  p: Placement,
  changes: Partial<Placement>,
  day?: number,
  arrival?: Placement,
): Foreseen {
  if (!openActions(model, p).includes(action)) return refusal('action-not-open')
  if (day !== undefined && day > model.today) return refusal('rule-broken')
  const result = { ...p, ...changes }
  const rest = standing(model, result)
  if (rest !== 'done' || arrival === undefined) return { outcome: rest, become: [result] }
  const others = { ...model, placements: model.placements.map((o) => (o.id === p.id ? result : o)) }
  return { outcome: standing(others, arrival), become: [result, arrival] }
}

/** The expected outcome of holding beds. */
export function foreseeHold(model: Model, beds: readonly number[], from: number, to: number | null): Outcome {
  if (from < model.today) return 'rule-broken'
  return beds.some((bedIndex) => isTaken(model, bedIndex, from, to)) ? 'bed-in-use' : 'done'
}

/** The expected outcome of agreeing a hold, given the placements it would make. */
export function foreseeAgreement(model: Model, placements: readonly Placement[]): Outcome {
  return placements.some((p) =>
    model.placements.some((o) => {
      const [a, b] = [claim(o), claim(p)]
      return o.child === p.child && !o.temporary && a !== null && b !== null && a[0] < b[1] && b[0] < a[1]
    }),
  )
    ? 'child-already-placed'
    : 'done'
}
