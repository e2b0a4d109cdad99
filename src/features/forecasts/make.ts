import type { Pool } from 'pg'
import { nightsBetween } from '../../domain/dates.ts'
import {
  refusalsOf,
  shiftInWords,
  shiftWidening,
  tooLittle,
  type RecordsFault,
} from '../../domain/forecast/assess.ts'
import {
  learnedSpreads,
  learningWeight,
  summariseScores,
  testInTurn,
  worstRatio,
  type LevelScore,
  type OriginResult,
  type OriginScore,
} from '../../domain/forecast/back-test.ts'
import { forecastLevels, spreadPriors, type ForecastLevel } from '../../domain/forecast/constants.ts'
import { dateOfDay, toDayNumber, monthEnd } from '../../domain/forecast/days.ts'
import { isInCare, stayOn, ageBandOn, type CareHistory } from '../../domain/forecast/history.ts'
import { learnLevelWeights, type LevelEvidence } from '../../domain/forecast/level-blend.ts'
import { modelOf } from '../../domain/forecast/model.ts'
import { peerSeries } from '../../domain/forecast/peer-series.ts'
import { publishable } from '../../domain/forecast/publication.ts'
import { flowSeries, levelScales, seriesOf, type SeriesKey } from '../../domain/forecast/series.ts'
import { simulateWorlds } from '../../domain/forecast/simulate.ts'
import { shrinkSpreads, type Spreads } from '../../domain/forecast/spread.ts'
import { forecastAges, forecastTypes } from '../../domain/forecast/states.ts'
import { cannotKnow, tellBackTest, tellTotal } from '../../domain/forecast/telling.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { gatherRecords, monthsAhead, type GatheredRecords } from './gather.ts'
import type { ForecastProgress } from './queries/forecasts.ts'
import { commissionHomes } from './commission.ts'
import { costBasis, presentCosts, tellCosts } from './costs.ts'
import type { PlainForecast } from './plain-forecast.ts'
import { presentQueues } from './queues.ts'
import { gapsByAge, gapsOf, playScenario } from './scenarios.ts'
import type { ForecastResult } from './schema.ts'
import type { ForecastWork } from './work.ts'

type Tell = (progress: ForecastProgress) => void

/** Back-tests need less than the forecast itself: of each origin only the middle and the edges are compared. */
const backTestShare = 5

/** Reads the records and makes the forecast; with refusals, and nothing else, where they will not bear one. */
export async function makeForecast(pool: Pool, work: ForecastWork, tell: Tell): Promise<ForecastResult> {
  tell({ step: 'reading', done: 0, of: 1 })
  const records = await readAs(pool, work.principal, async (tx) => {
    await tx.client.query('set local statement_timeout = 0')
    return gatherRecords(tx, work)
  })
  const refusals = refusalsOf(records.state)
  if (refusals.length > 0) return refusedResult(work, refusals)
  const result = await compute(work, records, tell)
  const forPublic = new Set(publishable(result.series))
  return { ...result, series: result.series.map((one) => ({ ...one, isPublic: forPublic.has(one) })) }
}

const emptyResult = ({ question }: ForecastWork): ForecastResult => ({
  method: question.method,
  children: 0,
  historyFrom: null,
  knownAt: question.knownAt ?? null,
  seed: question.seed,
  worlds: question.worlds,
  refusals: [],
  sentences: [],
  warnings: [],
  months: [],
  history: [],
  series: [],
  flows: [],
  gap: [],
  scenarios: [],
  commissioning: null,
  backTest: null,
  calibration: null,
})

const refusedResult = (work: ForecastWork, refusals: readonly RecordsFault[]): ForecastResult => ({
  ...emptyResult(work),
  refusals: [...refusals],
  sentences: refusals.map(({ detail }) => detail),
})

/** A forecast of records that bear one, by the method that was question for or, with too little history, the last value. */
export async function compute(
  work: ForecastWork,
  records: GatheredRecords,
  tell: Tell,
): Promise<ForecastResult> {
  const { question, asAt } = work
  const { history, state } = records
  const little = tooLittle(state)
  const months = little === null ? Math.min(question.months, state.historyMonths) : question.months
  const base: ForecastResult = {
    ...emptyResult(work),
    method: little === null ? question.method : 'naive',
    children: history.spells.filter((spell) => isInCare(spell, history.end - 1)).length,
    historyFrom: dateOfDay(history.start),
    months: monthsAhead(asAt, months),
    history: pastMonths(history),
    warnings: [
      ...(little === null ? [] : [little]),
      ...(months < question.months
        ? [`No forecast reaches further ahead than its history goes back: ${months} months are given.`]
        : []),
    ],
  }
  if (base.method !== 'semi-markov-1') {
    const series = peerSeries(base.method, history, months)
    const sentences = [...tellTotal({ series, months: base.months, last: base.children }), cannotKnow]
    return { ...base, series, sentences }
  }
  return simulate(work, records, base, tell)
}

/** Children in care at the ends of up to 36 months so far. */
function pastMonths(history: CareHistory): ForecastResult['history'] {
  const ends = Array.from({ length: 36 }, (_, back) => monthEnd(history.end - 1, -back)).filter(
    (day) => day >= history.start,
  )
  return ends.reverse().map((day) => ({
    asAt: dateOfDay(day),
    children: history.spells.filter((spell) => isInCare(spell, day)).length,
  }))
}

