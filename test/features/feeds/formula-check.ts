import type { DimensionName } from '../../../src/domain/measures/dimensions.ts'
import { formulaStatement, type FeedFormula } from '../../../src/domain/feeds/formulas/formula.ts'
import { measureFormulas } from '../../../src/domain/feeds/formulas/measure-formulas.ts'
import { measureOf, type MeasureId } from '../../../src/domain/measures/measures.ts'
import type { TestApp } from '../../support/app.ts'
import type { Reader } from '../../support/duckdb.ts'
import { unzip } from '../../support/unzip.ts'

/** A period of whole months, up to today; measures of a day are asked of its last. */
export interface FormulaPeriod {
  period: 'month' | 'quarter' | 'rolling-year'
  from: string
  to: string
}

/** Opens the sets of a pack in DuckDB, each under its name. */
export async function openPack(service: TestApp, reader: Reader): Promise<void> {
  const { rawPayload } = await service.app.inject({
    url: '/v1/feeds/pack?format=parquet',
    headers: { authorization: `Bearer ${await service.token('bi')}` },
  })
  for (const [path, content] of Object.entries(await unzip(rawPayload))) {
    if (!path.endsWith('.parquet')) continue
    const set = path.replace('.parquet', '')
    await reader.open(`${set} file`, content, 'parquet')
    await reader.query(`create table "${set}" as from "${set} file"`)
  }
}

/** Of which the demonstration has nothing: random histories have. */
export const notInDemonstration: readonly MeasureId[] = [
  'in-unregistered',
  'unregistered-nights',
  'children-in-unregistered-during',
  'supported-consistently-strong',
  'emergency-placements',
  'same-school-after-move',
  'days-notice-to-end',
  'notices-given',
  'days-placement-order-to-match',
  'deprived-of-liberty',
  'deprived-of-liberty-during',
  'deprivation-of-liberty-nights',
  'missing-incidents',
  'away-incidents',
  'children-missing',
  'children-missing-5-times',
  'share-missing',
  'missing-incidents-per-child',
  'reviews-in-time',
  'children-reviewed-in-time',
  'took-part-in-reviews',
  'health-assessments',
  'dental-checks',
  'immunisations-up-to-date',
  'development-checks',
  'substance-misuse',
  'substance-misuse-intervention',
  'convicted',
  'sdq-scored',
  'sdq-mean-score',
  'sdq-concern',
]

/** Group → numerator, denominator, and the value of a median, a lowest or a highest, in hundredths: sums of pounds in pence. */
export type FormulaFigures = Record<string, (number | null)[]>

/** What lies between two hundredths is the higher one, for numbers that are not exact too. */
const round = (value: unknown) => (value === null ? null : Math.round(Number(value) * 100 + 1e-4) / 100)

/** Groups in which something is counted: the service leaves out others. The whole is always there. */
const present = (figures: FormulaFigures): FormulaFigures =>
  Object.fromEntries(
    Object.entries(figures)
      .filter(
        ([group, [numerator, denominator]]) => group === '' || numerator !== 0 || (denominator ?? 0) !== 0,
      )
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  )

/** What DuckDB computes by a formula. */
export async function computeFormula(
  reader: Reader,
  formula: FeedFormula,
  { from, to }: FormulaPeriod,
  name?: DimensionName,
): Promise<FormulaFigures> {
  const statement = formulaStatement(formula, name)
    .replaceAll(':from', `date '${from}'`)
    .replaceAll(':to', `date '${to}'`)
  const rows = await reader.query(
    `select ${name ? `coalesce(${name}::text, 'unknown')` : "''"} as code, coalesce(numerator, 0)::double as numerator,
            ${formula.denominator === null ? 'null' : 'coalesce(denominator, 0)::double'} as denominator
            ${formula.value === undefined ? '' : ', value::double as value'}
       from (${statement})`,
  )
  return present(
    Object.fromEntries(
      (rows as { code: string; numerator: number; denominator: number | null }[]).map(
        ({ code, numerator, denominator, ...rest }) => [
          code,
          [numerator, denominator, ...Object.values(rest)].map((value) => round(value ?? null)),
        ],
      ),
    ),
  )
}

type Item = { asAt: string } & Record<string, string | number | null>

/** What the service says of every measure that has a formula: `measure dimension` → figures; the dimension is empty for the whole. */
export async function askService(
  service: TestApp,
  { period, to }: FormulaPeriod,
): Promise<Map<string, FormulaFigures>> {
  const analyst = await service.as('bi')
  const names = [...new Set([...measureFormulas.values()].flatMap(({ divisions }) => Object.keys(divisions)))]
  const answer = await analyst.post<string>(
    '/v1/figures',
    { measures: 'all', by: [[], ...names.map((name) => [name])], points: [to], period },
    { accept: 'application/x-ndjson' },
  )
  if (answer.status !== 200) throw new Error(`/v1/figures: ${answer.status} ${JSON.stringify(answer.body)}`)
  const figures = new Map<string, FormulaFigures>()
  for (const line of answer.body.split('\n').filter(Boolean)) {
    const row = JSON.parse(line) as Item
    const name = names.find((dimension) => row[dimension] !== undefined) ?? ''
    const { measure = '', numerator = null, denominator = null, value = null } = row
    const { median, extreme } = measureOf(String(measure)) ?? {}
    const ownValue = median || extreme ? [round(value)] : []
    const key = `${measure} ${name}`
    const groups = figures.get(key) ?? {}
    groups[name === '' ? '' : String(row[name])] = [round(numerator ?? 0), round(denominator), ...ownValue]
    figures.set(key, groups)
  }
  return figures
}

/** The figures of the service and those of the formula of a measure, by each of its divisions. */
export async function compareFormula(
  reader: Reader,
  id: string,
  formula: FeedFormula,
  { period, figures }: { period: FormulaPeriod; figures: ReadonlyMap<string, FormulaFigures> },
) {
  const results: Record<string, FormulaFigures> = {}
  const answers: Record<string, FormulaFigures> = {}
  for (const name of [undefined, ...(Object.keys(formula.divisions) as DimensionName[])]) {
    const question = `${id} ${name ?? ''} ${period.from} ${period.to}`
    results[question] = await computeFormula(reader, formula, period, name)
    answers[question] = present(figures.get(`${id} ${name ?? ''}`) ?? {})
  }
  return { results, answers }
}
