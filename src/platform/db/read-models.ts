import type { Pool, PoolClient } from 'pg'

/**
 * A read model: a table derived from the records, so that searches and measures need no joins. Triggers update it in the
 * transaction of each change. The database function `NAME_of(ids)` computes its rows from the records, and
 * `refresh_NAME(ids)` makes the table equal to them.
 */
export interface ReadModel {
  name: 'bed_use' | 'bed_free' | 'care_facts' | 'choosy_residents'
  /** What its rows are called in the output of commands. */
  words: string
  /** The table whose ids its functions take. */
  subject: 'beds' | 'children'
  /** SQL condition for the rows of authority `$1` that are current, without superseded and expired ones. */
  current: string
  /** Columns left out of the comparison, such as ids and the time since when a row has been known. */
  incidental: readonly string[]
}

/** All read models, in an order in which each depends only on those before it. */
export const readModels: readonly ReadModel[] = [
  {
    name: 'bed_use',
    words: 'uses of beds',
    subject: 'beds',
    current: 'authority_code = $1 and (expires_at is null or expires_at > clock_timestamp())',
    incidental: ['id'],
  },
  {
    name: 'bed_free',
    words: 'free intervals of beds',
    subject: 'beds',
    current: 'authority_code = $1',
    incidental: [],
  },
  {
    name: 'care_facts',
    words: 'runs of nights in care',
    subject: 'children',
    current: `authority_code = $1 and known_to = 'infinity'`,
    incidental: ['known_from', 'known_to'],
  },
  {
    name: 'choosy_residents',
    words: 'residents who may not live with just anyone',
    subject: 'children',
    current: 'of_authority = $1',
    incidental: [],
  },
]

/** Numbers of rows from comparing a read model with the records. */
export interface ReadModelCheck {
  /** Current rows of the read model. */
  total: number
  /** Rows that follow from the records and are not in the read model. */
  absent: number
  /** Rows of the read model that do not follow from the records. */
  extra: number
}

const idsOf = ({ subject }: ReadModel) => `array(select id from ${subject} where authority_code = $1)`

/** Compares the rows of a read model for an authority with what its records say now. `owner` owns the tables. */
export async function compareReadModel(
  owner: Pool | PoolClient,
  model: ReadModel,
  authorityCode: string,
): Promise<ReadModelCheck> {
  const { name, current, incidental } = model
  const content = `to_jsonb(row) - '{${incidental.join(',')}}'::text[] as content`
  const { rows } = await owner.query<ReadModelCheck>(
    `with stored as materialized (select ${content} from ${name} row where ${current}),
          computed as materialized (select ${content} from ${name}_of(${idsOf(model)}) row)
     select (select count(*) from stored)::int as total,
            (select count(*) from (table computed except all table stored) difference)::int as absent,
            (select count(*) from (table stored except all table computed) difference)::int as extra`,
    [authorityCode],
  )
  return rows[0] ?? { total: 0, absent: 0, extra: 0 }
}

/**
 * Rebuilds a read model for an authority from its records. Rows that are right already stay, with the time since when they
 * have been known. `owner` owns the tables.
 */
export async function rebuildReadModel(
  owner: Pool | PoolClient,
  model: ReadModel,
  authorityCode: string,
): Promise<void> {
  await owner.query(`select refresh_${model.name}(${idsOf(model)})`, [authorityCode])
}
