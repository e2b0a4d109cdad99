import { ExitClock, ForecastCalendar } from './calendar.ts'
import { birthdayNumber, monthOfYear } from './days.ts'
import { ageBandOn } from './history.ts'
import type { ForecastModel, ChildInCare } from './model.ts'
import { countAt, RandomStream } from './random-stream.ts'
import type { AddedMoves, AppliedEdits, DurationCap } from './scenario.ts'
import * as states from './states.ts'
import { flowKinds, ForecastTally, WorldCount, type Stint, type TallyShape } from './tally.ts'
import { worldOf, type ForecastWorld } from './world.ts'

export interface Simulation {
  model: ForecastModel
  months: number
  worlds: number
  seed: number
  /** What a scenario changes; without it, nothing. */
  edits?: AppliedEdits
  /** Called with each stay of a type, from the instant that the child was placed to its end, or that of the simulation. */
  onStay?: (type: number, from: number, to: number) => void
}

const [starts, leavers, movesIn, movesOut] = flowKinds.map((_, kind) => kind) as [
  number,
  number,
  number,
  number,
]
/** Entities of entrants are told apart by group, month and turn; those of residents by hashes, whose worlds are others'. */
const entrantEntity = (group: number, month: number, turn: number) =>
  0x40000000 + (group * 64 + month) * 4096 + turn
/** Those whom a scenario adds come after as many others as ever come in a month. */
const transferTurn = 2048
/** The stream of what a scenario does to a child: beside the child's own, which goes on as it would have. */
const editedEntity = (entity: number) => entity ^ 0x5bd1e995
/** Of a type that is nearly always moved to again, another is not drawn for ever. */
const mostDraws = 50
const countEntity = (group: number, month: number) => 0x20000000 + group * 64 + month

/** Lives of children in one world after another, from event to event: the days on which nothing happens cost nothing. */
export class Simulator {
  readonly #simulation: Simulation
  readonly #calendar: ForecastCalendar
  readonly #stream = new RandomStream()
  readonly #count: WorldCount
  readonly shape: TallyShape
  readonly #editStream = new RandomStream()
  #number = 0
  #world!: ForecastWorld
  #clock!: ExitClock
  /** Events and passed boundaries so far, for measuring. */
  steps = 0

  constructor(simulation: Simulation) {
    const { model, months, worlds } = simulation
    this.#simulation = simulation
    this.#calendar = new ForecastCalendar(model.asAt, months)
    this.shape = { months, worlds, areas: model.areaCount, needs: model.needCount }
    this.#count = new WorldCount(this.shape)
  }

  /** Simulates one world; what is returned is used again for the next. */
  simulate(number: number): WorldCount {
    const { model, seed, months, edits } = this.#simulation
    this.#number = number
    this.#world = worldOf(model, { seed, number, months }, this.#stream)
    if (edits) {
      for (const [index, factor] of edits.entries.entries()) this.#world.entryFactors[index]! *= factor
      for (const [month, factor] of edits.exits.entries()) this.#world.exitFactors[month]! *= factor
    }
    this.#clock = new ExitClock(this.#calendar, this.#world.exitFactors)
    this.#count.clear()
    for (const resident of model.residents) {
      this.#stream.start(seed, number, resident.entity)
      this.#live(resident, this.#calendar.start)
    }
    this.#admit(number)
    return this.#count
  }

