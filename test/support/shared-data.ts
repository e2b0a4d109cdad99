import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const folder = process.env.SHARED_DATA ?? resolve(import.meta.dirname, '../../../shared/data')

/** The path of a sample or reference file beside the repository; null if there is none. */
export function sharedData(file: string): string | null {
  const path = resolve(folder, file)
  return existsSync(path) ? path : null
}

/** Options of a test that needs such a file; it is skipped without it. */
export function needs(path: string | null): { skip: string | false } {
  return { skip: path === null && `needs the sample data in ${folder} (or SHARED_DATA)` }
}
