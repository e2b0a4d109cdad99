import type { Pool } from 'pg'
import {
  publishedRowOutcomes,
  readNeighbours,
  rowReader,
  type AuthorityCodes,
  type Neighbours,
  type PublishedRowOutcome,
  type PublishedValue,
} from '../../domain/scorecards/published-rows.ts'
import { readPublishedFile, type LoadedFile } from './published-file.ts'
import {
  authorityCodes,
  keepImport,
  storeNeighbours,
  storeValues,
  type StoreCounts,
} from './queries/import.ts'

/** The outcome of one row of the file, counted from the header, which is row 1. */
export interface RowReport {
  row: number
  outcome: PublishedRowOutcome
  reason: string
}

export interface PublishedImport extends StoreCounts {
  file: string
  kind: LoadedFile['kind']
  rows: RowReport[]
  /** The number of rows by outcome. */
  counts: Partial<Record<PublishedRowOutcome, number>>
}

/**
 * Loads a published file in one transaction and reports the outcome of every row. Loading a file again changes nothing;
 * a revised file replaces the figures that differ.
 * @param owner a pool that connects as the owner of the tables
 * @throws {PublishedFileError} when the file can't be read or is of no known kind; nothing is loaded then
 */
export async function importPublished(owner: Pool, path: string): Promise<PublishedImport> {
  const file = await readPublishedFile(path)
  const client = await owner.connect()
  let discard = true
  try {
    await client.query('begin')
    const parsedRows = readRows(file, await authorityCodes(client))
    const importId = await keepImport(client, file, parsedRows.counts)
    const storeCounts =
      file.kind === 'statistical-neighbours'
        ? await storeNeighbours(client, importId, file.model, parsedRows.neighbours)
        : await storeValues(client, importId, parsedRows.values)
    await client.query('commit')
    discard = false
    return {
      file: file.name,
      kind: file.kind,
      rows: parsedRows.rows,
      counts: parsedRows.counts,
      ...storeCounts,
    }
  } finally {
    client.release(discard)
  }
}

interface ParsedRows {
  rows: RowReport[]
  counts: Partial<Record<PublishedRowOutcome, number>>
  values: (PublishedValue & { row: number })[]
  neighbours: Neighbours[]
}

function readRows(file: LoadedFile, authorities: AuthorityCodes): ParsedRows {
  const parsedRows: ParsedRows = { rows: [], counts: {}, values: [], neighbours: [] }
  const readValues = file.kind === 'statistical-neighbours' ? null : rowReader(file.kind, authorities)
  for (const [index, cells] of file.rows.entries()) {
    const row = index + 2
    let outcome: PublishedRowOutcome
    if (readValues === null) {
      const result = readNeighbours(cells, authorities)
      outcome = typeof result === 'string' ? result : 'used'
      if (typeof result !== 'string') parsedRows.neighbours.push(result)
    } else {
      const result = readValues(cells)
      outcome = result.outcome
      parsedRows.values.push(...result.values.map((value) => ({ ...value, row })))
    }
    parsedRows.rows.push({ row, outcome, reason: publishedRowOutcomes[outcome].words })
    parsedRows.counts[outcome] = (parsedRows.counts[outcome] ?? 0) + 1
  }
  return parsedRows
}
