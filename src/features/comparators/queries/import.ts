import type { ClientBase } from 'pg'
import type { AuthorityCodes, Neighbours, PublishedValue } from '../../../domain/scorecards/published-rows.ts'
import type { LoadedFile } from '../published-file.ts'

/** The number of figures (or of authorities, for a file of neighbours) that were added, changed and left as they were. */
export interface StoreCounts {
  added: number
  changed: number
  unchanged: number
}

/** The authorities of today, to be found by their ONS code or by the old three-digit code. */
export async function authorityCodes(client: ClientBase): Promise<AuthorityCodes> {
  const { rows } = await client.query<{ code: string; old_code: string | null }>(
    'select code, old_code from authorities',
  )
  const codes = new Set(rows.map(({ code }) => code))
  const old = new Map(rows.flatMap(({ code, old_code }) => (old_code === null ? [] : [[old_code, code]])))
  return { has: (code) => codes.has(code), byOldCode: (oldCode) => old.get(oldCode) }
}

/** Records that a file was loaded and gives the id; a file with the same content is recorded once, with its latest time. */
export async function keepImport(client: ClientBase, file: LoadedFile, counts: object): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `insert into comparator_imports (file, sha256, kind, counts) values ($1, $2, $3, $4)
     on conflict on constraint comparator_file_once
     do update set file = excluded.file, kind = excluded.kind, counts = excluded.counts, loaded_at = now()
     returning id`,
    [file.name.slice(-200), file.sha256, file.kind, JSON.stringify(counts)],
  )
  return rows[0]?.id ?? ''
}

/** Stores published figures. A figure of the same series, year and area is replaced where it differs. */
export async function storeValues(
  client: ClientBase,
  importId: string,
  values: readonly (PublishedValue & { row: number })[],
): Promise<StoreCounts> {
  const { rows } = await client.query<{ added: boolean }>(
    `insert into comparator_values as v
            (series, year, area_code, level, value, symbol, count, count_symbol, import_id, row_number)
     select series, year, "areaCode", level, value, symbol, count, "countSymbol", $1, row
       from jsonb_to_recordset($2) as r (series text, year smallint, "areaCode" text, level text, value numeric,
            symbol text, count numeric, "countSymbol" text, row integer)
     on conflict (series, year, area_code) do update
        set level = excluded.level, value = excluded.value, symbol = excluded.symbol, count = excluded.count,
            count_symbol = excluded.count_symbol, import_id = excluded.import_id, row_number = excluded.row_number
      where (v.value, v.symbol, v.count, v.count_symbol)
            is distinct from (excluded.value, excluded.symbol, excluded.count, excluded.count_symbol)
     returning xmax = 0 as added`,
    [importId, JSON.stringify(values)],
  )
  const addedCount = rows.filter((row) => row.added).length
  return { added: addedCount, changed: rows.length - addedCount, unchanged: values.length - rows.length }
}

const inputRows = `jsonb_to_recordset($2) as r ("areaCode" text, neighbours jsonb)
  cross join jsonb_to_recordset(r.neighbours) as n (rank smallint, code text, closeness text)`

/** Replaces the neighbours, in one year's model, of those authorities whose neighbours differ from the file's. */
export async function storeNeighbours(
  client: ClientBase,
  importId: string,
  model: number,
  neighbours: readonly Neighbours[],
): Promise<StoreCounts> {
  const { rows } = await client.query<{ code: string; added: boolean }>(
    `select r."areaCode" as code, bool_and(s.area_code is null) as added
       from ${inputRows}
       left join statistical_neighbours s on (s.model, s.area_code, s.rank) = ($1, r."areaCode", n.rank)
      where (s.neighbour_code, s.closeness) is distinct from (n.code, n.closeness)
      group by 1`,
    [model, JSON.stringify(neighbours)],
  )
  const differing = rows.map(({ code }) => code)
  await client.query('delete from statistical_neighbours where model = $1 and area_code = any($2)', [
    model,
    differing,
  ])
  await client.query(
    `insert into statistical_neighbours (model, area_code, rank, neighbour_code, closeness, import_id)
     select $1, r."areaCode", n.rank, n.code, n.closeness, $3 from ${inputRows}`,
    [model, JSON.stringify(neighbours.filter(({ areaCode }) => differing.includes(areaCode))), importId],
  )
  const addedCount = rows.filter((row) => row.added).length
  return { added: addedCount, changed: rows.length - addedCount, unchanged: neighbours.length - rows.length }
}
