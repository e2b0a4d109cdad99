import t from 'tap'
import { labelsOf, type DimensionName } from '../../../../src/domain/measures/dimensions.ts'
import { loadHighs } from '../../../../src/platform/solver/highs.ts'
import {
  AnswerAttacker,
  codesOf,
  countsOf,
  definitions,
  type GivenTable,
  type Merge,
  type Shown,
} from '../../../features/releases/answer-attacker.ts'
import { manyChildren } from '../../../features/releases/children.ts'
import { testApp } from '../../../support/app.ts'

t.setTimeout(1_800_000)

const highs = await loadHighs()
const service = await testApp(t)
await manyChildren(service.ownerPool, 150, 20)
const analyst = await service.as('bi')
const release = await analyst.post('/v1/releases', { financialYear: '2021/22' })
if (release.status !== 201) throw new Error(JSON.stringify(release.body))

/** Numbers from 0 up to 1, the same for the same seed. */
let state = 7
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
const some = <T>(list: readonly T[]): T[] => {
  const part = list.filter(() => random() < 0.5)
  return part.length > 0 ? part : [pick(list)]
}

interface Question {
  measures: string[]
  by: string[][]
  cohort: Record<string, string[]>
  points: string[]
}

/** A question at random about age and one more subject. */
function randomQuestion(day: string): Question {
  const subject = pick(['sex', 'uasc', 'placementType', 'careFamily'] as const)
  const takes =
    subject === 'sex'
      ? []
      : subject === 'uasc'
        ? ['unaccompanied']
        : ['fostered', 'with-ifa', 'in-residential']
  const names = ['ageBand', subject] as const
  const cohort = Object.fromEntries(
    names
      .filter(() => random() < 0.4)
      .map((name) => [name, some(Object.keys(labelsOf(name as DimensionName)))]),
  )
  const measure = pick(['children-looked-after', ...takes])
  // Measures that are themselves about the subject are not divided by it.
  const divisions = measure === 'children-looked-after' ? [[subject], ['ageBand', subject]] : []
  return {
    measures: [measure],
    by: [pick<string[]>([[], ['ageBand'], ...divisions, ...divisions])],
    cohort,
    points: [day],
  }
}

interface Item {
  group: Record<string, string>
  numerator: Shown
  denominator: Shown
  unknown: Shown
}
interface Answer {
  tables: {
    measure: { id: string }
    by: string[]
    asAt: string
    isRefused: boolean
    merges: Merge[]
    items: Item[]
  }[]
}
interface Truth {
  tables: { by: string[]; columns: Record<string, (string | number | null)[]> }[]
}

/** The same figures as they are, in the form of an answer. */
async function truthOf(
  question: Question,
  items: readonly Item[],
  merges: readonly Merge[],
): Promise<Item[]> {
  const { status, body } = await analyst.post<Truth>('/v1/figures', question)
  if (status !== 200) throw new Error(JSON.stringify([question, body]))
  const [table] = body.tables
  const rows = (table?.columns.asAt ?? []).map(
    (_, row) => (name: string) => table?.columns[name]?.[row] ?? null,
  )
  return items.map(({ group, denominator, unknown }) => {
    const codes = codesOf(group, merges)
    const own = rows.filter((cell) =>
      Object.entries(codes).every(([name, list]) => list.includes(String(cell(name)))),
    )
    const sum = (part: string) => own.reduce((total, cell) => total + Number(cell(part) ?? 0), 0)
    return {
      group,
      numerator: sum('numerator'),
      denominator: denominator === null ? null : sum('denominator'),
      unknown: unknown === null ? null : sum('unknown'),
    }
  })
}

const isSmall = (count: Shown) => typeof count === 'number' && count >= 1 && count <= 5

