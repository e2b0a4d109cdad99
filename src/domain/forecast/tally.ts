import * as states from './states.ts'

/** Cells in which children are counted at each month's end: age band × type × unaccompanied. */
export const stockCells = states.ageCount * states.typeCount * 2
export const stockCell = (age: number, type: number, uasc: number): number =>
  (age * states.typeCount + type) * 2 + uasc

/** What is counted of each month: flows by type. */
export const flowKinds = ['starts', 'leavers', 'movesIn', 'movesOut'] as const
export type FlowKind = (typeof flowKinds)[number]

/** Sizes of what is counted, and where in it. */
export interface TallyShape {
  months: number
  worlds: number
  areas: number
  needs: number
}

const areaCells = states.ageCount * states.typeCount

/**
 * What all worlds come to, month by month. Each array has, for each month and cell, one number for each world: those of a cell
 * stand together, so that quantiles are of a slice.
 */
export class ForecastTally {
  readonly shape: TallyShape
  readonly stock: Uint16Array
  readonly byArea: Uint16Array
  readonly byNeed: Uint16Array
  readonly flows: Uint16Array
  readonly nights: Uint32Array
  readonly #worlds: number

  constructor(shape: TallyShape) {
    const { months, worlds, areas, needs } = shape
    this.shape = shape
    this.#worlds = worlds
    this.stock = new Uint16Array(months * stockCells * worlds)
    this.byArea = new Uint16Array(months * areas * areaCells * worlds)
    this.byNeed = new Uint16Array(months * needs * states.typeCount * worlds)
    this.flows = new Uint16Array(months * flowKinds.length * states.typeCount * worlds)
    this.nights = new Uint32Array(months * states.typeCount * worlds)
  }

  /** Adds what one world came to. */
  store(world: number, count: WorldCount): void {
    for (const key of ['stock', 'byArea', 'byNeed', 'flows', 'nights'] as const) {
      const [source, target] = [count[key], this[key]]
      for (let index = 0; index < source.length; index++)
        target[index * this.#worlds + world] = source[index]!
    }
  }

  /** The numbers of a cell in all worlds; `month` counts from 0. */
  stockOf(month: number, cell: number): Uint16Array {
    const start = (month * stockCells + cell) * this.#worlds
    return this.stock.subarray(start, start + this.#worlds)
  }

  areaStock(month: number, { area, age, type }: { area: number; age: number; type: number }): Uint16Array {
    const cell = (month * this.shape.areas + area) * areaCells + age * states.typeCount + type
    return this.byArea.subarray(cell * this.#worlds, (cell + 1) * this.#worlds)
  }

  needStock(month: number, need: number, type: number): Uint16Array {
    const cell = (month * this.shape.needs + need) * states.typeCount + type
    return this.byNeed.subarray(cell * this.#worlds, (cell + 1) * this.#worlds)
  }

  flowsOf(month: number, kind: FlowKind, type: number): Uint16Array {
    const cell = (month * flowKinds.length + flowKinds.indexOf(kind)) * states.typeCount + type
    return this.flows.subarray(cell * this.#worlds, (cell + 1) * this.#worlds)
  }

  nightsOf(month: number, type: number): Uint32Array {
    const cell = month * states.typeCount + type
    return this.nights.subarray(cell * this.#worlds, (cell + 1) * this.#worlds)
  }
}

/** Where a child is for a while, for counting. */
export interface Stint {
  age: number
  type: number
  uasc: number
  area: number
  need: number
}

/** What one world comes to; used again for the next. */
export class WorldCount {
  readonly stock: Uint16Array
  readonly byArea: Uint16Array
  readonly byNeed: Uint16Array
  readonly flows: Uint16Array
  readonly nights: Float64Array
  readonly #shape: TallyShape

  constructor(shape: TallyShape) {
    this.#shape = shape
    this.stock = new Uint16Array(shape.months * stockCells)
    this.byArea = new Uint16Array(shape.months * shape.areas * areaCells)
    this.byNeed = new Uint16Array(shape.months * shape.needs * states.typeCount)
    this.flows = new Uint16Array(shape.months * flowKinds.length * states.typeCount)
    this.nights = new Float64Array(shape.months * states.typeCount)
  }

  clear(): void {
    for (const values of [this.stock, this.byArea, this.byNeed, this.flows, this.nights]) values.fill(0)
  }

  addChild(month: number, { age, type, uasc, area, need }: Stint): void {
    const { areas, needs } = this.#shape
    this.stock[month * stockCells + stockCell(age, type, uasc)]!++
    this.byArea[(month * areas + area) * areaCells + age * states.typeCount + type]!++
    this.byNeed[(month * needs + need) * states.typeCount + type]!++
  }

  addFlow(month: number, kind: number, type: number): void {
    this.flows[(month * flowKinds.length + kind) * states.typeCount + type]!++
  }
}
