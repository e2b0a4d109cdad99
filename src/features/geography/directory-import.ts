import type { ClientBase, Pool } from 'pg'
import { directoryColumns, findColumns } from './directory-columns.ts'
import { directoryFault } from './directory-faults.ts'
import { DirectoryError, openDirectory, type DirectoryFile } from './directory-file.ts'
import { copyRows, readRows, storeRows, type DirectoryCounts } from './queries/directory.ts'

export interface DirectoryProgress {
  /** Told as the file is read. */
  onRead(bytes: number, size: number): void
  /** Told when the rows are all in, as each later step begins. */
  onStep(step: 'checking' | 'storing'): void
}

/**
 * Loads a postcode directory (CSV, plain or gzipped) into the postcode table, all of it or nothing, and
 * recomputes distances and in/out of what stands at a postcode that changed. The rows stream into PostgreSQL,
 * which parses them: memory here doesn't grow with the file.
 * @param pool of the user that owns the tables
 * @throws {DirectoryError} when the file isn't a postcode directory, saying where and why
 */
export async function importDirectory(
  pool: Pool,
  path: string,
  progress: DirectoryProgress,
): Promise<DirectoryCounts> {
  let file: DirectoryFile | undefined
  try {
    file = await openDirectory(path, (bytes, size) => progress.onRead(bytes, size))
    return await load(pool, file, progress)
  } catch (error) {
    const fault = directoryFault(error)
    throw fault === null ? error : new DirectoryError(`${path} ${fault}`, { cause: error })
  } finally {
    file?.close()
  }
}

async function load(pool: Pool, file: DirectoryFile, progress: DirectoryProgress): Promise<DirectoryCounts> {
  const { places, missing } = findColumns(file.header)
  if (missing.length > 0) {
    const wanted = missing.map((column) => `${column} (${directoryColumns[column].called})`)
    throw new DirectoryError(`has no column for ${wanted.join(', nor for ')}`)
  }
  return inTransaction(pool, async (client) => {
    const rows = await copyRows(client, file.header.length, file.rows)
    if (rows === 0) throw new DirectoryError('has a header but no rows')
    progress.onStep('checking')
    const faults = await readRows(client, places)
    if (faults.length > 0) {
      const lines = faults
        .toSorted((a, b) => a.row - b.row)
        .map(
          ({ fault, value, row, rows: others }) =>
            `\n  row ${row}: "${value}" ${fault}${others > 1 ? ` (${others} such rows)` : ''}`,
        )
      throw new DirectoryError(`can't be loaded; nothing of it was:${lines.join('')}`)
    }
    progress.onStep('storing')
    return storeRows(client, places)
  })
}

/** One transaction; a connection that broke in the middle of a COPY isn't used again. */
async function inTransaction<T>(pool: Pool, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let failed = true
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    failed = false
    return result
  } finally {
    client.release(failed)
  }
}
