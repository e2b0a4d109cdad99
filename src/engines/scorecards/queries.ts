import type { CivilDate } from '../../domain/dates.ts'
import type { RagRule } from '../../domain/scorecards/rag.ts'
import type { ScorecardRow } from '../../domain/scorecards/row.ts'
import { crud } from '../../platform/db/crud.ts'
import * as tables from '../../platform/db/tables.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { checkFilter } from '../figures/subject.ts'

const definitions = crud(tables.scorecards)

const checkRows = (rows: unknown): void =>
  (rows as ScorecardRow[] | undefined)?.forEach(({ measure, filter }, index) => {
    if (measure !== undefined && filter !== undefined) checkFilter(measure, filter, `#/rows/${index}/filter`)
  })

/** The store of scorecard definitions; the filter of every row is checked when one is written. */
export const scorecardStore: typeof definitions = {
  ...definitions,
  async insert(tx, values) {
    checkRows(values.rows)
    return definitions.insert(tx, values)
  },
  async update(tx, id, values, version) {
    checkRows(values.rows)
    return definitions.update(tx, id, values, version)
  },
}

/** The authority's own scorecards, in order of title. */
export async function scorecardTitles(
  tx: Tx,
): Promise<{ id: string; title: string; description: string | null }[]> {
  const { rows } = await tx.client.query<{ id: string; title: string; description: string | null }>(
    'select id, title, description from scorecards order by title',
  )
  return rows
}

/** A series of observations: figures of another system. */
export interface Series {
  key: string
  title: string
  definition: string | null
  source: string
  unit: string
  polarity: string
}

/** The series of observations with these keys, by key; keys that are not recorded are left out. */
export async function seriesByKey(tx: Tx, keys: readonly string[]): Promise<Map<string, Series>> {
  const { rows } = await tx.client.query<Series>({
    name: 'series-of-scorecard',
    text: 'select key, title, definition, source, unit, polarity from observation_series where key = any($1)',
    values: [keys],
  })
  return new Map(rows.map((row) => [row.key, row]))
}

/** One observation: a series' figure as at a day, in the series' unit. */
export interface ObservedFigure {
  series: string
  asAt: CivilDate
  value: number
  numerator: number | null
  denominator: number | null
  source: string | null
  recordedBy: string
  recordedAt: string
}

/** The observations of some series from a day to another, both included, by series and day. */
export async function observationsOf(
  tx: Tx,
  keys: readonly string[],
  from: CivilDate,
  to: CivilDate,
): Promise<ObservedFigure[]> {
  const { rows } = await tx.client.query<ObservedFigure>({
    name: 'observations-of-scorecard',
    text: `select series, as_at::text as "asAt", value::float8, numerator::float8, denominator::float8, source,
            recorded_by as "recordedBy", to_json(updated_at) #>> '{}' as "recordedAt"
       from observations where series = any($1) and as_at between $2 and $3 order by series, as_at`,
    values: [keys, from, to],
  })
  return rows
}

/** A target: either `value`, or the range from `low` to `high`. It is for a measure with a filter, or for a series. */
export interface TargetInForce {
  id: string
  version: number
  measure: string | null
  filter: Record<string, string[]>
  series: string | null
  value: number | null
  low: number | null
  high: number | null
  dueOn: CivilDate | null
  ownerRole: string | null
  rule: {
    id: string
    name: string
    amberWithin: number
    basis: RagRule['basis']
    version: number
  } | null
}

/** The targets in force on a day, each with its RAG rule; null for the standard rule. */
export async function targetsOn(tx: Tx, day: CivilDate): Promise<TargetInForce[]> {
  const { rows } = await tx.client.query<TargetInForce>({
    name: 'targets-on-a-day',
    text: `select t.id, t.version, t.measure, t.filter, t.series, t.value::float8, t.low::float8, t.high::float8,
            t.due_on::text as "dueOn", t.owner_role as "ownerRole",
            case when r.id is not null then jsonb_build_object('id', r.id, 'name', r.name,
              'amberWithin', r.amber_within, 'basis', r.basis, 'version', r.version) end as rule
       from targets t left join rag_rules r on r.id = t.rag_rule_id
      where t.in_force @> $1::date`,
    values: [day],
  })
  return rows
}

const comments = crud(tables.scorecardComments)

/**
 * The store of comments on scorecard rows.
 * @param rowsOf gives the rows of a scorecard, undefined where there is no such scorecard
 * @param refuse throws for a comment on a scorecard or row that does not exist
 */
export function scorecardCommentStore(
  rowsOf: (tx: Tx, scorecard: string) => Promise<readonly ScorecardRow[] | undefined>,
  refuse: (field: 'scorecard' | 'rowRef') => never,
): typeof comments {
  return {
    ...comments,
    async insert(tx, values) {
      const rows = await rowsOf(tx, values.scorecard)
      if (rows === undefined) refuse('scorecard')
      if (!rows.some(({ ref }) => ref === values.rowRef)) refuse('rowRef')
      return comments.insert(tx, values)
    },
  }
}

export interface Comment {
  id: string
  version: number
  rowRef: string
  period: string
  comment: string
  writtenBy: string
  writtenAt: string
}

/** The comments on a scorecard in a period. */
export async function commentsOn(tx: Tx, scorecard: string, period: string): Promise<Comment[]> {
  const { rows } = await tx.client.query<Comment>({
    name: 'comments-on-scorecard',
    text: `select id, version, row_ref as "rowRef", period, comment, written_by as "writtenBy",
            to_json(updated_at) #>> '{}' as "writtenAt"
       from scorecard_comments where scorecard = $1 and period = $2`,
    values: [scorecard, period],
  })
  return rows
}

/** The requesting authority's code and name. */
export async function ownAuthority(tx: Tx): Promise<{ code: string; name: string }> {
  const { rows } = await tx.client.query<{ code: string; name: string }>(
    'select code, name from authorities where code = current_authority()',
  )
  return rows[0] as { code: string; name: string }
}
