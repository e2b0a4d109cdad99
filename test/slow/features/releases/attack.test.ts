import t from 'tap'
import { loadHighs } from '../../../../src/platform/solver/highs.ts'
import { operationsOf } from '../../../contract/document.ts'
import { testApp } from '../../../support/app.ts'
import type { Figure as Measured } from '../../../features/measures/support.ts'
import { Attacker, type Figure, type Release } from '../../../features/releases/attacker.ts'
import { manyChildren } from '../../../features/releases/children.ts'

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

await t.test('a token of the published role is given releases, and nothing else that there is', async (t) => {
  const { body: document } = await everyone.get<Parameters<typeof operationsOf>[0]>('/openapi.json')
  const { body: list } = await everyone.get<{ items: { id: string }[] }>('/v1/releases')
  const given: string[] = []
  for (const { method, path } of operationsOf(document)) {
    if (method !== 'GET') continue
    const filled = path
      .replace('{scorecard}', 'corporate-parenting')
      .replace(/\{\w+\}/g, list.items[0]?.id ?? '')
    const { status } = await everyone.get(filled)
    if (status === 200) given.push(path)
    else t.equal(status, path === '/problems/{key}' ? 404 : 403, path)
  }
  const open = ['/health/live', '/health/ready', '/problems']
  const released = ['/v1/releases', '/v1/releases/{id}', '/v1/releases/{id}/scorecards/{scorecard}']
  t.same(given.sort(), [...open, ...released])
  for (const { id } of list.items) releases.push((await everyone.get<Release>(`/v1/releases/${id}`)).body)
  secrets = await figuresOf(releases)
})

type Part = 'n' | 'd' | 'u'
interface Secret {
  measure: string
  asAt: string
  from: string | null
  group: Record<string, string>
  truth: Record<Part, number | null>
  shown: Record<Part, Figure | null>
}

/** Every figure of the releases beside what an analyst has for it. */
async function figuresOf(releases: readonly Release[]): Promise<Secret[]> {
  const secrets: Secret[] = []
  for (const { from: begins, to, tables } of releases)
    for (const { measure, by, every, items } of tables) {
      const over = items.some(({ from }) => from !== null)
      const divided = by.length > 0 ? `&by=${by.join()}` : ''
      const question =
        every === 'year'
          ? `${measure.id}?asAt=${to}${divided}`
          : `${measure.id}/series?from=${begins}&to=${to}&every=${every}${over ? `&period=${every}` : ''}`
      const { body } = await analyst.get<{ items: Measured[] }>(`/v1/measures/${question}`)
      for (const { from, asAt, group, numerator, denominator, unknown } of items) {
        const found = body.items.find(
          (item) => item.asAt === asAt && by.every((name) => item.group[name] === group[name]),
        )
        secrets.push({
          ...{ measure: measure.id, asAt, from, group },
          truth: {
            n: found?.numerator ?? 0,
            d: denominator === null ? null : (found?.denominator ?? 0),
            u: unknown === null ? null : (found?.unknown ?? 0),
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
  let shown = 0
  for (const secret of secrets)
    for (const part of parts) {
      const [figure, truth] = [secret.shown[part], secret.truth[part]]
      if (typeof figure !== 'number') continue
      shown += 1
      if (figure !== truth || isSmall(figure)) t.fail(`${secret.measure} ${secret.asAt} ${part}`)
    }
  t.ok(shown > 500, `${shown} figures are shown`)
  const zeros = secrets.filter(({ truth, shown }) => truth.n === 0 && shown.n === 'c')
  t.same(zeros, [], 'what is 0 is not hidden as if it were more')
  t.end()
})

/** What an attacker finds out of small counts: of each its truth, and the least and the most that it can be. */
function attack(attacker: Attacker, days: { from: string; to: string }) {
  const found = new Map<string, { what: string; truth: number; least: number; most: number }>()
  for (const { measure, asAt, from, group, truth } of secrets) {
    if (asAt < days.from || asAt > days.to) continue
    const name = (part: string) => attacker.name(measure, asAt, from, group, part)
    const about = `${measure} ${asAt} ${JSON.stringify(group)}`
    const rest = truth.d === null || truth.n === null ? null : truth.d - truth.n
    for (const [part, value] of [
      ...parts.map((part) => [part, truth[part]] as const),
      ['r', rest] as const,
    ]) {
      if (value === null || !isSmall(value) || found.has(name(part))) continue
      const [least, most] = attacker.interval(name(part))
      found.set(name(part), { what: `${about} ${part}`, truth: value, least, most })
    }
  }
  return [...found.values()]
}

await t.test('nobody works out a small count from two releases, with a solver', (t) => {
  const found = attack(new Attacker(highs, releases), { from: '2021-04-01', to: '2023-03-31' })
  for (const { what, truth, least, most } of found)
    if (least > 1 || most < 5) t.fail(`${what} is ${truth}, known to be ${least} to ${most}`)
  t.ok(found.length > 100, `${found.length} small counts attacked`)
  t.end()
})

await t.test('the same attack works out counts of releases in which small counts alone are hidden', (t) => {
  const naive = releases.slice(0, 1).map((release) => ({
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
  const found = attack(new Attacker(highs, naive, 'c is always 1 to 5'), naive[0] as Release)
  const recovered = found.filter(({ least, most }) => least === most)
  const narrowed = found.filter(({ least, most }) => least > 1 || most < 5)
  t.ok(recovered.length > 20, `${recovered.length} of ${found.length} recovered exactly`)
  t.ok(narrowed.length > recovered.length, `${narrowed.length} narrowed`)
  t.ok(
    recovered.every(({ truth, least }) => truth === least),
    'and rightly',
  )
  t.end()
})
