import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const folder = process.env.SHARED_DATA ?? resolve(import.meta.dirname, '../../../shared/data')

/** The path of a sample or reference file beside the repository; null, so that the test skips, where absent. */
export function sharedData(file: string): string | null {
  const path = resolve(folder, file)
  return existsSync(path) ? path : null
}

/** The options of a test that needs such a file. */
export function needs(path: string | null): { skip: string | false } {
  return { skip: path === null && `needs the sample data in ${folder} (or SHARED_DATA)` }
}
