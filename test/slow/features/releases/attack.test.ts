import t from 'tap'
import { loadHighs } from '../../../../src/platform/solver/highs.ts'
import { operationsOf } from '../../../contract/document.ts'
import type { Figure as Measured } from '../../../features/measures/support.ts'
import { Attacker, type Figure, type Release } from '../../../features/releases/attacker.ts'
import { manyChildren } from '../../../features/releases/children.ts'
import { testApp } from '../../../support/app.ts'

t.setTimeout(900_000)

const highs = await loadHighs()
const service = await testApp(t)
await manyChildren(service.ownerPool, 150, 20)
const [analyst, everyone] = [await service.as('bi'), await service.as('published')]
for (const financialYear of ['2021/22', '2022/23']) {
  const { status, body } = await analyst.post('/v1/releases', { financialYear })
  if (status !== 201) throw new Error(JSON.stringify(body))
}

const releases: Release[] = []
let secrets: Secret[] = []

await t.test(
  'a token of the published role is given what is published, and nothing else that there is',
  async (t) => {
    const { body: document } = await everyone.get<Parameters<typeof operationsOf>[0]>('/openapi.json')
    const { body: list } = await everyone.get<{ items: { id: string }[] }>('/v1/releases')
    const parameters: string[] = []
    for (const { method, path } of operationsOf(document)) {
      if (method !== 'GET') continue
      const url = path
        .replace('{scorecard}', 'corporate-parenting')
        .replace(/\{\w+\}/g, list.items[0]?.id ?? '')
      const { status } = await everyone.get(url)
      if (status === 200) parameters.push(path)
      else t.equal(status, ['/problems/{key}', '/v1/public-answers/{id}'].includes(path) ? 404 : 403, path)
    }
    const open = ['/health/live', '/health/ready', '/problems']
    const paths = [
      '/v1/public-answers',
      '/v1/releases',
      '/v1/releases/{id}',
      '/v1/releases/{id}/scorecards/{scorecard}',
    ]
    t.same(parameters.sort(), [...open, ...paths])
    for (const { id } of list.items) releases.push((await everyone.get<Release>(`/v1/releases/${id}`)).body)
    secrets = await figuresOf(releases)
  },
)

type Part = 'n' | 'd' | 'u'
interface Secret {
  measure: string
  asAt: string
  from: string | null
  group: Record<string, string>
  truth: Record<Part, number | null>
  shown: Record<Part, Figure | null>
}

/** Every figure of the releases with its true value, as an analyst reads it. */
async function figuresOf(releases: readonly Release[]): Promise<Secret[]> {
  const secrets: Secret[] = []
  for (const { from: begins, to, tables } of releases)
    for (const { measure, by: dimensions, every: step, items } of tables) {
      const isOverPeriod = items.some(({ from }) => from !== null)
      const divisionQuery = dimensions.length > 0 ? `&by=${dimensions.join()}` : ''
      const question =
        step === 'year'
          ? `${measure.id}?asAt=${to}${divisionQuery}`
          : `${measure.id}/series?from=${begins}&to=${to}&every=${step}${isOverPeriod ? `&period=${step}` : ''}`
      const { body } = await analyst.get<{ items: Measured[] }>(`/v1/measures/${question}`)
      for (const { from, asAt, group, numerator, denominator, unknown } of items) {
        const match = body.items.find(
          (item) => item.asAt === asAt && dimensions.every((name) => item.group[name] === group[name]),
        )
        secrets.push({
          ...{ measure: measure.id, asAt, from, group },
          truth: {
            n: match?.numerator ?? 0,
            d: denominator === null ? null : (match?.denominator ?? 0),
            u: unknown === null ? null : (match?.unknown ?? 0),
          },
          shown: { n: numerator, d: denominator, u: unknown },
        })
      }
    }
  return secrets
}

const same = (one: object, other: object) => JSON.stringify(one) === JSON.stringify(other)
const isSmall = (count: number | null) => count !== null && count >= 1 && count <= 5
const parts: Part[] = ['n', 'd', 'u']