for (const day of ['2021-06-30', '2022-03-31'])
  await t.test(`whoever asks at random of ${day}, again and again, works out no small count`, async (t) => {
    const earlier = await tablesOfRelease(day)
    const answers: GivenTable[] = []
    const truths: GivenTable[] = []
    let [figures, refusals, mergeCount] = [0, 0, 0]
    for (let turn = 1; turn <= 24; turn++) {
      const question = randomQuestion(day)
      const { status, body } = await analyst.post<Answer>('/v1/public-answers', question)
      if (status !== 201 && status !== 200) throw new Error(JSON.stringify([question, body]))
      const again = await analyst.post<Answer>('/v1/public-answers', question)
      t.same(again.body, body, 'the same question has the same answer')
      const [measure = ''] = question.measures
      const [answer] = body.tables
      const items = answer?.items ?? []
      const merges = answer?.merges ?? []
      mergeCount += merges.length
      const description = { measure, merges, by: question.by[0] ?? [], cohort: question.cohort, turn }
      answers.push({ ...description, items, isRefused: answer?.isRefused ?? false })
      const truth = await truthOf(question, items, merges)
      truths.push({ ...description, items: truth, isRefused: false })
      if (answer?.isRefused) refusals += 1
      for (const [index, item] of items.entries())
        for (const part of ['numerator', 'denominator', 'unknown'] as const)
          if (typeof item[part] === 'number') {
            figures += 1
            if (item[part] !== truth[index]?.[part] || isSmall(item[part]))
              t.fail(`${measure} shows ${item[part]}`)
          }
    }
    const targets = new Map<string, { what: string; kinds: number[]; truth: number; isGiven: boolean }>()
    for (const [place, { measure, cohort, items, merges }] of truths.entries())
      for (const { group, numerator, denominator, unknown } of items) {
        const sets = countsOf(measure, cohort, codesOf(group, merges))
        const rest = definitions[measure]?.unknown ? Number(denominator) - Number(numerator) : null
        const isGiven = !answers[place]?.isRefused
        for (const [kinds, truth] of [
          [sets.numerator, numerator],
          [sets.denominator, denominator],
          [sets.unknown, unknown],
          [sets.rest, rest],
        ] as const) {
          const what = `${measure} ${JSON.stringify([cohort, group])}`
          const key = kinds.join()
          if (isSmall(truth) && !targets.get(key)?.isGiven)
            targets.set(key, { what, kinds, truth: Number(truth), isGiven })
        }
      }
    for (const { group, count } of await cellsOfDay(day)) {
      const kinds = countsOf('children-looked-after', {}, codesOf(group, [])).numerator
      if (isSmall(count) && !targets.has(kinds.join()))
        targets.set(kinds.join(), { what: JSON.stringify(group), kinds, truth: count, isGiven: false })
    }
    const list = [...targets.values()]
    const tally = `${list.length} small counts, ${list.filter(({ isGiven }) => isGiven).length} asked for, ${figures} shown, ${mergeCount} put together, ${refusals} refused`
    // The release divides the last day of its year by all that is asked here.
    t.equal(mergeCount > 2, day !== '2022-03-31', 'rare groups are put together where no release shows them')
    t.ok(list.length > 30 && figures > 40 && refusals < 16, tally)
    const ranges = new AnswerAttacker(highs, [...earlier, ...answers]).intervals(
      list.map(({ kinds }) => kinds),
    )
    for (const [index, [least, most]] of ranges.entries()) {
      const { what = '', truth, isGiven } = list[index] ?? {}
      if (isGiven ? least > 1 || most < 5 : least === most)
        t.fail(`${what} is ${truth}, known to be ${least} to ${most}`)
    }

    const symbols = answers.flatMap(({ measure, cohort, merges, items, isRefused }) =>
      (isRefused ? [] : items).flatMap(({ group, ...figures }) => {
        const sets = countsOf(measure, cohort, codesOf(group, merges))
        return (['numerator', 'denominator', 'unknown'] as const)
          .filter((part) => figures[part] === 'x' && sets[part].length > 0)
          .map((part) => ({
            what: `${measure} ${JSON.stringify([cohort, group])} ${part}`,
            kinds: sets[part],
          }))
      }),
    )
    for (const [index, [least, most]] of new AnswerAttacker(highs, [...earlier, ...answers])
      .intervals(symbols.map(({ kinds }) => kinds))
      .entries())
      if (least === most) t.fail(`x of ${symbols[index]?.what} is known to be ${least}`)

    const naive = truths.map((table) => ({
      ...table,
      items: table.items.map((item) => ({
        ...item,
        numerator: isSmall(item.numerator) ? 'c' : item.numerator,
        denominator: isSmall(item.denominator) ? 'c' : item.denominator,
        unknown: isSmall(item.unknown) ? 'c' : item.unknown,
      })),
    }))
    const recoveries = new AnswerAttacker(highs, naive, 'c is always 1 to 5')
      .intervals(list.map(({ kinds }) => kinds))
      .filter(([least, most], index) => least === most && least === list[index]?.truth)
    t.ok(recoveries.length > 1, `where small counts alone are hidden, it works out ${recoveries.length}`)
  })

/** The children of a day by age and one more subject, as they are. */
async function cellsOfDay(day: string) {
  const subjects = ['sex', 'uasc', 'placementType', 'careFamily']
  const { body } = await analyst.post<Truth>('/v1/figures', {
    measures: ['children-looked-after'],
    by: [['ageBand'], ...subjects.flatMap((name) => [[name], ['ageBand', name]])],
    points: [day],
  })
  return body.tables.flatMap((table) =>
    (table.columns.numerator ?? []).map((count, row) => ({
      group: Object.fromEntries(table.by.map((name) => [name, String(table.columns[name]?.[row])])),
      count: Number(count),
    })),
  )
}

/** What the release shows of the day in terms of what the attacker knows. */
async function tablesOfRelease(day: string): Promise<GivenTable[]> {
  const { body: list } = await analyst.get<{ items: { id: string }[] }>('/v1/releases')
  const { body } = await analyst.get<{
    tables: {
      measure: { id: string }
      by: string[]
      items: (Item & { from: string | null; asAt: string })[]
    }[]
  }>(`/v1/releases/${list.items[0]?.id}`)
  return body.tables
    .filter(
      ({ measure, by: names }) =>
        definitions[measure.id] &&
        names.every((name) => ['ageBand', 'sex', 'uasc', 'placementType'].includes(name)),
    )
    .map(({ measure, by: names, items }) => ({
      merges: [],
      measure: measure.id,
      by: names,
      cohort: {},
      turn: 0,
      isRefused: false,
      items: items.filter(({ from, asAt }) => from === null && asAt === day),
    }))
}
