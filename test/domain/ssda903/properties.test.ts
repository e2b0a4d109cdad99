import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { placementType } from '../../../src/domain/placement-types.ts'
import { readSubmission, type ReceivedRow, type Statement } from '../../../src/domain/ssda903/index.ts'
import { placeOf } from '../../../src/domain/ssda903/stack.ts'
import { returnsOf, today } from './support.ts'

const days = Array.from({ length: 24 }, (_, index) => {
  const day = new Date(Date.UTC(2017, 3, 1 + index * 45))
  return day.toISOString().slice(0, 10)
})
const pick = <T>(...values: T[]) => fc.constantFrom(...values)
const child = pick('A', 'B')
const year = pick(2018, 2019, 2020)

const episodes = fc.record({
  CHILD: child,
  DECOM: fc.oneof({ weight: 20, arbitrary: pick(...days) }, pick('31/02/2018', '2005-01-01')),
  RNE: pick('S', 'L', 'P', 'T', 'B', 'U'),
  LS: pick('C2', 'V2', 'V4', 'L1', 'XX'),
  CIN: pick('N1', 'N2'),
  PLACE: pick('U4', 'U4', 'K2', 'K2', 'T1', 'T4', 'A3', 'P1'),
  PLACE_PROVIDER: pick('PR1', 'PR4', ''),
  DEC: fc.oneof(pick(...days), pick('')),
  REC: pick('X1', 'X1', 'X1', 'E4A', 'E17', ''),
  PL_POST: pick('', 'CW1 2AB', 'nowhere'),
})
const headers = fc.record({
  CHILD: child,
  SEX: pick('1', '2', '9'),
  DOB: pick('01/06/2000', '01/07/2009'),
  ETHNIC: pick('WBRI', ''),
  UPN: pick('UN1'),
})
const oc3 = fc.record({
  CHILD: child,
  DOB: pick(''),
  IN_TOUCH: pick('YES', 'DIED'),
  ACTIV: pick('F1'),
  ACCOM: pick('Z1', 'U1', '0'),
})

const rows = fc
  .tuple(
    fc.array(fc.tuple(episodes, year), { maxLength: 14 }),
    fc.array(fc.tuple(headers, year), { maxLength: 4 }),
    fc.array(fc.tuple(oc3, year), { maxLength: 3 }),
  )
  .map(([episodes, headers, oc3]) =>
    [
      ...episodes.map(([cells, year]) => ({ module: 'episodes' as const, cells, year })),
      ...headers.map(([cells, year]) => ({ module: 'header' as const, cells, year })),
      ...oc3.map(([cells, year]) => ({ module: 'oc3' as const, cells, year })),
    ].map((row, index): ReceivedRow => ({ ...row, file: `${row.module}.csv`, row: index + 2 })),
  )

function submit(rows: readonly ReceivedRow[], earlier: readonly Statement[] = []) {
  const previous = { statements: earlier, returns: returnsOf(earlier) }
  const { statements } = readSubmission(rows, previous, previous.returns, today)
  return readSubmission(rows, previous, returnsOf([...earlier, ...statements]), today)
}

/** The statements that the database would have after a submission. */
function keep(earlier: readonly Statement[], rows: readonly ReceivedRow[]): Statement[] {
  const submission = submit(rows, earlier)
  const replacements = new Set([...submission.withdrawn, ...submission.statements].map(placeOf))
  return [...earlier.filter((statement) => !replacements.has(placeOf(statement))), ...submission.statements]
}

const records = (submission: ReturnType<typeof submit>) =>
  submission.children
    .flatMap(({ current }) => current ?? [])
    .sort((a, b) => (a.reference < b.reference ? -1 : 1))
const tally = (outcomes: readonly string[]) => [...outcomes].sort()

