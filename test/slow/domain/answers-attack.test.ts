import t from 'tap'
import { publishedMeasure } from '../../../src/domain/disclosure/blocks.ts'
import {
  answeredTables,
  canBeAsked,
  draftAnswer,
  populationOf,
  talliedDimensions,
  type AnsweredTable,
  type AskedTable,
  type GivenTable as GivenByRelease,
} from '../../../src/domain/disclosure/answer.ts'
import { releasePopulations, type AnswerPopulation } from '../../../src/domain/disclosure/contents.ts'
import { protectAnswer } from '../../../src/domain/disclosure/protect-answer.ts'
import { labelsOf, type DimensionName } from '../../../src/domain/measures/dimensions.ts'
import type { MeasureId } from '../../../src/domain/measures/measures.ts'
import { worldFinder } from '../../../src/features/releases/find-world.ts'
import { loadHighs } from '../../../src/platform/solver/highs.ts'
import {
  AnswerAttacker,
  codesOf,
  countsOf,
  kindOf,
  type GivenTable,
  type Population,
} from '../../features/releases/answer-attacker.ts'

t.setTimeout(1_800_000)

const highs = await loadHighs()
const day = '2022-03-31'

/** Numbers from 0 up to 1, the same for the same seed (a linear congruential generator of Numerical Recipes). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** A child of the day, or a move or leaver of the year. */
type Member = Record<string, string>

const drawOf =
  (random: () => number) =>
  (...choices: [number, string][]) => {
    let remainder = random() * choices.reduce((sum, [weight]) => sum + weight, 0)
    return (choices.find(([weight]) => (remainder -= weight) < 0) ?? choices[0])?.[1] ?? ''
  }

/** Made-up children: most in a few kinds of placement, some in rare ones, of every age. */
function madeUpChildren(random: () => number, number: number): Member[] {
  const pick = drawOf(random)
  return Array.from({ length: number }, () => {
    const ageBand = pick([2, '0-4'], [1, '5-10'], [5, '11-15'], [4, '16+'])
    return {
      ageBand,
      sex: pick([11, 'male'], [9, 'female']),
      uasc: ageBand === '16+' ? pick([1, 'yes'], [5, 'no']) : pick([1, 'yes'], [60, 'no']),
      placementType: pick(
        [12, 'internal-foster'], [10, 'ifa'], [6, 'connected-carer'], [4, 'residential'], [3, 'with-parents'],
        [3, 'supported-accommodation'], [2, 'placed-for-adoption'], [1, 'other-authority-foster'], [0.5, 'secure'],
        [0.5, 'residential-school'], [0.5, 'nhs'], [0.5, 'unknown'],
      ), // prettier-ignore
    }
  })
}

/** Made-up moves: some of whose reasons are rare; most are planned or not by their reason. */
function madeUpMoves(random: () => number, number: number): Member[] {
  const pick = drawOf(random)
  return Array.from({ length: number }, () => {
    const moveReason = pick(
      [10, 'CARPL'], [5, 'CREQB'], [2, 'CREQO'], [2, 'CHILD'], [1, 'CLOSE'], [0.5, 'ALLEG'], [0.5, 'STAND'],
      [1, 'LAREQ'], [2, 'OTHER'], [0.3, 'unknown'],
    ) // prettier-ignore
    const byReason =
      moveReason === 'CARPL' ? 'yes' : ['OTHER', 'unknown'].includes(moveReason) ? 'unknown' : 'no'
    return { moveReason, endPlanned: pick([20, byReason], [1, 'yes'], [1, 'no']) }
  })
}

/** Made-up ends of care. */
function madeUpLeavers(random: () => number, number: number): Member[] {
  const pick = drawOf(random)
  return Array.from({ length: number }, () => ({
    careEndReason: pick(
      [8, 'E4A'], [2, 'E4B'], [1, 'E13'], [3, 'E11'], [1, 'E12'], [3, 'E45'], [1, 'E47'], [4, 'E5'], [2, 'E6'],
      [3, 'E17'], [0.5, 'E2'], [1, 'E3'], [2, 'E8'], [0.5, 'E9'], [0.5, 'unknown'],
    ), // prettier-ignore
  }))
}

