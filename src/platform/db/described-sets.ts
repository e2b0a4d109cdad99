import { createHash } from 'node:crypto'
import { escapeIdentifier, escapeLiteral, type Client } from 'pg'
import { codeRows } from '../../domain/feeds/code-rows.ts'
import { setColumn, setViewName } from '../../domain/feeds/names.ts'
import type { FeedSet } from '../../domain/feeds/set.ts'
import { feedSets } from '../../domain/feeds/sets.ts'
import type { Measure } from '../../domain/measures/measure.ts'
import { measures } from '../../domain/measures/measures.ts'

/** What stands for the declaration of the sets among the files that made the definitions of a database. */
export const SETS_DECLARED = 'src/domain/feeds/sets.ts'

const codeValues = codeRows()
  .map(
    ({ list, code, label, position }) =>
      `(${[list, code, label].map((text) => escapeLiteral(text)).join(', ')}, ${position})`,
  )
  .join(',\n')

const codesView = `
  create or replace view reporting.codes with (security_barrier) as
  select * from (values ${codeValues}) declared (list, code, label, position);
  grant select on reporting.codes to sufficiency_app, sufficiency_reporting;`

const measureRows = Object.entries<Measure>(measures)
  .map(([id, { title, definition, source, unit, polarity, version, ...rest }]) => {
    const texts = [id, title, definition, source, unit, polarity].map((text) => escapeLiteral(text))
    return `(${texts.join(', ')}, ${rest.over === 'period'}, ${version})`
  })
  .join(',\n')

const measuresView = `
  create or replace view reporting.measures with (security_barrier) as
  select * from (values ${measureRows})
    declared (measure, title, definition, source, unit, polarity, is_over_period, version);
  grant select on reporting.measures to sufficiency_app, sufficiency_reporting;`

function commentsOn(set: string, { title, words, columns }: FeedSet): string[] {
  const view = `reporting.${escapeIdentifier(setViewName(set))}`
  return [
    `comment on view ${view} is ${escapeLiteral(`${title}. ${words}`)}`,
    ...Object.entries(columns).map(
      ([column, { words: sentence, needs }]) =>
        `comment on column ${view}.${escapeIdentifier(setColumn(column))} is ${escapeLiteral(
          needs === undefined ? sentence : `${sentence} Null for a login without ${needs}.`,
        )}`,
    ),
  ]
}

const statements = [
  codesView,
  measuresView,
  ...Object.entries(feedSets).flatMap(([set, declaration]) => commentsOn(set, declaration)),
].join(';\n')
const checksum = createHash('sha256').update(statements).digest('hex')

/**
 * Says of the views of `reporting` what the sets of feeds declare, and makes the views of code lists and of measures, when either the
 * declaration has changed or the views were made anew.
 */
export async function describeSets(client: Client, isNew: boolean): Promise<void> {
  const { rows } = await client.query<{ exists: boolean; checksum: string | null }>(
    `select to_regnamespace('reporting') is not null as exists,
            (select checksum from schema_definitions where path = $1) as checksum`,
    [SETS_DECLARED],
  )
  const [state] = rows
  if (!state?.exists || (!isNew && state.checksum === checksum)) return
  await client.query(statements)
  await client.query(
    `insert into schema_definitions (path, checksum) values ($1, $2)
     on conflict (path) do update set checksum = excluded.checksum, made_at = excluded.made_at`,
    [SETS_DECLARED, checksum],
  )
}