t.test('the order of the rows makes no difference', async () => {
  const rowsInTwoOrders = rows.chain((rows) =>
    fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
  )
  fc.assert(
    fc.property(rowsInTwoOrders, ([rows, other]) => {
      const [one, two] = [submit(rows), submit(other)]
      assert.deepEqual(records(one), records(two))
      assert.deepEqual(tally(one.outcomes), tally(two.outcomes))
    }),
    { numRuns: 300 },
  )
})

t.test(
  'every row has one outcome; a rejected one has its reason, and only a used one is repaired',
  async () => {
    fc.assert(
      fc.property(rows, (rows) => {
        const { outcomes, findings } = submit(rows)
        const rowsWith = (kind: string) => new Set(findings.filter((f) => f.kind === kind).map((f) => f.row))
        const rejections = rows.filter((_, index) => outcomes[index] === 'rejected').map(({ row }) => row)
        assert.equal(outcomes.length, rows.length)
        assert.deepEqual([...rowsWith('rejected')].sort(), rejections.sort())
        assert.ok(!rejections.some((row) => rowsWith('repaired').has(row)))
        assert.ok(findings.every(({ reason }) => reason !== ''))
      }),
      { numRuns: 300 },
    )
  },
)

t.test('a second submission of the same rows changes nothing', async () => {
  fc.assert(
    fc.property(rows, (rows) => {
      const again = submit(rows, submit(rows).statements)
      assert.ok(!again.outcomes.some((outcome) => outcome === 'new' || outcome === 'changed'))
      assert.deepEqual(again.withdrawn, [])
      for (const { previous, current } of again.children) assert.deepEqual(previous, current)
    }),
    { numRuns: 300 },
  )
})

t.test('years given one by one come to the same as all at once', async () => {
  const complete = rows.map((rows) => [
    ...rows.filter(({ module }) => module !== 'header'),
    ...['A', 'B'].flatMap(
      (CHILD) =>
      [2018, 2019, 2020].map((year): ReceivedRow => ({
        file: 'header.csv', row: 900, module: 'header', year,
        cells: { CHILD, SEX: '1', DOB: '01/06/2000', ETHNIC: 'WBRI', UPN: 'UN1' },
      })), // prettier-ignore
    ),
  ])
  fc.assert(
    fc.property(complete, (rows) => {
      const [first, second, third] = [2018, 2019, 2020].map((year) => rows.filter((row) => row.year === year))
      const earlier = keep(keep([], first ?? []), second ?? [])
      assert.deepEqual(records(submit(third ?? [], earlier)), records(submit(rows)))
    }),
    { numRuns: 300 },
  )
})

const overlap = (spans: readonly { startedOn: string; endedOn: string | null }[]) =>
  spans.some((a, i) =>
    spans.some((b, j) => i < j && a.startedOn < (b.endedOn ?? '9999') && b.startedOn < (a.endedOn ?? '9999')),
  )

t.test('a child is in one place at a time, and a change of legal status alone is no move', async () => {
  fc.assert(
    fc.property(rows, (rows) => {
      for (const child of records(submit(rows))) {
        const temporary = ({ type }: { type: string }) => type === 'temporary' || type === 'short-break'
        assert.ok(!overlap(child.placements.filter((placement) => !temporary(placement))))
        assert.ok(!overlap(child.placements.filter(temporary)))
        assert.ok(!overlap(child.carePeriods))
        assert.ok(!overlap(child.legalStatuses))
        assert.ok(child.placements.every((p) => p.endedOn === null || p.endedOn > p.startedOn))
        assert.ok(child.carePeriods.every((p) => (p.endedOn === null) === (p.endReason === null)))
        const moves = rows.filter(
          (r) => r.module === 'episodes' && r.cells.CHILD === child.reference && r.cells.RNE !== 'L',
        )
        const inCare = child.placements.filter(
          ({ type }) => placementType(type).lookedAfter || type === 'short-break',
        )
        assert.ok(inCare.length <= moves.length + child.carePeriods.length)
      }
    }),
    { numRuns: 300 },
  )
})
