import t from 'tap'
import { addMonths, monthsBetween } from '../../../src/domain/dates.ts'
import { speaks, stabilityIndicators, thresholdWords } from '../../../src/domain/moves/indicators.ts'
import { journeyOf } from '../../../src/domain/moves/journey.ts'
import { careLevelOf, stepsFrom } from '../../../src/domain/moves/ladder.ts'
import { readinessFacts } from '../../../src/domain/moves/readiness.ts'
import { stabilityWatch, stepDownWatch, watchList } from '../../../src/domain/moves/watch.ts'
import { aRecord, aStay } from './support.ts'

const DAY = '2023-12-01'

t.test('months are counted when they are over, and end with the month where it is shorter', async (t) => {
  t.equal(addMonths('2024-01-31', 1), '2024-02-29')
  t.equal(addMonths('2024-03-31', -1), '2024-02-29')
  t.equal(addMonths('2023-12-15', 1), '2024-01-15')
  t.equal(addMonths('2023-01-15', -1), '2022-12-15')
  t.equal(monthsBetween('2023-06-01', DAY), 6)
  t.equal(monthsBetween('2023-06-02', DAY), 5)
  t.equal(monthsBetween('2024-01-31', '2024-02-29'), 1)
  t.equal(monthsBetween(DAY, DAY), 0)
  t.equal(monthsBetween(DAY, '2023-11-01'), 0)
})

t.test(
  'moves are those of a year, without the entry to care and without staying with the carer',
  async (t) => {
    // In care since 10 February 2023: entry; a move on 1 May; a change of status with the same carer on 1 August.
    const journey = journeyOf(
      aRecord({
        careStartedOn: '2023-02-10',
        placements: [
          aStay('2023-02-10', '2023-05-01'),
          aStay('2023-05-01', '2023-08-01'),
          { ...aStay('2023-08-01', null), sameCarer: true },
        ],
      }),
      DAY,
    )
    t.equal(journey.moves, 1)
    t.equal(journey.monthsInPlacement, 7, 'with the carer since 1 May')
    t.equal(journey.monthsInCare, 9)
  },
)

t.test('the window of a year is open at its beginning and closed at its end', async (t) => {
  const movesWithStart = (day: string) =>
    journeyOf(
      aRecord({
        careStartedOn: '2020-01-01',
        placements: [aStay('2020-01-01', day), aStay(day, null)],
      }),
      DAY,
    ).moves
  t.same(['2022-12-01', '2022-12-02', '2023-12-01'].map(movesWithStart), [0, 1, 1])
})

t.test('an ending is unplanned as recorded or, where it is not recorded, by its reason', async (t) => {
  const unplannedEndings = (endPlanned: boolean | null, endReason: 'CARPL' | 'CREQB' | null) =>
    journeyOf(aRecord({ placements: [{ ...aStay('2023-01-01', '2023-06-01'), endPlanned, endReason }] }), DAY)
      .unplannedEndings
  t.equal(unplannedEndings(false, 'CARPL'), 1)
  t.equal(unplannedEndings(true, 'CREQB'), 0)
  t.equal(unplannedEndings(null, 'CREQB'), 1)
  t.equal(unplannedEndings(null, 'CARPL'), 0)
  t.equal(unplannedEndings(null, null), 0)
})

t.test('missing episodes count only where a return speaks of that year; no return is not none', async (t) => {
  const episodesWithReturn = (returnEnd: string | null) =>
    journeyOf(
      aRecord({
        missing: returnEnd === null ? null : { until: returnEnd, startedOn: ['2022-11-30', '2023-02-01'] },
      }),
      DAY,
    ).missingEpisodes
  t.equal(episodesWithReturn(null), null)
  t.equal(episodesWithReturn('2022-03-31'), null)
  t.equal(episodesWithReturn('2023-03-31'), 1)
})

