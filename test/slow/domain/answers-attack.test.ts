import t from 'tap'
import {
  answeredTables,
  canBeAsked,
  draftAnswer,
  talliedDimensions,
  type AnsweredTable,
  type AskedTable,
} from '../../../src/domain/disclosure/answer.ts'
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

type Child = Record<string, string>

/** Made-up children: most in a few kinds of placement, some in rare ones, of every age. */
function madeUpChildren(random: () => number, number: number): Child[] {
  const pick = (...choices: [number, string][]) => {
    let remainder = random() * choices.reduce((sum, [weight]) => sum + weight, 0)
    return (choices.find(([weight]) => (remainder -= weight) < 0) ?? choices[0])?.[1] ?? ''
  }
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

const talliesOf = (children: readonly Child[]) =>
  talliedDimensions.map((names) => {
    const counts = new Map<string, { cell: Record<string, string>; count: number }>()
    for (const child of children) {
      const cell = Object.fromEntries(names.map((name) => [name, child[name] ?? 'unknown']))
      const key = JSON.stringify(cell)
      counts.set(key, { cell, count: (counts.get(key)?.count ?? 0) + 1 })
    }
    return { population: 'looked-after' as const, day, dimensions: names, counts: [...counts.values()] }
  })

function randomTable(random: () => number): AskedTable {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
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
  const cohort = Object.fromEntries(
    (['ageBand', subject] as const)
      .filter(() => random() < 0.4)
      .map((name) => {
        const codes = Object.keys(labelsOf(name)).filter(() => random() < 0.5)
        return [name, codes.length > 0 ? codes.sort() : [pick(Object.keys(labelsOf(name)))]]
      }),
  )
  return { measure, by: pick<DimensionName[]>([[], ['ageBand'], ...divisions, ...divisions]), cohort }
}

const isSmall = (count: number) => count >= 1 && count <= 5

for (const seed of [2, 3, 4, 6, 7, 9])
  t.test(`nobody works out what 12 questions at random leave out (children ${seed})`, (t) => {
    const random = randomOf(seed * 7919)
    const children = madeUpChildren(random, 60 + Math.floor(random() * 200))
    const tallies = talliesOf(children)
    const answers: (AnsweredTable & { turn: number })[] = []
    for (let turn = 1; turn <= 12; turn++) {
      const table = randomTable(random)
      if (!canBeAsked(table)) continue
      const earlier = answers.map(({ measure: { id, version }, ...rest }) => ({
        ...rest,
        measure: id as MeasureId,
        version,
      }))
      const draft = draftAnswer(day, tallies, { releaseTables: [], earlier, tables: [table] })
      const protection = protectAnswer(draft, worldFinder(highs, draft.system))
      const [answer] = answeredTables(day, draft, protection)
      if (answer) answers.push({ ...answer, turn })
    }
    const tables = answers.map(({ measure, ...table }): GivenTable => ({ ...table, measure: measure.id }))
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
      const kinds = countsOf('children-looked-after', {}, codes).numerator
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

    function numberOf(members: readonly number[]): number {
      const set = new Set(members)
      return children.filter((child) => set.has(kindOf(child))).length
    }
  })
