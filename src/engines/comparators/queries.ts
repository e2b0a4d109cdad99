import type { PublishedValue } from '../../domain/scorecards/published-rows.ts'
import type { Tx } from '../../platform/db/tenant.ts'

export interface Neighbour {
  code: string
  name: string
  rank: number
  closeness: string
  model: number
}

/** The authority's statistical neighbours by the latest model, nearest first. */
export async function neighboursOf(tx: Tx): Promise<Neighbour[]> {
  const { rows } = await tx.client.query<Neighbour>({
    name: 'statistical-neighbours',
    text: `select n.neighbour_code as code, a.name, n.rank, n.closeness, n.model
       from statistical_neighbours n join authorities a on a.code = n.neighbour_code
      where n.area_code = current_authority() and n.model = (select max(model) from statistical_neighbours)
      order by n.rank`,
  })
  return rows
}

/** A stored published figure. Exactly as in the file: a value, or a symbol such as `c` in its place. */
export interface PublishedFigure {
  series: string
  year: number
  areaCode: string
  level: PublishedValue['level']
  value: number | null
  symbol: string | null
  count: number | null
  countSymbol: string | null
  file: string
  row: number
}

export interface Region {
  code: string
  name: string
}

/** The region (ONS code and name) of the authority; null where none is recorded. */
export async function regionOf(tx: Tx): Promise<Region | null> {
  const { rows } = await tx.client.query<Region>({
    name: 'region-of-authority',
    text: `select region_code as code, region_name as name from authorities
      where code = current_authority() and region_code is not null`,
  })
  return rows[0] ?? null
}

/** The published figures of England and of some areas. Each series is in one year: `year`, or the latest up to `upTo`. */
export async function publishedFigures(
  tx: Tx,
  { areas, year, upTo }: { areas: readonly string[]; year?: number | undefined; upTo: number },
): Promise<PublishedFigure[]> {
  const { rows } = await tx.client.query<PublishedFigure>({
    name: 'published-figures',
    text: `with asked as (
       select series, max(year) as year from comparator_values
        where year <= $2 and ($3::smallint is null or year = $3) group by series)
     select v.series, v.year, v.area_code as "areaCode", v.level, v.value::float8, v.symbol, v.count::float8,
            v.count_symbol as "countSymbol", i.file, v.row_number as row
       from comparator_values v join asked using (series, year) join comparator_imports i on i.id = v.import_id
      where v.level = 'national' or v.area_code = any($1)
      order by v.series, v.area_code`,
    values: [areas, upTo, year ?? null],
  })
  return rows
}

/** A loaded file; `counts` holds the number of rows by outcome. */
export interface ComparatorImport {
  id: string
  file: string
  kind: string
  sha256: string
  counts: Record<string, number>
  loadedAt: string
}

/** The 500 files loaded last, the latest first. */
export async function comparatorImports(tx: Tx): Promise<ComparatorImport[]> {
  const { rows } = await tx.client.query<ComparatorImport>(
    `select id, file, kind, sha256, counts, to_json(loaded_at) #>> '{}' as "loadedAt"
       from comparator_imports order by loaded_at desc, id limit 500`,
  )
  return rows
}
