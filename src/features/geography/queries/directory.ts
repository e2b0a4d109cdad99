import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { codesOf, countries } from '../../../domain/codes.ts'
import type { ColumnPlaces, DirectoryColumn } from '../directory-columns.ts'

/** A fault of some rows of a file: the number of the first such row (the header is row 1), its value, and how many. */
export interface RowFault {
  fault: string
  value: string
  row: number
  rows: number
}

export interface DirectoryCounts {
  rows: number
  /** Rows without a country, which are not stored: postcodes terminated so long ago that their place is unknown. */
  notLocated: number
  added: number
  changed: number
  unchanged: number
  homesChanged: number
  placementsChanged: number
}

/** SQL conditions on a row of `directory_text` that make it faulty; `l` is the lower-tier authority of its code. */
const checks = [
  {
    value: "coalesce(postcode, '')",
    fails: "(postcode is null or postcode !~ '^[A-Z][A-Z0-9]{1,3}[0-9][A-Z]{2}$')",
    fault: 'is no postcode',
  },
  {
    value: 'country',
    fails: `country not in ('${codesOf(countries).join(`', '`)}')`,
    fault: 'is no country code',
  },
  {
    value: 'lower_code',
    fails: "(country = 'E' and lower_code is not null and l.code is null)",
    fault: 'is no authority code known here',
  },
  { value: 'easting', fails: "easting !~ '^[0-9]{1,7}$'", fault: 'is no easting in metres' },
  { value: 'northing', fails: "northing !~ '^[0-9]{1,7}$'", fault: 'is no northing in metres' },
  {
    value: 'terminated',
    fails: "terminated !~ '^[0-9]{4}(0[1-9]|1[0-2])$'",
    fault: 'is no month written like 202511',
  },
]

const column = (index: number) => `c${index + 1}`

/** Copies the rows of a CSV unchanged into the temporary table `directory_row`. Returns how many. */
export async function copyDirectoryRows(client: ClientBase, width: number, rows: Readable): Promise<number> {
  const columns = Array.from({ length: width }, (_, index) => column(index))
  await client.query('set local statement_timeout = 0')
  await client.query(`
    create temp table directory_row (
      row integer generated always as identity (start with 2), ${columns.map((name) => `${name} text`).join(', ')}
    ) on commit drop`)
  const copy = client.query(copyFrom(`copy directory_row (${columns.join(', ')}) from stdin (format csv)`))
  await pipeline(rows, copy)
  return copy.rowCount
}

/**
 * Reads the columns of the copied rows into the temporary table `directory_text`, and returns the rows' faults. A
 * postcode in England needs a known authority code; those of other countries are not known here.
 */
export async function readRows(client: ClientBase, places: ColumnPlaces): Promise<RowFault[]> {
  const value = (name: DirectoryColumn) =>
    places[name] === null ? 'null::text' : `nullif(trim(${column(places[name])}), '')`
  await client.query(`
    create temp table directory_text on commit drop as
    select row, upper(replace(${value('postcode')}, ' ', '')) as postcode, ${value('authority')} as lower_code,
           left(coalesce(${value('country')}, ${value('authority')}), 1) as country,
           ${value('easting')} as easting, ${value('northing')} as northing, ${value('terminated')} as terminated
      from directory_row`)
  await client.query('drop table directory_row')
  const { rows } = await client.query<RowFault>(`
    with wrong as (
      select fault, value, row
        from directory_text d left join lower_tier_authorities l on l.code = d.lower_code,
        lateral (values ${checks.map(({ value, fails, fault }) => `('${fault}', ${value}, ${fails})`).join(', ')})
          as checks (fault, value, fails)
       where (${checks.map(({ fails }) => fails).join(' or ')}) and checks.fails)
    select distinct on (fault) fault, value, row, (count(*) over (partition by fault))::integer as rows
      from wrong
     order by fault, row`)
  return rows
}

/**
 * Updates the table of postcodes from the rows read, and recomputes what depends on it. Postcodes that the file does not
 * have stay as they are, and so do dates of termination if the file has no such column. References in Northern Ireland
 * are on the Irish grid, which has no distance to the British one, so they are stored without a position.
 * @throws {DatabaseError} unique_violation when a postcode is in the file twice
 */
export async function storeRows(client: ClientBase, places: ColumnPlaces): Promise<DirectoryCounts> {
  const count = async (sql: string) => (await client.query(sql)).rowCount ?? 0
  await client.query('lock table postcodes in share row exclusive mode')
  const locatedCount = await count(`
    create temp table directory on commit drop as
    select postcode, authority_code, country, case when placed then e end as easting,
           case when placed then n end as northing, to_date(terminated, 'YYYYMM') as terminated_on
      from directory_text d
      left join lower_tier_authorities l on l.code = d.lower_code,
      lateral (select easting::integer as e, northing::integer as n) grid,
      lateral (select e > 0 and n > 0 and country <> 'N' as placed) known
     where country is not null`)
  await client.query('create unique index directory_postcode_once on directory (postcode)')
  await client.query('analyze directory')
  const terminationColumn = places.terminated === null ? 'p.terminated_on' : 'd.terminated_on'
  const changedCount = await count(`
    update postcodes p
       set authority_code = d.authority_code, country = d.country, easting = d.easting, northing = d.northing,
           terminated_on = ${terminationColumn}
      from directory d
     where d.postcode = p.postcode
       and (p.authority_code, p.country, p.easting, p.northing, p.terminated_on)
           is distinct from (d.authority_code, d.country, d.easting, d.northing, ${terminationColumn})`)
  const addedCount = await count(`
    insert into postcodes (postcode, authority_code, country, easting, northing, terminated_on)
    select postcode, authority_code, country, easting, northing, terminated_on
      from directory d
     where not exists (select from postcodes p where p.postcode = d.postcode)`)
  await client.query('analyze postcodes')
  const { rows } = await client.query<Pick<DirectoryCounts, 'rows' | 'homesChanged' | 'placementsChanged'>>(`
    select (select count(*) from directory_text)::integer as rows,
           homes_changed::integer as "homesChanged", placements_changed::integer as "placementsChanged"
      from recompute_locations()`)
  const [summary = { rows: 0, homesChanged: 0, placementsChanged: 0 }] = rows
  return {
    ...summary,
    notLocated: summary.rows - locatedCount,
    added: addedCount,
    changed: changedCount,
    unchanged: locatedCount - addedCount - changedCount,
  }
}