const talliesOf = (population: AnswerPopulation, members: readonly Member[]) =>
  talliedDimensions(population).map((names) => {
    const counts = new Map<string, { cell: Record<string, string>; count: number }>()
    for (const member of members) {
      const cell = Object.fromEntries(names.map((name) => [name, member[name] ?? 'unknown']))
      const key = JSON.stringify(cell)
      counts.set(key, { cell, count: (counts.get(key)?.count ?? 0) + 1 })
    }
    return { population, day, dimensions: names, counts: [...counts.values()] }
  })

type Random = () => number
const oneOf = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

/** A random choice of codes of some dimensions, each of which is chosen by less than half of the time. */
const randomCohort = (random: Random, names: readonly DimensionName[]): Record<string, string[]> =>
  Object.fromEntries(
    names
      .filter(() => random() < 0.4)
      .map((name) => {
        const codes = Object.keys(labelsOf(name)).filter(() => random() < 0.5)
        return [name, codes.length > 0 ? codes.sort() : [oneOf(random, Object.keys(labelsOf(name)))]]
      }),
  )

function tableOfChildren(random: Random): AskedTable {
  const pick = <T>(list: readonly T[]): T => oneOf(random, list)
  const subject = pick(['sex', 'uasc', 'placementType', 'careFamily'] as const)
  const takes: MeasureId[] =
    subject === 'sex'
      ? []
      : subject === 'uasc'
        ? ['unaccompanied']
        : ['fostered', 'with-ifa', 'in-residential']
  const measure = pick<MeasureId>(['children-looked-after', ...takes])
  const divisions: DimensionName[][] =
    measure === 'children-looked-after' ? [[subject], ['ageBand', subject]] : []
  const cohort = randomCohort(random, ['ageBand', subject])
  return { measure, by: pick<DimensionName[]>([[], ['ageBand'], ...divisions, ...divisions]), cohort }
}

function tableOfMoves(random: Random): AskedTable {
  const reason: DimensionName[] = ['moveReason']
  const divisions: DimensionName[][] = [[], ['endPlanned'], reason, reason, ['endPlanned', 'moveReason']]
  return random() < 0.2
    ? { measure: 'unplanned-endings', by: oneOf(random, [[], reason]), cohort: randomCohort(random, reason) }
    : {
        measure: 'moves',
        by: oneOf(random, divisions),
        cohort: randomCohort(random, ['endPlanned', 'moveReason']),
      }
}

function tableOfLeavers(random: Random): AskedTable {
  const reason: DimensionName[] = ['careEndReason']
  return random() < 0.2
    ? { measure: 'ceased-by-adoption', by: [], cohort: {} }
    : {
        measure: 'ceased-care',
        by: oneOf(random, [[], reason, reason]),
        cohort: randomCohort(random, reason),
      }
}

const isSmall = (count: number) => count >= 1 && count <= 5

interface Attack {
  population: AnswerPopulation
  /** As the attacker calls it. */
  kind: Population
  seeds: number[]
  fewest: number
  members: (random: Random, number: number) => Member[]
  table: (random: Random) => AskedTable
}

const attacks: Attack[] = [
  {
    population: 'looked-after',
    kind: 'children',
    seeds: [2, 3, 4, 6, 7, 9],
    fewest: 60,
    members: madeUpChildren,
    table: tableOfChildren,
  },
  {
    population: 'moves',
    kind: 'moves',
    seeds: [1, 2, 3, 4, 5, 6, 7, 8],
    fewest: 15,
    members: madeUpMoves,
    table: tableOfMoves,
  },
  {
    population: 'left-care',
    kind: 'leavers',
    seeds: [1, 2, 3, 4, 5, 6, 7, 8],
    fewest: 15,
    members: madeUpLeavers,
    table: tableOfLeavers,
  },
]

/** What a release shows of a year: its total. Of a day, nothing. */
const releaseOf = (population: AnswerPopulation, number: number): GivenByRelease[] =>
  population === 'looked-after'
    ? []
    : [
        {
          measure: releasePopulations[population].measure,
          version: publishedMeasure(releasePopulations[population].measure).version,
          by: [],
          cohort: {},
          isRefused: false,
          merges: [],
          items: [{ group: {}, numerator: number, denominator: null, percent: null, unknown: null }],
        },
      ]

