import type { Highs, Model } from 'highs'

export type Figure = number | string

/** A release as its JSON shows it; the attacker knows nothing else. */
export interface Release {
  id: string
  financialYear: string
  from: string
  to: string
  tables: {
    measure: { id: string }
    by: string[]
    every: string
    items: {
      from: string | null
      asAt: string
      group: Record<string, string>
      numerator: Figure
      denominator: Figure | null
      percent: Figure | null
      unknown: Figure | null
    }[]
  }[]
}

type Part = 'n' | 'd' | 'u'
type Group = Record<string, string>

/** Types of placement that the definitions of measures name. */
const placementTypesByMeasure: Record<string, string[]> = {
  fostered: ['internal-foster', 'ifa', 'other-authority-foster', 'connected-carer'],
  'with-internal-foster': ['internal-foster'],
  'with-ifa': ['ifa'],
  'with-connected-carers': ['connected-carer'],
  'with-parents': ['with-parents'],
  'in-residential': ['residential'],
  'in-supported-accommodation': ['supported-accommodation', 'supported-lodgings'],
}
/** Measures in whose denominator are also those of whom it is not known. */
const withUnknown = ['disabled', 'placed-in-authority', 'over-20-miles', 'over-20-miles-out-of-authority']
/** Measures whose denominator is all children looked after, except those with something unknown. */
const ofAll = [
  ...Object.keys(placementTypesByMeasure), 'unaccompanied', 'disabled', 'placed-in-authority', 'over-20-miles',
  'over-20-miles-out-of-authority', 'placements-3-plus',
] // prettier-ignore
const all = 'children-looked-after'

/**
 * Finds what can be worked out from releases: an integer program with a variable for every figure, and constraints for
 * every figure shown, every symbol, every percentage, every sum of a table and every definition.
 */
export class Attacker {
  readonly #highs: Highs
  readonly #names = new Map<string, string>()
  readonly #rows: string[] = []
  readonly #releases: readonly Release[]
  #model: Model | undefined
  readonly #policy: 'as documented' | 'c is always 1 to 5'

  constructor(
    highs: Highs,
    releases: readonly Release[],
    policy: 'as documented' | 'c is always 1 to 5' = 'as documented',
  ) {
    this.#highs = highs
    this.#policy = policy
    this.#releases = [...releases].sort((a, b) => (a.to < b.to ? -1 : 1))
    for (const release of this.#releases) {
      this.#figures(release)
      this.#sums(release)
      this.#definitions(release)
    }
    for (const [index, release] of this.#releases.entries()) this.#months(release, this.#releases[index - 1])
  }

  /** The variable of a figure. */
  name(measure: string, asAt: string, from: string | null, group: Group, part: string): string {
    const key = JSON.stringify([measure, asAt, from, Object.entries(group).sort(), part])
    const knownTypes = this.#names.get(key)
    if (knownTypes !== undefined) return knownTypes
    const name = `v${this.#names.size}`
    this.#names.set(key, name)
    return name
  }

  /** The least and the greatest value that a variable can take. */
  interval(name: string): [number, number] {
    this.#model ??= this.#build()
    const model = this.#model
    const { objectiveSense, modelStatus } = this.#highs.constants
    const column = model.getColByName(name)
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
  }

  #build(): Model {
    const rows = this.#rows.map((row, index) => ` r${index}: ${row}`).join('\n')
    const general = [...this.#names.values()].join(' ')
    const data = `Minimize\n obj: 0 v0\nSubject To\n${rows}\nGeneral\n ${general}\nEnd\n`
    const model = this.#highs.createModel({ format: 'lp', data })
    model.options.set({ output_flag: false, mip_rel_gap: 0 })
    return model
  }

  #figures({ tables }: Release): void {
    for (const { measure, by: dimensions, items } of tables)
      for (const { from, asAt, group, numerator, denominator, percent, unknown } of items) {
        const name = (part: Part | 'r') => this.name(measure.id, asAt, from, group, part)
        const parts = tables
          .filter(
            (other) =>
              other.measure.id === measure.id &&
              dimensions.every((dimension) => other.by.includes(dimension)),
          )
          .flatMap((other) => (other.by.length > dimensions.length ? other.items : []))
          .filter((item) => dimensions.every((dimension) => item.group[dimension] === group[dimension]))
        const figures: [Part, Figure | null, Figure[]][] = [
          ['n', numerator, parts.map((part) => part.numerator)],
          ['d', denominator, parts.map((part) => part.denominator ?? 'x')],
          ['u', unknown, parts.map((part) => part.unknown ?? 'x')],
        ]
        for (const [part, figure, divisions] of figures) {
          if (typeof figure === 'number') this.#rows.push(`${name(part)} = ${figure}`)
          if (figure !== 'c') continue
          if (this.#policy === 'c is always 1 to 5') {
            this.#rows.push(`${name(part)} >= 1`, `${name(part)} <= 5`)
            continue
          }
          // The parts of a count of 1 to 5 are not given; those of any other count are.
          // A 0 among them may be one that could be worked out anyway.
          const isDivided = divisions.some((division) => division !== 'x' && division !== 0)
          this.#rows.push(`${name(part)} >= ${isDivided ? 6 : 1}`)
          if (divisions.includes('x') && !isDivided) this.#rows.push(`${name(part)} <= 5`)
        }
        if (denominator === null) continue
        this.#rows.push(`${name('n')} + ${name('r')} - ${name('d')} = 0`)
        // A whole number, halves rounded up: 2 p − 1 ≤ 200 n ÷ d < 2 p + 1.
        if (typeof percent === 'number') {
          this.#rows.push(`200 ${name('n')} ${minus(2 * percent - 1)} ${name('d')} >= 0`)
          this.#rows.push(`200 ${name('n')} ${minus(2 * percent + 1)} ${name('d')} <= -1`)
        }
      }
  }

