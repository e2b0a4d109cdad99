import { may } from '../../../domain/access.ts'
import type { CivilDate } from '../../../domain/dates.ts'
import { measureOf } from '../../../domain/measures/measures.ts'
import { statusOf } from '../../../domain/scorecards/action-status.ts'
import { assessmentSections, assessmentView, type AssessmentPart } from '../../../domain/views/assessment.ts'
import { describe } from '../../../engines/figures/catalogue.ts'
import { freshness } from '../../../engines/figures/queries/freshness.ts'
import { movementOf } from '../../../engines/scorecards/action-movement.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { aboutView, layOutView, type ViewQuery } from '../service.ts'
import { forecastDefinitions } from './forecast-definitions.ts'
import * as queries from './queries.ts'
import type { Assessment } from './schema.ts'

export const assessmentId = 'sufficiency-assessment'

type Section = Assessment['sections'][number]
type Block = Section['blocks'][number]
type Parts = Partial<Omit<Section, 'id' | 'title' | 'blocks' | 'missing'>>

/** The assessment on a day: every section with its tables, and of what is missing the reason. */
export async function layOutAssessment(tx: Tx, query: ViewQuery): Promise<Assessment> {
  const blocks = await layOutView(tx, assessmentView, query)
  const forecast = may(tx.principal, 'forecasts:read')
    ? await queries.latestForecast(tx, query.asAt)
    : undefined
  const actions = await presentActions(tx, query.asAt)
  const ofPart = (part: AssessmentPart): Parts =>
    part === 'plan' ? { actions } : forecast === undefined ? {} : forecastParts[part](forecast)
  const whyMissing = (part: AssessmentPart) =>
    part === 'plan' ? whyNoPlan(actions.length, query.asAt) : whyNoForecast(tx, forecast, part, query.asAt)
  const sections = assessmentSections.map(({ id, title, blocks: tables, part }): Section => {
    const own = blocks.filter((block) => tables.some((table) => table.id === block.id))
    return {
      id,
      title,
      blocks: own,
      ...(part && ofPart(part)),
      missing: [...own.filter(isEmpty).map(whyEmpty), ...(part ? whyMissing(part) : [])],
    }
  })
  return {
    view: aboutView(assessmentId, assessmentView),
    asAt: query.asAt,
    knownAt: query.divisions.knownAt ?? null,
    forecast: forecast
      ? {
          id: forecast.id,
          href: `/v1/forecasts/${forecast.id}`,
          title: forecast.title,
          asAt: forecast.asAt,
          children: forecast.children,
        }
      : null,
    sections,
    definitions: [...measureDefinitions(blocks), ...forecastDefinitions],
    freshness: await freshness(tx),
  }
}

const isEmpty = ({ total }: Block) =>
  Object.values(total.cells).every(
    ({ numerator, denominator, unknown }) => !numerator && !denominator && unknown === 0,
  )
const whyEmpty = ({ title }: Block) => `${title}: nothing is on record that it counts.`

/** At a year, two and three, and at the end. */
const milestones = ({ months }: queries.AssessedForecast) =>
  [...new Set([12, 24, 36, months.length])].filter((month) => month <= months.length).sort((a, b) => a - b)

const forecastParts: Record<
  Exclude<AssessmentPart, 'plan'>,
  (forecast: queries.AssessedForecast) => Parts
> = {
  gap: (forecast) => ({
    gap: forecast.gap.flatMap(({ placementType, area, values }) =>
      milestones(forecast).flatMap((month) =>
        values
          .filter((value) => value.month === month)
          .map(({ beds, demand, short, chanceUnmet, bedsForTarget, occupancyAtTarget }) => ({
            asAt: forecast.months[month - 1]!,
            placementType,
            area,
            beds,
            children: demand,
            short,
            chanceUnmet,
            childrenBeyond: Math.round(1e4 * chanceUnmet * demand) / 1e4,
            bedsForTarget,
            occupancyAtTarget,
          })),
      ),
    ),
  }),
  costs: ({ outturns }) => ({ outturns: outturns ?? [] }),
  forecast: (forecast) => ({
    sentences: forecast.sentences,
    history: forecast.history,
    fan: forecast.series
      .filter((one) => one.by === 'total')
      .flatMap(({ values }) => values)
      .map(({ month, mean, interval }) => ({ asAt: forecast.months[month - 1]!, mean, ...interval! })),
    numbers: forecast.series
      .filter((one) => ['total', 'placementType', 'ageBand'].includes(one.by))
      .flatMap(({ by: cut, placementType, ageBand, values }) =>
        milestones(forecast).map((month) => {
          const { mean, interval, few } = values[month - 1]!
          return { asAt: forecast.months[month - 1]!, by: cut, placementType, ageBand, mean, interval, few }
        }),
      ),
  }),
}

function whyNoForecast(
  tx: Tx,
  forecast: queries.AssessedForecast | undefined,
  part: AssessmentPart,
  asAt: CivilDate,
): string[] {
  if (!may(tx.principal, 'forecasts:read'))
    return ['What is to come: your role may not read forecasts (forecasts:read).']
  if (forecast === undefined)
    return [
      `What is to come: no forecast of simulated lives from ${asAt} or before is on record. Ask for one: POST /v1/forecasts.`,
    ]
  if (part === 'costs' && (forecast.outturns ?? []).length === 0)
    return [
      'Projected outturn: the forecast reaches the end of no financial year, or was made before forecasts had costs.',
    ]
  return []
}

const whyNoPlan = (actions: number, asAt: CivilDate) =>
  actions > 0
    ? []
    : [
        `Plan: no action that began by ${asAt} is on record. Record what the strategy says will be done: POST /v1/actions.`,
      ]

async function presentActions(tx: Tx, asAt: CivilDate): Promise<NonNullable<Section['actions']>> {
  const actions: NonNullable<Section['actions']> = []
  for (const { measures, lastStatus, ...action } of await queries.actionsBegun(tx, asAt)) {
    const moves: Awaited<ReturnType<typeof movementOf>>[] = []
    for (const one of measures) moves.push(await movementOf(tx, action, one, asAt))
    actions.push({ ...action, status: statusOf(action, lastStatus, asAt), moved: moves })
  }
  return actions
}

/** Each measure of the tables once, as the catalogue says what it is. */
function measureDefinitions(blocks: readonly Block[]): Assessment['definitions'] {
  const ids = [...new Set(blocks.flatMap(({ columns }) => columns.map(({ measure }) => measure.id)))].sort()
  return ids.map((measureId) => {
    const { id, title, definition, source, version, unit, numerator, denominator, unknown } = describe(
      measureId,
      measureOf(measureId)!,
    )
    return { id, title, definition, source, version, unit, numerator, denominator, unknown }
  })
}