for (const { population, kind, seeds, fewest, members: madeUp, table: randomTable } of attacks)
  for (const seed of seeds)
    t.test(`nobody works out what 12 questions at random leave out (${kind} ${seed})`, (t) => {
      const random = randomOf(seed * 7919)
      const members = madeUp(random, fewest + Math.floor(random() * 200))
      const tallies = talliesOf(population, members)
      const releaseTables = releaseOf(population, members.length)
      const answers: (AnsweredTable & { turn: number })[] = []
      for (let turn = 1; turn <= 12; turn++) {
        const table = randomTable(random)
        if (!canBeAsked(table)) continue
        t.equal(populationOf(table.measure), population)
        const earlier = answers.map(({ measure: { id, version }, ...rest }) => ({
          ...rest,
          measure: id as MeasureId,
          version,
        }))
        const draft = draftAnswer([population, day], tallies, { releaseTables, earlier, tables: [table] })
        const protection = protectAnswer(draft, worldFinder(highs, draft.system))
        const [answer] = answeredTables({ from: null, asAt: day }, draft, protection)
        if (answer) answers.push({ ...answer, turn })
      }
      const tables: GivenTable[] = [
        ...releaseTables.map((table) => ({ ...table, turn: 0 })),
        ...answers.map(({ measure, ...table }) => ({ ...table, measure: measure.id })),
      ]
      const targets = new Map<string, { what: string; kinds: number[]; truth: number; symbol: unknown }>()
      const single = new Map<string, Record<string, readonly string[]>>()
      for (const { measure, cohort, merges, items, isRefused } of tables) {
        for (const { dimension, codes } of merges)
          for (const code of codes)
            single.set(JSON.stringify([cohort, code]), { ...cohort, [dimension]: [code] })
        for (const { group, ...figures } of items) {
          const codes = codesOf(group, merges)
          const sets = countsOf(measure, cohort, codes)
          for (const part of ['numerator', 'denominator', 'unknown'] as const) {
            if (figures[part] === null || sets[part].length === 0) continue
            const truth = numberOf(sets[part])
            if (typeof figures[part] === 'number') {
              if (figures[part] !== truth || isSmall(truth))
                t.fail(`${measure} shows ${figures[part]} for ${truth}`)
              continue
            }
            if (isRefused) continue
            targets.set(sets[part].join(), {
              what: `${measure} ${JSON.stringify([cohort, group])} ${part}`,
              kinds: sets[part],
              truth,
              symbol: figures[part],
            })
          }
        }
      }
      for (const codes of single.values()) {
        const kinds = countsOf(releasePopulations[population].measure, {}, codes).numerator
        const truth = numberOf(kinds)
        if (isSmall(truth))
          targets.set(kinds.join(), { what: JSON.stringify(codes), kinds, truth, symbol: 'merged' })
      }
      const list = [...targets.values()]
      const ranges = new AnswerAttacker(highs, tables).intervals(list.map(({ kinds }) => kinds))
      for (const [index, [least, most]] of ranges.entries()) {
        const { what = '', truth = 0, symbol } = list[index] ?? {}
        if (isSmall(truth) ? least > 1 || most < 5 : least === most)
          t.fail(`${what} (${String(symbol)}) is ${truth}, known to be ${least} to ${most}`)
      }
      const refusals = tables.filter(({ isRefused }) => isRefused).length
      t.pass(`${list.length} attacked, ${single.size} put together, ${refusals} of ${tables.length} refused`)
      t.end()

      function numberOf(kinds: readonly number[]): number {
        const set = new Set(kinds)
        return members.filter((member) => set.has(kindOf(kind, member))).length
      }
    })

t.test('the same attack works out what is left out of a year in which small counts alone are hidden', (t) => {
  const common = { cohort: {}, merges: [], isRefused: false, turn: 1 }
  const table = (names: string[], counts: Record<string, number | string>): GivenTable => ({
    ...common,
    measure: 'ceased-care',
    by: names,
    items: Object.entries(counts).map(([code, numerator]) => ({
      group: names[0] === undefined ? {} : { [names[0]]: code },
      numerator,
      denominator: null,
      unknown: null,
    })),
  })
  const codes = Object.keys(labelsOf('careEndReason'))
  const naive = Object.fromEntries(codes.map((code): [string, number | string] => [code, 0]))
  const tables = [table([], { '': 23 }), table(['careEndReason'], { ...naive, E4A: 20, E11: 'c' })]
  const target = countsOf('ceased-care', {}, { careEndReason: ['E11'] }).numerator
  t.same(new AnswerAttacker(highs, tables, 'c is always 1 to 5').intervals([target]), [[3, 3]], '23 − 20')
  t.end()
})
