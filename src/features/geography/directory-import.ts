import type { ClientBase, Pool } from 'pg'
import { directoryColumns, findColumns } from './directory-columns.ts'
import { directoryFault } from './directory-faults.ts'
import { DirectoryError, openDirectory, type DirectoryFile } from './directory-file.ts'
import { copyDirectoryRows, readRows, storeRows, type DirectoryCounts } from './queries/directory.ts'

export interface DirectoryProgress {
  /** Called while the file is read, with the bytes read so far and its size. */
  onRead(bytes: number, size: number): void
  /** Called as each step begins that follows the reading. */
  onStep(step: 'checking' | 'storing'): void
}

/**
 * Loads a postcode directory (CSV, plain or gzipped) into the table of postcodes, in one transaction, and recomputes the
 * location of homes, and the distance and in/out of placements, at postcodes that changed. The rows stream into
 * PostgreSQL, which parses them, so memory does not grow with the file.
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
  const { places, absent } = findColumns(file.header)
  if (absent.length > 0) {
    const names = absent.map((column) => `${column} (${directoryColumns[column].called})`)
    throw new DirectoryError(`has no column for ${names.join(', nor for ')}`)
  }
  return inTransaction(pool, async (client) => {
    const rows = await copyDirectoryRows(client, file.header.length, file.rows)
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

/** Runs `work` in a transaction. After an error the connection is closed, as it may be in the middle of a COPY. */
async function inTransaction<T>(pool: Pool, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let isBroken = true
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    isBroken = false
    return result
  } finally {
    client.release(isBroken)
  }
}
