import { createHash } from 'node:crypto'
import t from 'tap'
import { authorities } from '../../../../src/domain/geography/authorities.ts'
import { lineOf } from '../../../../src/features/demo/copy.ts'
import { crossSection, statuses } from '../../../../src/features/demo/cross-section.ts'
import { randomFrom } from '../../../../src/features/demo/random.ts'
import { tablesOf } from '../../../../src/features/demo/rows.ts'
import { factorOf } from '../../../../src/features/demo/scale.ts'
import { makeAuthority, authorityOptions } from '../../../../src/features/demo/authority.ts'

t.setTimeout(600_000)

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

function hashOf(authorityCode: string, seed: string): string {
  const world = makeAuthority(authorityOptions(authorityCode, seed))
  const hash = createHash('sha256')
  for (const { table, rows } of tablesOf(world, seed)) hash.update(table + rows.map(lineOf).join(''))
  return hash.digest('hex')
}

t.test('the same seed makes the same rows, another seed others', async (t) => {
  const first = hashOf('E06000049', '1')
  t.equal(hashOf('E06000049', '1'), first)
  t.not(hashOf('E06000049', '2'), first)
})

t.test('another authority at scale is made alike, whichever are made before it', async (t) => {
  const stockport = hashOf('E08000007', '1')
  hashOf('E06000053', '1')
  t.equal(hashOf('E08000007', '1'), stockport)
})

t.test('the cross-section keeps the published margins', async (t) => {
  const byBand = [0, 1, 2, 3].map((band) =>
    statuses.map((_, status) => sum(crossSection.map(({ children }) => children[band]?.[status] ?? 0))),
  )
  // Sufficiency Strategy 2024–27, appendix 2: interim order, full order, section 20, placement order.
  t.strictSame(byBand, [
    [53, 34, 6, 25],
    [15, 63, 7, 7],
    [13, 129, 17, 0],
    [0, 81, 83, 0],
  ])
  for (const { type, children, reach } of crossSection) {
    t.equal(sum(children.flat()), reach.in + reach.near + reach.far, `${type}: every child is somewhere`)
  }
})

t.test('all authorities together look after 83,000 children', async (t) => {
  const all = sum(authorities.map(({ code }) => factorOf(code) * 533))
  t.ok(Math.abs(all - 83_000) < 1, String(all))
  t.equal(factorOf('E06000049'), 1)
})

t.test('a UUID has the form of version 4', async (t) => {
  const random = randomFrom('form')
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  const uuids = Array.from({ length: 1000 }, () => random.uuid())
  t.strictSame(
    uuids.filter((uuid) => !form.test(uuid)),
    [],
  )
  t.equal(new Set(uuids).size, uuids.length)
})