await t.test('what a release shows is what is so, and no count of 1 to 5 is in it', (t) => {
  let shownCount = 0
  for (const secret of secrets)
    for (const part of parts) {
      const [figure, truth] = [secret.shown[part], secret.truth[part]]
      if (typeof figure !== 'number') continue
      shownCount += 1
      if (figure !== truth || isSmall(figure)) t.fail(`${secret.measure} ${secret.asAt} ${part}`)
    }
  t.ok(shownCount > 400, `${shownCount} figures are shown`)
  const zeros = secrets.filter(({ truth, shown: shownCount }) => truth.n === 0 && shownCount.n === 'c')
  t.same(zeros, [], 'what is 0 is not hidden as if it were more')
  t.end()
})

/** What an attacker can work out of small counts: for each its true value, and the range it could be in. */
function attack(attacker: Attacker, days: { from: string; to: string }) {
  const match = new Map<string, { what: string; truth: number; least: number; most: number }>()
  for (const { measure, asAt, from, group, truth } of secrets) {
    if (asAt < days.from || asAt > days.to) continue
    const name = (part: string) => attacker.name(measure, asAt, from, group, part)
    const description = `${measure} ${asAt} ${JSON.stringify(group)}`
    const rest = truth.d === null || truth.n === null ? null : truth.d - truth.n
    for (const [part, value] of [
      ...parts.map((part) => [part, truth[part]] as const),
      ['r', rest] as const,
    ]) {
      if (value === null || !isSmall(value) || match.has(name(part))) continue
      const [least, most] = attacker.interval(name(part))
      match.set(name(part), { what: `${description} ${part}`, truth: value, least, most })
    }
  }
  return [...match.values()]
}

const bothYears = { from: '2021-04-01', to: '2023-03-31' }

await t.test('nobody works out a small count from two releases, with a solver', (t) => {
  const match = attack(new Attacker(highs, releases), bothYears)
  for (const { what, truth, least, most } of match)
    if (least > 1 || most < 5) t.fail(`${what} is ${truth}, known to be ${least} to ${most}`)
  t.ok(match.length > 100, `${match.length} small counts attacked`)
  t.end()
})

await t.test('nobody works out what stands behind a symbol, be it 0', (t) => {
  const attacker = new Attacker(highs, releases)
  const symbols = secrets.flatMap(({ measure, asAt, from, group, shown: figures }) =>
    parts
      .filter((part) => figures[part] === 'c' || figures[part] === 'x')
      .map((part) => ({
        what: `${measure} ${asAt} ${JSON.stringify(group)} ${part} ${figures[part]}`,
        name: attacker.name(measure, asAt, from, group, part),
      })),
  )
  for (const { what, name } of symbols) {
    const [least, most] = attacker.interval(name)
    if (least === most) t.fail(`${what} is known to be ${least}`)
  }
  t.ok(symbols.length > 100, `${symbols.length} symbols attacked`)
  t.end()
})

await t.test('the same attack works out counts of releases in which small counts alone are hidden', (t) => {
  const naive = releases.map((release) => ({
    ...release,
    tables: release.tables.map((table) => ({
      ...table,
      items: table.items.map((item) => {
        const { truth } = secrets.find(
          ({ measure, asAt, from, group }) =>
            measure === table.measure.id &&
            asAt === item.asAt &&
            from === item.from &&
            same(group, item.group),
        ) as Secret
        const hidden = (part: Part) => (isSmall(truth[part]) ? 'c' : truth[part])
        return {
          ...item,
          numerator: hidden('n') ?? 0,
          denominator: hidden('d'),
          unknown: hidden('u'),
          percent: null,
        }
      }),
    })),
  }))
  const match = attack(new Attacker(highs, naive, 'c is always 1 to 5'), bothYears)
  const recoveries = match.filter(({ least, most }) => least === most)
  const narrowings = match.filter(({ least, most }) => least > 1 || most < 5)
  t.ok(recoveries.length > 20, `${recoveries.length} of ${match.length} recovered exactly`)
  t.ok(narrowings.length > recoveries.length, `${narrowings.length} narrowed`)
  t.ok(
    recoveries.every(({ truth, least }) => truth === least),
    'and rightly',
  )
  t.end()
})
