import type { Pool, PoolClient } from 'pg'

/**
 * What is kept beside the records so that searches and measures are quick. Triggers keep it in the same transaction as each
 * change; `NAME_of(ids)` tells it afresh from the records, and `refresh_NAME(ids)` brings it to that.
 */
export interface ReadModel {
  name: 'bed_use' | 'bed_free' | 'care_facts' | 'choosy_residents'
  words: string
  /** Whose ids its functions take. */
  of: 'beds' | 'children'
  /** Of the rows kept of an authority, those that say what is now so. */
  current: string
  /** Columns that say since when a row is there and not what it says. */
  incidental: readonly string[]
}

/** In the order in which one is made from those before it. */
export const readModels: readonly ReadModel[] = [
  {
    name: 'bed_use',
    words: 'uses of beds',
    of: 'beds',
    current: 'authority_code = $1 and (expires_at is null or expires_at > clock_timestamp())',
    incidental: ['id'],
  },
  {
    name: 'bed_free',
    words: 'free intervals of beds',
    of: 'beds',
    current: 'authority_code = $1',
    incidental: [],
  },
  {
    name: 'care_facts',
    words: 'runs of nights in care',
    of: 'children',
    current: `authority_code = $1 and known_to = 'infinity'`,
    incidental: ['known_from', 'known_to'],
  },
  {
    name: 'choosy_residents',
    words: 'residents who may not live with just anyone',
    of: 'children',
    current: 'of_authority = $1',
    incidental: [],
  },
]

export interface Comparison {
  kept: number
  /** What the records say and the read model doesn't. */
  missing: number
  /** What the read model says and the records don't. */
  untrue: number
}

const idsOf = ({ of }: ReadModel) => `array(select id from ${of} where authority_code = $1)`

/** Compares what is kept of an authority with what its records say now. As the owner of the tables. */
export async function compareReadModel(
  owner: Pool | PoolClient,
  model: ReadModel,
  authorityCode: string,
): Promise<Comparison> {
  const { name, current, incidental } = model
  const said = `to_jsonb(row) - '{${incidental.join(',')}}'::text[] as said`
  const { rows } = await owner.query<Comparison>(
    `with kept as materialized (select ${said} from ${name} row where ${current}),
          fresh as materialized (select ${said} from ${name}_of(${idsOf(model)}) row)
     select (select count(*) from kept)::int as kept,
            (select count(*) from (table fresh except all table kept) missing)::int as missing,
            (select count(*) from (table kept except all table fresh) untrue)::int as untrue`,
    [authorityCode],
  )
  return rows[0] ?? { kept: 0, missing: 0, untrue: 0 }
}

/**
 * Makes a read model of an authority anew from its records. A row that is right stays, with the time from which it was
 * known. As the owner of the tables.
 */
export async function rebuildReadModel(
  owner: Pool | PoolClient,
  model: ReadModel,
  authorityCode: string,
): Promise<void> {
  await owner.query(`select refresh_${model.name}(${idsOf(model)})`, [authorityCode])
}