  /** The groups of a table add up to the table with one dimension fewer. */
  #sums({ tables }: Release): void {
    for (const { measure, by: dimensions, items } of tables)
      for (const leftOut of dimensions) {
        const wholes = new Map<string, typeof items>()
        for (const item of items) {
          const key = JSON.stringify({ ...item.group, [leftOut]: '' })
          wholes.set(key, [...(wholes.get(key) ?? []), item])
        }
        for (const parts of wholes.values()) {
          const { from, asAt, group, denominator, unknown } = parts[0] as (typeof items)[number]
          const whole = Object.fromEntries(Object.entries(group).filter(([name]) => name !== leftOut))
          const has: Part[] = ['n', ...(denominator === null ? [] : (['d'] as const)), ...(unknown === null ? [] : (['u'] as const))] // prettier-ignore
          for (const part of has)
            this.#rows.push(
              `${parts.map((item) => this.name(measure.id, asAt, from, item.group, part)).join(' + ')} - ${this.name(measure.id, asAt, from, whole, part)} = 0`,
            )
        }
      }
  }

  #definitions({ to, tables }: Release): void {
    const groups = tables
      .filter(
        ({ measure, by: dimensions }) => measure.id === all && ['', 'ageBand'].includes(dimensions.join()),
      )
      .flatMap(({ every: step, items }) => (step === 'year' ? items : []))
    const types = tables
      .filter(({ measure, by: dimensions }) => measure.id === all && dimensions.join() === 'placementType')
      .flatMap(({ items }) => items.map(({ group }) => group.placementType as string))
    for (const { group } of groups) {
      const variable = (measure: string, part: string, more: Group = {}) =>
        this.name(measure, to, null, { ...group, ...more }, part)
      const children = variable(all, 'n')
      for (const [measure, placementTypes] of Object.entries(placementTypesByMeasure)) {
        const typeVariables = placementTypes.map((placementType) => variable(all, 'n', { placementType }))
        this.#rows.push(`${typeVariables.join(' + ')} - ${variable(measure, 'n')} = 0`)
        const knownTypes = types.filter((type) => type !== 'unknown')
        const sum = knownTypes.map((placementType) => variable(all, 'n', { placementType })).join(' + ')
        this.#rows.push(`${sum} - ${variable(measure, 'd')} = 0`)
      }
      // As no home is recorded in these data, and nobody is in employment: see "Unregistered by the home's registration".
      const ofTypes = (...placementTypes: string[]) =>
        placementTypes.map((placementType) => variable(all, 'n', { placementType })).join(' + ')
      const notKnown = ofTypes('unknown', 'residential', 'secure')
      this.#rows.push(`${notKnown} - ${variable('in-unregistered', 'u')} = 0`)
      if (group.ageBand !== undefined) {
        const under16 = group.ageBand === '16+' ? [] : ['supported-accommodation', 'supported-lodgings']
        this.#rows.push(`${ofTypes('other', ...under16)} - ${variable('in-unregistered', 'n')} = 0`)
      }
      const table = (id: string) => tables.find(({ measure }) => measure.id === id)?.items[0]
      for (const measure of ofAll) {
        if (table(measure)?.denominator === null) continue
        const isIn = withUnknown.includes(measure)
        const unknown = table(measure)?.unknown === null || isIn ? '' : ` + ${variable(measure, 'u')}`
        if (isIn) this.#rows.push(`${variable(measure, 'r')} - ${variable(measure, 'u')} >= 0`)
        this.#rows.push(`${variable(measure, 'd')}${unknown} - ${children} = 0`)
      }
      const [over20, out, inAuthority] = [
        'over-20-miles',
        'over-20-miles-out-of-authority',
        'placed-in-authority',
      ]
      this.#rows.push(`${variable(over20 ?? '', 'n')} - ${variable(out ?? '', 'n')} >= 0`)
      this.#rows.push(`${variable(inAuthority ?? '', 'r')} - ${variable(out ?? '', 'n')} >= 0`)
      this.#rows.push(`${variable(over20 ?? '', 'd')} - ${variable(out ?? '', 'd')} >= 0`)
      this.#rows.push(`${variable(inAuthority ?? '', 'd')} - ${variable(out ?? '', 'd')} >= 0`)
      const stable = 'long-term-stability'
      this.#rows.push(`${children} - ${variable(stable, 'd')} - ${variable(stable, 'u')} >= 0`)
      const sexes = tables.find(({ by: dimensions }) => dimensions.join() === 'sex')?.items ?? []
      if (Object.keys(group).length === 0) {
        const uasc = variable(all, 'n', { uasc: 'yes' })
        this.#rows.push(`${uasc} - ${variable('unaccompanied', 'n')} = 0`)
        this.#rows.push(`${variable(all, 'n', { need: 'N8' })} - ${uasc} >= 0`)
        this.#rows.push(`${children} - ${variable(all, 'n', { ethnicity: 'WBRI' })} - ${uasc} >= 0`)
        this.#rows.push(
          `${sexes.map((item) => this.name(all, to, null, item.group, 'n')).join(' + ')} - ${children} = 0`,
        )
      }
    }
  }

  /** Quarters add up to years; a child counted at the end of a month or year and not at the next has left care. */
  #months({ from, to, tables }: Release, previous: Release | undefined): void {
    const items = (id: string, step: string) =>
      tables.find((table) => table.measure.id === id && table.every === step)?.items ?? []
    for (const id of ['ceased-care', 'moves']) {
      const quarters = items(id, 'quarter').map((item) => this.name(id, item.asAt, item.from, {}, 'n'))
      this.#rows.push(`${quarters.join(' + ')} - ${this.name(id, to, from, {}, 'n')} = 0`)
    }
    const [leftOut, moves] = [
      this.name('ceased-care', to, from, {}, 'n'),
      this.name('moves', to, from, {}, 'n'),
    ]
    for (const id of ['ceased-by-adoption', 'ceased-by-sgo'])
      this.#rows.push(`${this.name(id, to, from, {}, 'd')} - ${leftOut} = 0`)
    this.#rows.push(
      `${this.name('ceased-by-adoption', to, from, {}, 'n')} + ${this.name('ceased-by-sgo', to, from, {}, 'n')} - ${leftOut} <= 0`,
    )
    const unplannedName = (part: Part) => this.name('unplanned-endings', to, from, {}, part)
    this.#rows.push(`${unplannedName('d')} + ${unplannedName('u')} - ${moves} = 0`)
    this.#rows.push(`${moves} - 2 ${this.name('placements-3-plus', to, null, {}, 'n')} >= 0`)
    const siblings = (part: Part) => this.name('siblings-apart', to, null, {}, part)
    this.#rows.push(`${this.name(all, to, null, {}, 'n')} - 2 ${siblings('d')} - 2 ${siblings('u')} >= 0`)
    const months = items(all, 'month').map(({ asAt }) => asAt)
    for (const [index, asAt] of months.entries()) {
      const leaving = months
        .slice(index)
        .map((month) => this.name('left in the month', month, null, {}, 'n'))
        .join(' + ')
      const there = this.name(all, asAt, null, {}, 'n')
      this.#rows.push(`${there} - ${this.name('in-unregistered', asAt, null, {}, 'n')} >= 0`)
      const earlier = months[index - 1] ?? previous?.to
      if (earlier) this.#rows.push(`${there} + ${leaving} - ${this.name(all, earlier, null, {}, 'n')} >= 0`)
    }
    // Sex and ethnicity don't change, so a fall in such a group within a year is children who left care.
    for (const fixedDimension of previous ? ['sex', 'ethnicity'] : []) {
      const groups =
        tables
          .find(({ by: dimensions }) => dimensions.join() === fixedDimension)
          ?.items.map(({ group }) => group) ?? []
      const leaving = groups.map((group) => this.name('left in the year', to, null, group, 'n'))
      this.#rows.push(`${leaving.join(' + ')} - ${leftOut} = 0`)
      for (const [index, group] of groups.entries()) {
        const [now, then] = [to, previous?.to ?? ''].map((day) => this.name(all, day, null, group, 'n'))
        this.#rows.push(`${now} + ${leaving[index]} - ${then} >= 0`)
      }
    }
    for (const [index, { asAt, from: begins }] of items('ceased-care', 'quarter').entries()) {
      const own = months.slice(3 * index, 3 * index + 3)
      const leaving = own.map((month) => this.name('left in the month', month, null, {}, 'n'))
      this.#rows.push(`${leaving.join(' + ')} - ${this.name('ceased-care', asAt, begins, {}, 'n')} = 0`)
    }
  }
}

/** `- 3` for 3, `+ 3` for −3. */
const minus = (value: number) => (value < 0 ? `+ ${-value}` : `- ${value}`)