async function simulate(
  { question }: ForecastWork,
  { history, pasts, beds, pooled: pool, costs: costRecords }: GatheredRecords,
  base: ForecastResult,
  tell: Tell,
): Promise<ForecastResult> {
  const priors = shrinkSpreads(pool.spreads, learningWeight, spreadPriors)
  const { scores, levels, backTest } = testBack({ history, pasts, priors }, question, tell)
  const ownSpreads = learnedSpreads(scores)
  const spreads = shrinkSpreads(ownSpreads, learningWeight, priors)
  const levelWeights = learnLevelWeights(base.children, levels)
  const naiveLevels = levelsWorseThanNaive(backTest?.scores ?? [])
  const model = modelOf(history)
  const shift = shiftInWords(model.entries.shift)
  const months = base.months.length
  const tally = simulateWorlds({ model, months, worlds: question.worlds, seed: question.seed }, (count) => {
    if (count % 50 === 0) tell({ step: 'simulating', done: count, of: question.worlds })
  })
  const widening = shift === null ? 1 : shiftWidening
  const series = seriesOf(tally, {
    areas: question.areas.length > 0 ? history.areas : [],
    needs: history.needs,
    last: base.children,
    levelWeights,
    spreads,
    widening,
    naiveLevels,
    lastOf: (key) => countLast(history, key),
  })
  const scales = levelScales(tally, base.children, levelWeights)
  const plain: PlainForecast = {
    tally,
    scales,
    model,
    beds,
    areas: history.areas,
    months: base.months,
    days: base.months.map((day, month) =>
      nightsBetween(base.months[month - 1] ?? dateOfDay(model.asAt), day),
    ),
    costs: costBasis(costRecords, question, { months, children: base.children, spreads, widening }),
  }
  const costs = presentCosts(plain, question)
  const lastByType = forecastTypes.map(
    (_, type) => model.residents.filter((resident) => resident.type === type).length,
  )
  return {
    ...base,
    series,
    flows: flowSeries(tally, lastByType, scales),
    gap: gapsOf(plain, question, []),
    gapByAge: gapsByAge(plain, question),
    queues: presentQueues(plain, question),
    scenarios: question.scenarios.map((scenario) => playScenario(plain, question, scenario)),
    commissioning: await commissionHomes(plain, question),
    costs,
    backTest,
    calibration: { spreads, levelWeights, learned: ownSpreads, authorities: pool.authorities },
    sentences: [
      ...tellTotal({ series, months: base.months, last: base.children }),
      tellBackTest(backTest?.scores ?? []),
      ...(costs ? tellCosts(costs, question) : []),
      cannotKnow,
    ],
    warnings: [
      ...base.warnings,
      ...(shift === null ? [] : [shift]),
      ...naiveLevels.map(
        (level) =>
          `In back-tests the last value was closer for ${levelTitles[level]}: it is the centre there.`,
      ),
    ],
  }
}

const levelTitles: Record<ForecastLevel, string> = {
  total: 'all children together',
  category: 'types',
  age: 'age bands',
  cell: 'age bands by type',
}

/** Levels at which the method has been worse than the last value by more than chance would be forgiven. */
const levelsWorseThanNaive = (scores: readonly LevelScore[]): ForecastLevel[] =>
  forecastLevels.filter((level) => {
    const own = scores.filter((score) => score.level === level)
    const sum = (value: (score: LevelScore) => number) =>
      own.reduce((total, score) => total + value(score), 0)
    return (
      own.length > 0 && sum(({ error }) => error) > worstRatio * sum(({ peerErrors }) => peerErrors.naive)
    )
  })

function testBack(
  { history: outcome, pasts, priors }: Pick<GatheredRecords, 'history' | 'pasts'> & { priors: Spreads },
  { worlds, seed }: { worlds: number; seed: number },
  tell: Tell,
): { scores: OriginScore[]; levels: LevelEvidence[]; backTest: ForecastResult['backTest'] } {
  const questionOfEach = { outcome, worlds: Math.max(20, Math.round(worlds / backTestShare)), seed }
  const results: OriginResult[] = []
  const histories = pasts.map(({ past }) => past)
  tell({ step: 'testing-back', done: 0, of: pasts.length })
  for (const result of testInTurn(histories, questionOfEach, priors)) {
    results.push(result)
    tell({ step: 'testing-back', done: results.length, of: pasts.length })
  }
  const scores = results.flatMap((result) => result.scores)
  return {
    scores,
    levels: results.flatMap(({ levels }) => levels),
    backTest:
      scores.length === 0
        ? null
        : {
            origins: pasts.map(({ past, basis }) => ({ asAt: dateOfDay(past.end - 1), basis })),
            scores: summariseScores(scores),
          },
  }
}

/** Children of a series on the night of the origin. */
function countLast({ spells, end, areas, needs }: CareHistory, key: SeriesKey): number {
  const night = end - 1
  return spells.filter((spell) => {
    if (!isInCare(spell, night)) return false
    const { id, category } = forecastTypes[stayOn(spell, night).type]!
    const age = forecastAges[ageBandOn(spell.bornOn, night)]!.id
    const isOf = <T>(choice: T | null, value: T) => choice === null || choice === value
    return (
      isOf(key.placementType, id) &&
      isOf(key.category, category) &&
      isOf(key.ageBand, age) &&
      isOf(key.uasc, spell.uasc) &&
      isOf(key.area, areas[spell.area]!) &&
      isOf(key.need, needs[spell.need]!)
    )
  }).length
}

/** The last night of the month before a day. */
export const lastMonthEnd = (today: string): string => dateOfDay(monthEnd(toDayNumber(today), -1))