t.test('supported accommodation opens at 16, Staying Put at 18 with the foster carer', async (t) => {
  const open = (level: 'residential' | 'foster', age: number) =>
    stepsFrom(level, 'down', age).flatMap((step) => (step.open ? [step.to] : []))
  t.same(open('residential', 15), ['specialist-foster', 'foster', 'family'])
  t.same(open('residential', 16), ['specialist-foster', 'foster', 'supported', 'family'])
  t.same(open('residential', 18), [
    'specialist-foster',
    'foster',
    'supported',
    'staying-close',
    'independence',
    'family',
  ])
  t.same(open('foster', 17), ['supported', 'family'])
  t.same(open('foster', 18), ['supported', 'staying-put', 'independence', 'family'])
  const [supportedStep] = stepsFrom('foster', 'down', 15)
  t.match(supportedStep, { to: 'supported', open: false, why: 'Open from the age of 16.' })
})

t.test('the steps up offer more support, those of stability the same', async (t) => {
  const to = (level: 'foster' | 'residential', direction: 'up' | 'stability') =>
    stepsFrom(level, direction, 14).map((step) => step.to)
  t.same(to('foster', 'up'), ['specialist-foster', 'residential', 'secure'])
  t.same(to('residential', 'up'), ['secure'])
  t.same(to('residential', 'stability'), ['residential'])
})

t.test('a foster home is specialist by what it can meet; a connected carer never is', async (t) => {
  t.equal(careLevelOf('ifa', []), 'foster')
  t.equal(careLevelOf('ifa', ['autism', 'therapeutic']), 'specialist-foster')
  t.equal(careLevelOf('connected-carer', ['therapeutic']), 'foster')
  t.equal(careLevelOf('residential', ['therapeutic']), 'residential')
  t.equal(careLevelOf('placed-for-adoption', []), null)
})

t.test('an indicator speaks at its threshold, and never of what is not recorded', async (t) => {
  const [moves] = stabilityIndicators
  if (!moves) throw new Error('no indicators')
  t.same(
    [null, 1, 2, 3].map((value) => speaks(moves, value)),
    [null, false, true, true],
  )
  t.equal(thresholdWords(moves), '2 moves or more')
  for (const { id, source } of stabilityIndicators) t.ok(source, `${id} says its source`)
})

t.test('the step-down list has every child who is not in a family or going home', async (t) => {
  const child = (childId: string, type: 'residential' | 'ifa' | 'with-parents' | 'other', home = false) =>
    journeyOf(
      aRecord({
        childId,
        placements: [{ ...aStay('2023-01-01', null), type }],
        next: home ? { type: 'with-parents', plannedFrom: '2024-01-01' } : null,
      }),
      DAY,
    )
  const list = watchList(stepDownWatch, [
    child('a', 'residential'),
    child('b', 'ifa'),
    child('c', 'with-parents'),
    child('d', 'residential', true),
    child('e', 'other'),
    journeyOf(aRecord({ childId: 'f', placements: [] }), DAY),
  ])
  t.same(list.map(({ key }) => key[2]).sort(), ['a', 'e', 'f'])
})

t.test('a list is ordered by how many indicators speak, then by its tie-break, then by id', async (t) => {
  const journeyWith = (childId: string, startedOn: string, endPlanned: boolean) =>
    journeyOf(
      aRecord({
        childId,
        placements: [{ ...aStay('2020-01-01', startedOn), endPlanned }, aStay(startedOn, null)],
      }),
      DAY,
    )
  const order = watchList(stabilityWatch, [
    journeyWith('settled', '2021-01-01', true), // nothing speaks
    journeyWith('new', '2023-11-01', true), // new-placement
    journeyWith('older', '2023-10-15', true), // new-placement
    journeyWith('broke', '2023-10-20', false), // new-placement, unplanned-endings
  ]).map(({ key }) => key[2])
  t.same(order, ['broke', 'new', 'older'])
})

t.test('every fact says what it means, also where it is not recorded', async (t) => {
  const bare = journeyOf(aRecord({ careStartedOn: null, legalStatus: null, placements: [] }), DAY)
  for (const { id, value, means } of readinessFacts) {
    t.ok(means(bare).length > 10, id)
    if (value(bare) === null) t.match(means(bare), /[Nn]ot? .*recorded/, id)
  }
})
