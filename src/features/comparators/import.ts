import type { Pool } from 'pg'
import {
  outcomes,
  readNeighbours,
  rowReader,
  type AuthorityCodes,
  type Neighbours,
  type Outcome,
  type PublishedValue,
} from '../../domain/scorecards/published-rows.ts'
import { readPublished, type Published } from './published-file.ts'
import { authorityCodes, keepImport, storeNeighbours, storeValues, type Stored } from './queries/import.ts'

/** What became of one row of the file, whose header is row 1. */
export interface RowReport {
  row: number
  outcome: Outcome
  reason: string
}

export interface PublishedImport extends Stored {
  file: string
  kind: Published['kind']
  rows: RowReport[]
  /** Rows by what became of them. */
  counts: Partial<Record<Outcome, number>>
}

/**
 * Loads a published file in one transaction: all that can be used of it, and a report of every row. The same file again
 * changes nothing; a revised one changes what it says otherwise.
 * @param owner connects as the owner of the tables
 * @throws {PublishedFileError} when it is no such file; nothing is loaded then
 */
export async function importPublished(owner: Pool, path: string): Promise<PublishedImport> {
  const file = await readPublished(path)
  const client = await owner.connect()
  let failed = true
  try {
    await client.query('begin')
    const read = readRows(file, await authorityCodes(client))
    const importId = await keepImport(client, file, read.counts)
    const stored =
      file.kind === 'statistical-neighbours'
        ? await storeNeighbours(client, importId, file.model, read.neighbours)
        : await storeValues(client, importId, read.values)
    await client.query('commit')
    failed = false
    return { file: file.name, kind: file.kind, rows: read.rows, counts: read.counts, ...stored }
  } finally {
    client.release(failed)
  }
}

interface Read {
  rows: RowReport[]
  counts: Partial<Record<Outcome, number>>
  values: (PublishedValue & { row: number })[]
  neighbours: Neighbours[]
}

function readRows(file: Published, authorities: AuthorityCodes): Read {
  const read: Read = { rows: [], counts: {}, values: [], neighbours: [] }
  const readValues = file.kind === 'statistical-neighbours' ? null : rowReader(file.kind, authorities)
  for (const [index, cells] of file.rows.entries()) {
    const row = index + 2
    let outcome: Outcome
    if (readValues === null) {
      const found = readNeighbours(cells, authorities)
      outcome = typeof found === 'string' ? found : 'used'
      if (typeof found !== 'string') read.neighbours.push(found)
    } else {
      const found = readValues(cells)
      outcome = found.outcome
      read.values.push(...found.values.map((value) => ({ ...value, row })))
    }
    read.rows.push({ row, outcome, reason: outcomes[outcome].words })
    read.counts[outcome] = (read.counts[outcome] ?? 0) + 1
  }
  return read
}