  /** Children who come into care, group by group and month by month. */
  #admit(number: number): void {
    const { model, seed, months, edits } = this.#simulation
    const { groups, dispersion } = model.entries
    for (const [group, entry] of groups.entries()) {
      if (entry.entrants.length === 0) continue
      for (let month = 0; month < months; month++) {
        const mean =
          entry.perMonth *
          entry.season[monthOfYear(Math.floor(this.#calendar.marks[month]!))]! *
          this.#world.entryFactors[group * months + month]!
        const chance = this.#stream.start(seed, number, countEntity(group, month)).uniform()
        const entrants = countAt(chance, mean, dispersion)
        for (let turn = 0; turn < entrants; turn++) this.#enter(group, month, turn)
        const transfers = group === states.unaccompaniedGroup ? (edits?.transfers[month] ?? 0) : 0
        if (transfers === 0) continue
        const arrivals = countAt(
          this.#stream.start(seed, number, countEntity(group + 8, month)).uniform(),
          transfers,
          dispersion,
        )
        for (let turn = 0; turn < arrivals; turn++) this.#enter(group, month, transferTurn + turn)
      }
    }
  }

  /** One child of a group who comes into care on a day of a month. */
  #enter(group: number, month: number, turn: number): void {
    const { entrants } = this.#simulation.model.entries.groups[group]!
    const [opening, closing] = [this.#calendar.beginning(month), this.#calendar.marks[month]!]
    const entity = entrantEntity(group, month, turn)
    this.#stream.start(this.#simulation.seed, this.#number, entity)
    const day = opening + 0.5 + Math.floor(this.#stream.uniform() * (closing - opening))
    const { ageDays, area, need } = entrants[Math.floor(this.#stream.uniform() * entrants.length)]!
    const type = this.#draw(this.#world.firstTypes, group)
    this.#count.addFlow(this.#calendar.monthOf(day), starts, type)
    const uasc = Number(group === states.unaccompaniedGroup)
    this.#live({ entity, bornOn: day - ageDays, uasc, area, need, type, careFrom: day, placedOn: day }, day)
  }

  /** A type by cumulative shares of a row. */
  #draw(shares: Float64Array, row: number, stream = this.#stream): number {
    const chance = stream.uniform()
    let type = 0
    while (type < states.typeCount - 1 && shares[row * states.typeCount + type]! <= chance) type++
    return type
  }

  /** The life of one child in care from an instant to its leaving or the end, counted as it goes. */
  #live(person: ChildInCare, from: number): void {
    const { bornOn, careFrom, uasc } = person
    const stint: Stint = {
      age: ageBandOn(bornOn, Math.floor(from)),
      type: person.type,
      uasc,
      area: person.area,
      need: person.need,
    }
    let placedOn = person.placedOn
    let careTime = states.timeIndex(from - careFrom, states.careBreaks)
    let stayTime = states.timeIndex(from - placedOn, states.placementBreaks)
    let ageEnd = birthdayNumber(bornOn, states.ageEnd(stint.age))
    let [now, begin] = [from, from]
    let exitWait = this.#stream.wait()
    let moveWait = this.#stream.wait()
    const { end: horizon } = this.#calendar
    let addedWait = this.#addedWait(person.entity)
    let isReviewed = false
    let stayFrom = person.placedOn
    const { onStay } = this.#simulation
    for (;;) {
      this.steps++
      const careEnd = careTime < states.careBreaks.length ? careFrom + states.careBreaks[careTime]! : Infinity
      const stayEnd =
        stayTime < states.placementBreaks.length ? placedOn + states.placementBreaks[stayTime]! : Infinity
      const extra = this.#addedMoves(stint)
      const month = extra === null ? 0 : this.#calendar.monthOf(now)
      const monthTurn = extra === null ? Infinity : this.#calendar.marks[month]!
      const cap = isReviewed ? null : this.#capOn(stint.type)
      const reviewOn = cap === null ? Infinity : Math.max(placedOn + cap.days, cap.from, now)
      const boundary = Math.min(horizon, ageEnd, careEnd, stayEnd, monthTurn, reviewOn)
      const exitRate = this.#world.exits[states.exitCell(stint.age, careTime, stint.type, uasc)]!
      const moveRate = this.#world.moves[states.moveCell(stint.type, stayTime, stint.age)]!
      const clockNow = this.#clock.at(now)
      const exitTime = exitRate * (this.#clock.at(boundary) - clockNow)
      const moveTime = moveRate * (boundary - now)
      const addedRate = extra === null ? 0 : extra.ratePerDay[month]!
      const addedTime = addedRate * (boundary - now)
      if (exitWait > exitTime && moveWait > moveTime && addedWait > addedTime) {
        exitWait -= exitTime
        moveWait -= moveTime
        addedWait -= addedTime
        now = boundary
        if (now >= horizon) {
          onStay?.(stint.type, stayFrom, now)
          return this.#record(stint, begin, now, true)
        }
        if (now === careEnd) careTime++
        if (now === stayEnd) stayTime++
        if (now === reviewOn && cap !== null) {
          const next = this.#review(cap, stint, now)
          isReviewed = next === null
          if (next !== null) {
            this.#record(stint, begin, now, false)
            onStay?.(stint.type, stayFrom, now)
            stint.type = next
            this.#count.addFlow(this.#calendar.monthOf(now), movesIn, next)
            ;[begin, stayFrom, placedOn, stayTime] = [now, now, now, 0]
          }
        }
        if (now !== ageEnd) continue
        this.#record(stint, begin, now, false)
        begin = now
        stint.age++
        if (stint.age === states.ageCount) {
          onStay?.(stint.type, stayFrom, now)
          return this.#count.addFlow(this.#calendar.monthOf(now), leavers, stint.type)
        }
        ageEnd = birthdayNumber(bornOn, states.ageEnd(stint.age))
        continue
      }
      const exitsOn =
        exitWait <= exitTime ? this.#clock.instantOf(clockNow + exitWait / exitRate, now) : Infinity
      const movesOn = moveWait <= moveTime ? now + moveWait / moveRate : Infinity
      const addedOn = addedWait <= addedTime ? now + addedWait / addedRate : Infinity
      const event = Math.min(exitsOn, movesOn, addedOn)
      this.#record(stint, begin, event, false)
      onStay?.(stint.type, stayFrom, event)
      ;[begin, stayFrom] = [event, event]
      if (exitsOn === event) return this.#count.addFlow(this.#calendar.monthOf(event), leavers, stint.type)
      exitWait -= exitRate * (this.#clock.at(event) - clockNow)
      const isAdded = extra !== null && addedOn === event
      const eventMonth = this.#calendar.monthOf(event)
      this.#count.addFlow(eventMonth, movesOut, stint.type)
      // A move that a scenario adds leaves the child's own waits as they were.
      if (isAdded) {
        moveWait -= moveRate * (event - now)
        addedWait = this.#editStream.wait()
        stint.type = extra.toType
      } else {
        addedWait -= addedRate * (event - now)
        moveWait = this.#stream.wait()
        stint.type = this.#draw(this.#world.destinations, states.destinationRow(stint.type, stint.age))
      }
      this.#count.addFlow(eventMonth, movesIn, stint.type)
      ;[now, placedOn, stayTime] = [event, event, 0]
      isReviewed = false
    }
  }

  /** The review that a scenario has for stays of a type; null where there is none. */
  #capOn(type: number): DurationCap | null {
    return this.#simulation.edits?.caps.find((cap) => cap.type === type) ?? null
  }

  /** Whether a child moves on at the end of a longest stay, and to what other type: as those of its age move. Null: it stays. */
  #review({ chance }: DurationCap, { type, age }: Stint, now: number): number | null {
    const month = this.#calendar.monthOf(now)
    if (this.#editStream.uniform() >= chance[month]!) return null
    const row = states.destinationRow(type, age)
    for (let turn = 0; turn < mostDraws; turn++) {
      const next = this.#draw(this.#world.destinations, row, this.#editStream)
      if (next === type) continue
      this.#count.addFlow(month, movesOut, type)
      return next
    }
    return null
  }

  /** The moves that a scenario adds for a child of this type and age; null where there are none. */
  #addedMoves({ type, age }: Stint): AddedMoves | null {
    return (
      this.#simulation.edits?.moves.find(({ fromType, isOfAge }) => fromType === type && isOfAge[age]) ?? null
    )
  }

  #addedWait(entity: number): number {
    const { moves = [], caps = [] } = this.#simulation.edits ?? {}
    if (moves.length + caps.length === 0) return Infinity
    return this.#editStream.start(this.#simulation.seed, this.#number, editedEntity(entity)).wait()
  }

  /** Counts a stint from `begin` to `end`: at each month's end within it, and its nights. At the horizon the end is included. */
  #record(stint: Stint, begin: number, end: number, isLast: boolean): void {
    const calendar = this.#calendar
    let month = calendar.monthOf(begin)
    for (let from = begin; from < end || isLast; month++) {
      const mark = calendar.marks[month]!
      this.#count.nights[month * states.typeCount + stint.type]! += Math.min(mark, end) - from
      if (mark > end || (mark === end && !isLast)) return
      this.#count.addChild(month, stint)
      if (month === calendar.months - 1) return
      from = mark
    }
  }
}

/** All worlds of a simulation. `onWorld` is called after each, and may stop it by throwing. */
export function simulateWorlds(
  simulation: Simulation,
  onWorld: (worlds: number) => void = () => {},
): ForecastTally {
  const simulator = new Simulator(simulation)
  const tally = new ForecastTally(simulator.shape)
  for (let world = 0; world < simulation.worlds; world++) {
    tally.store(world, simulator.simulate(world))
    onWorld(world + 1)
  }
  return tally
}
