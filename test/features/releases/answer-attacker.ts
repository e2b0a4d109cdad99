import type { Highs } from 'highs'
import { declaredMerges } from '../../../src/domain/disclosure/merges.ts'
import { dimensions, labelsOf, type DimensionName } from '../../../src/domain/measures/dimensions.ts'

export type Shown = number | string | null
type Codes = Record<string, readonly string[]>

/** A table as the public was given it, of one day. */
export interface GivenTable {
  measure: string
  by: readonly string[]
  cohort: Codes
  items: readonly { group: Record<string, string>; numerator: Shown; denominator: Shown; unknown: Shown }[]
  merges: readonly Merge[]
  isRefused: boolean
  /** Of an answer, which one: counts of one answer are given together. */
  turn: number
}

/** Groups of a table that are put together. */
export interface Merge {
  dimension: string
  code: string
  codes: readonly string[]
}

/** The codes that a group of a table stands for. */
export const codesOf = (group: Record<string, string>, merges: readonly Merge[]): Codes =>
  Object.fromEntries(
    Object.entries(group).map(([name, code]) => [
      name,
      merges.find((merge) => merge.dimension === name && merge.code === code)?.codes ?? [code],
    ]),
  )

const foster = ['internal-foster', 'ifa', 'other-authority-foster', 'connected-carer']

/** Who or what is counted, and by which facts. */
const populations = {
  children: ['ageBand', 'sex', 'uasc', 'placementType'],
  moves: ['endPlanned', 'moveReason'],
  leavers: ['careEndReason'],
} as const satisfies Record<string, DimensionName[]>
export type Population = keyof typeof populations

/** The definitions of measures that the attacker knows: who is in the numerator, and who is left out as not known. */
export const definitions: Record<
  string,
  { population?: Population; numerator: Codes; unknown: Codes | null }
> = {
  'children-looked-after': { numerator: {}, unknown: null },
  unaccompanied: { numerator: { uasc: ['yes'] }, unknown: { uasc: ['unknown'] } },
  fostered: { numerator: { placementType: foster }, unknown: { placementType: ['unknown'] } },
  'with-ifa': { numerator: { placementType: ['ifa'] }, unknown: { placementType: ['unknown'] } },
  'in-residential': {
    numerator: { placementType: ['residential'] },
    unknown: { placementType: ['unknown'] },
  },
  moves: { population: 'moves', numerator: {}, unknown: null },
  'unplanned-endings': {
    population: 'moves',
    numerator: { endPlanned: ['no'] },
    unknown: { endPlanned: ['unknown'] },
  },
  'ceased-care': { population: 'leavers', numerator: {}, unknown: null },
  'ceased-by-adoption': {
    population: 'leavers',
    numerator: { careEndReason: ['E11', 'E12'] },
    unknown: null,
  },
}

const families = dimensions.careFamily.groups as Record<string, { values: readonly string[] }>

/** Every kind of each population: of child by age, sex, whether unaccompanied, and placement. */
const kinds = Object.entries(populations).flatMap(([population, facts]) =>
  facts.reduce<Record<string, string>[]>(
    (all, name: DimensionName) =>
      all.flatMap((kind) => Object.keys(labelsOf(name)).map((code) => ({ ...kind, [name]: code }))),
    [{ population }],
  ),
)

/** Whether a kind of child has one of the codes of each dimension. */
const isKind = (kind: Record<string, string>, codes: Codes) =>
  Object.entries(codes).every(([name, list]) =>
    name === 'careFamily'
      ? list.some((code) =>
          code === 'unknown'
            ? kind.placementType === 'unknown'
            : families[code]?.values.includes(kind.placementType ?? ''),
        )
      : list.includes(kind[name] ?? ''),
  )

interface Count {
  key: string
  kinds: readonly number[]
  shown: Shown
  turn: number
  isRefused: boolean
}

/** The kinds of a set of children, by index. */
export function kindsOf(...conditions: Codes[]): number[] {
  return kinds.flatMap((kind, index) => (conditions.every((codes) => isKind(kind, codes)) ? [index] : []))
}

/** A figure's counts, as sets of kinds. */
export function countsOf(measure: string, cohort: Codes, codes: Codes) {
  const { population = 'children', numerator, unknown } = definitions[measure] as (typeof definitions)[string]
  const own = { population: [population] }
  const all = kindsOf(own, cohort, codes)
  const unknownKinds = new Set(unknown === null ? [] : kindsOf(own, cohort, codes, unknown))
  const knownKinds = all.filter((kind) => !unknownKinds.has(kind))
  const numeratorKinds = new Set(kindsOf(numerator))
  return {
    numerator: knownKinds.filter((kind) => numeratorKinds.has(kind)),
    denominator: knownKinds,
    unknown: [...unknownKinds],
    rest: knownKinds.filter((kind) => !numeratorKinds.has(kind)),
  }
}

