import fc from 'fast-check'
import t from 'tap'
import { demandMeasures } from '../../../../src/domain/measures/demand.ts'
import { testApp, type TestClient } from '../../../support/app.ts'
import { figures, type Figure } from '../../../features/measures/support.ts'
import {
  questionsFrom,
  inOrder,
  isThere,
  query,
  countsOf,
} from '../../../features/measures/independent/questions.ts'
import { readRaw } from '../../../features/measures/independent/by-hand.ts'
import { computeByHand } from '../../../features/measures/independent/computed.ts'
import { aDay, dayAt, history, write, writePlaces } from '../../../features/measures/independent/histories.ts'

t.setTimeout(900_000)

type Test = Parameters<typeof testApp>[0]

/** The clock of the service under test. */
const today = '2023-12-01'

const someOf = (names: string[]) => fc.subarray(names, { maxLength: Math.min(3, names.length) })
/** A random dozen of the measures, different in every run. */
const aDozen = <T>(questions: T[]) => fc.subarray(questions, { minLength: 12, maxLength: 12 })

async function setUp(t: Test) {
  const service = await testApp(t)
  const owner = service.ownerPool
  await writePlaces(owner)
  const client = await service.as('bi')
  return { client, owner, ...(await questionsFrom(client)) }
}

t.test('the computation by hand knows every measure', async (t) => {
  const { questions, ids } = await setUp(t)
  const ofRequests = Object.keys(demandMeasures) // counted by hand in demand.test.ts, from requests and searches
  const measures = [...new Set(questions.map(({ id }) => id)), ...ofRequests]
  t.same(measures.sort(), ids.sort())
})

t.test(
  'on any day of any history, every measure by any dimensions is what a plain count gives',
  async (t) => {
    const { client, owner, questions } = await setUp(t)
    const property = fc.asyncProperty(history, aDay, fc.gen(), async (rows, aDay, gen) => {
      await write(owner, rows)
      const raw = await readRaw(owner)
      const differences: Record<string, unknown> = {}
      const expected: Record<string, unknown> = {}
      for (const { definition, id, setting, dimensions } of gen(aDozen, questions)) {
        const questions: [string[], string][] = [
          [[], today],
          [gen(someOf, dimensions), aDay],
        ]
        for (const [divisions, day] of questions) {
          const path = `${id}?asAt=${day}${setting}${query(divisions)}`
          differences[path] = inOrder(countsOf(await figures(client, path), divisions))
          expected[path] = inOrder(computeByHand(raw, definition, divisions, day, today))
        }
      }
      return t.same(differences, expected)
    })
    await fc.assert(property, { numRuns: 5, endOnFailure: true })
  },
)

t.test('a series is, day by day, the figures as at its days', async (t) => {
  const { client, owner, questions } = await setUp(t)
  const quarters = ['2022-03-31', '2022-06-30', '2022-09-30', '2022-12-31', '2023-03-31', '2023-06-30']
  const property = fc.asyncProperty(history, fc.nat(1000), fc.gen(), async (rows, start, gen) => {
    await write(owner, rows)
    const raw = await readRaw(owner)
    const days = Array.from({ length: 10 }, (_, n) => dayAt(start + n))
    const differences: Record<string, unknown> = {}
    const expected: Record<string, unknown> = {}
    for (const { definition, id, setting, dimensions } of gen(aDozen, questions)) {
      const divisions = gen(someOf, dimensions)
      for (const [span, points] of [
        ['from=2022-02-15&to=2023-09-29&every=quarter', quarters],
        [`from=${days[0]}&to=${days.at(-1)}&every=day`, days],
      ] as const) {
        const path = `${id}/series?${span}${setting}${query(divisions)}`
        const items = await figures(client, path)
        for (const day of points) {
          const groups = [
            ...countsOf(
              items.filter(({ asAt }) => asAt === day),
              divisions,
            ),
          ]
          differences[`${path} ${day}`] = inOrder(groups.filter(isThere))
          const byHand = [...computeByHand(raw, definition, divisions, day, today)]
          expected[`${path} ${day}`] = inOrder(byHand.filter(isThere))
        }
        differences[path] = [...new Set(items.map(({ asAt }) => asAt))]
        expected[path] = items.length === 0 ? [] : points
      }
    }
    return t.same(differences, expected)
  })
  await fc.assert(property, { numRuns: 2, endOnFailure: true })
})

t.test('groups add up to the whole; open beds are void, occupied, committed or vacant', async (t) => {
  const { client, owner, questions } = await setUp(t)
  const property = fc.asyncProperty(history, aDay, fc.gen(), async (rows, day, gen) => {
    await write(owner, rows)
    const groups: Record<string, unknown> = {}
    const wholes: Record<string, unknown> = {}
    for (const { id, setting, dimensions, groupsAddUp } of gen(aDozen, questions)) {
      if (dimensions.length === 0 || !groupsAddUp) continue
      const divisions = gen(() =>
        fc.subarray(dimensions, { minLength: 1, maxLength: Math.min(3, dimensions.length) }),
      )
      const path = `${id}?asAt=${day}${setting}${query(divisions)}`
      groups[path] = total(await figures(client, path))
      wholes[path] = total(await figures(client, `${id}?asAt=${day}${setting}`))
    }
    return t.same(groups, wholes) && (await bedsAddUp(t, client, day))
  })
  await fc.assert(property, { numRuns: 2, endOnFailure: true })
})

function total(items: Figure[]) {
  const sum = (amounts: (number | null)[]) =>
    Number(amounts.reduce<number>((a, b) => a + (b ?? 0), 0).toFixed(1))
  return {
    numerator: sum(items.map((item) => item.numerator)),
    denominator: sum(items.map((item) => item.denominator)),
    unknown: sum(items.map((item) => item.unknown)),
  }
}

async function bedsAddUp(t: Test, client: TestClient, day: string): Promise<boolean> {
  const whole = async (id: string) => (await figures(client, `${id}?asAt=${day}`))[0] as Figure
  const [open, occupancy, voids, vacant] = await Promise.all(
    ['open-beds', 'occupancy', 'void-beds', 'vacant-beds'].map(whole),
  )
  const committedBeds = (await figures(client, `open-beds?asAt=${day}&bedState=committed`))[0] as Figure
  const parts = [voids, occupancy, committedBeds, vacant].map((part) => part?.numerator ?? NaN)
  return (
    t.equal(
      parts.reduce((a, b) => a + b),
      open?.numerator,
    ) && t.equal(occupancy?.denominator, (open?.numerator ?? NaN) - (voids?.numerator ?? NaN), 'available')
  )
}