/**
 * Finds what can be worked out of one day from all that the public was given of it: an integer program with a variable for each
 * kind of child, and constraints for every number, every symbol, and every rule by which symbols are set.
 */
export class AnswerAttacker {
  readonly #highs: Highs
  readonly #counts: Count[] = []
  readonly #tables: readonly GivenTable[]
  readonly #policy: 'as documented' | 'c is always 1 to 5'

  constructor(
    highs: Highs,
    tables: readonly GivenTable[],
    policy: 'as documented' | 'c is always 1 to 5' = 'as documented',
  ) {
    this.#highs = highs
    this.#tables = tables
    this.#policy = policy
    for (const { measure, cohort, items, merges, isRefused, turn } of tables)
      for (const { group, numerator, denominator, unknown } of items) {
        const sets = countsOf(measure, cohort, codesOf(group, merges))
        for (const [set, figure] of [
          [sets.numerator, numerator],
          [sets.denominator, denominator],
          [sets.unknown, unknown],
        ] as const)
          if (figure !== null) this.#add({ key: set.join(), kinds: set, shown: figure, turn, isRefused })
      }
  }

  /**
   * What the groups that are put together tell, and those that are not, by the rule: of steps that are declared, the first of
   * which has a code of 1 to 5 children, the first step with more.
   *
   * @param numberIn an expression for the number of children of some kinds
   */
  #rule(numberIn: (members: readonly number[]) => string): { rows: string[]; binaries: string[] } {
    const [rows, binaries]: [string[], string[]] = [[], []]
    // What a release divides the day by (turn 0) is not put together.
    const apart = new Set(this.#tables.flatMap(({ by: names, turn }) => (turn === 0 ? names : [])))
    const binary = () => `z${binaries.push('')}`
    if (this.#policy !== 'as documented') return { rows, binaries: [] }
    for (const { measure, by: names, cohort, merges, items, isRefused } of this.#tables)
      for (const name of isRefused ? [] : names.filter((other) => !apart.has(other)))
        for (const chain of declaredMerges[name as DimensionName] ?? []) {
          const there = new Set(items.flatMap(({ group }) => codesOf(group, merges)[name] ?? []))
          const steps = chain
            .map(({ codes }) => codes.filter((code) => there.has(code)))
            .filter(({ length }) => length > 1)
          const [first] = steps
          if (first === undefined) continue
          const number = (codes: readonly string[]) => {
            const { numerator, denominator } = countsOf(measure, cohort, { [name]: codes })
            return numberIn(definitions[measure]?.unknown ? denominator : numerator)
          }
          const place = steps.findIndex((codes) =>
            merges.some((merge) => merge.dimension === name && merge.codes.join() === codes.join()),
          )
          if (place > 0) rows.push(`${number(steps[place - 1] as string[])} <= 5`)
          if (place === 0) {
            const choices = first.map((code) => {
              const isRare = binary()
              rows.push(`${number([code])} + 1000 ${isRare} <= 1005`, `${number([code])} - ${isRare} >= 0`)
              return isRare
            })
            rows.push(`${choices.join(' + ')} >= 1`)
          }
          if (place === -1) {
            const isAllRare = binary()
            rows.push(`${number(steps.at(-1) as string[])} + 1000 ${isAllRare} <= 1005`)
            for (const code of first) {
              const isThere = binary()
              rows.push(`${number([code])} - 6 ${isThere} >= 0`)
              rows.push(`${number([code])} - 1000 ${isThere} - 1000 ${isAllRare} <= 0`)
            }
          }
        }
    return { rows, binaries: binaries.map((_, index) => `z${index + 1}`) }
  }

  /** Adds a count, unless it was given before: then its first turn says what else was known. */
  #add(count: Count): void {
    if (!this.#counts.some(({ key, isRefused }) => key === count.key && !isRefused)) this.#counts.push(count)
  }

  /** The least and greatest number that each of some sets of kinds can have. */
  intervals(sets: readonly (readonly number[])[]): [number, number][] {
    const bounds = this.#bounds()
    const rows = [...bounds.values()]
    const memberships = kinds.map((): string[] => [])
    for (const [place, { kinds: members }] of rows.entries())
      for (const kind of members) memberships[kind]?.push(`r${place}`)
    for (const [place, members] of sets.entries())
      for (const kind of members) memberships[kind]?.push(`s${place}`)
    this.#rule((members) => {
      for (const kind of members) memberships[kind]?.push(`k${members.join()}`)
      return ''
    })
    const classes = new Map<string, number>()
    const classOf = memberships.map((list) => {
      const key = list.join()
      if (!classes.has(key)) classes.set(key, classes.size)
      return classes.get(key) as number
    })
    const sum = (members: readonly number[]) =>
      [...new Set(members.map((kind) => `v${classOf[kind]}`))].join(' + ')
    const lines = rows
      .filter(({ kinds: members }) => members.length > 0)
      .flatMap(({ kinds: members, least, most }) => [
        `${sum(members)} >= ${least}`,
        ...(most === Infinity ? [] : [`${sum(members)} <= ${most}`]),
      ])
    const rule = this.#rule((members) => (members.length === 0 ? '0 v0' : sum(members)))
    const targets = sets.map((members, place) => `${sum(members)} - t${place} = 0`)
    const variables = [
      ...[...classes.values()].map((number) => `v${number}`),
      ...sets.map((_, place) => `t${place}`),
    ]
    const data = `Minimize\n obj: 0 ${variables[0]}\nSubject To\n${[...lines, ...rule.rows, ...targets].map((line, index) => ` r${index}: ${line}`).join('\n')}\nGeneral\n ${variables.join(' ')}${rule.binaries.length > 0 ? `\nBinary\n ${rule.binaries.join(' ')}` : ''}\nEnd\n`
    const model = this.#highs.createModel({ format: 'lp', data })
    model.options.set({ output_flag: false, mip_rel_gap: 0 })
    const { objectiveSense, modelStatus } = this.#highs.constants
    return sets.map((_, place) => {
      const column = model.getColByName(`t${place}`)
      model.changeColCost(column, 1)
      const [least = 0, most = 0] = [objectiveSense.minimize, objectiveSense.maximize].map((sense) => {
        model.changeObjectiveSense(sense)
        model.run()
        const status = model.getModelStatus()
        if (status === modelStatus.optimal) return Math.round(model.getObjectiveValue())
        if (status === modelStatus.unbounded || status === modelStatus.unboundedOrInfeasible) return Infinity
        throw new Error(`what is published cannot be: ${status}`)
      })
      model.changeColCost(column, 0)
      return [least, most]
    })
  }

  /** What every count is known to be, from its symbols and the rules for them. */
  #bounds() {
    const bounds = new Map<string, { kinds: readonly number[]; least: number; most: number }>()
    const narrow = ({ key, kinds: members }: Count, least: number, most: number) => {
      const old = bounds.get(key) ?? { kinds: members, least: 0, most: Infinity }
      bounds.set(key, { kinds: members, least: Math.max(old.least, least), most: Math.min(old.most, most) })
    }
    for (const count of this.#counts) {
      if (typeof count.shown === 'number') narrow(count, count.shown, count.shown)
      if (count.shown === 'c') narrow(count, 1, this.#policy === 'as documented' ? Infinity : 5)
    }
    if (this.#policy !== 'as documented') return bounds
    const sets = new Map(this.#counts.map(({ key, kinds: members }) => [key, new Set(members)]))
    const isPart = (part: Count, whole: Count) =>
      part.key !== whole.key &&
      part.kinds.length > 0 &&
      part.kinds.every((kind) => sets.get(whole.key)?.has(kind))
    const symbols = this.#counts.filter((count) => count.shown === 'c')
    for (const part of this.#counts.filter(({ isRefused }) => !isRefused)) {
      const wholes = symbols.filter((whole) => whole.turn <= part.turn && isPart(part, whole))
      // The parts of a count of 1 to 5 are not given, but for a 0 that could be worked out; those of a greater count are.
      if (part.shown === 'x') {
        const different = [...new Map(wholes.map((whole) => [whole.key, whole])).values()]
        if (different.length === 1) narrow(different[0] as Count, 1, 5)
      } else if (part.turn > 0 && part.shown !== 0) for (const whole of wholes) narrow(whole, 6, Infinity)
    }
    return bounds
  }
}

/** Which kind a member of a population is. */
export function kindOf(population: Population, member: Record<string, string>): number {
  return kinds.findIndex(
    (kind) =>
      kind.population === population && populations[population].every((name) => kind[name] === member[name]),
  )
}
