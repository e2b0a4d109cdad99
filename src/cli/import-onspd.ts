import { parseArgs } from 'node:util'
import { importDirectory, loadReference } from '../features/geography/index.ts'
import type { DatabaseUrls } from '../platform/db/logins.ts'
import { createPool } from '../platform/db/pool.ts'
import { UsageError } from './command.ts'
import type { Importer } from './importer.ts'
import { fileProgress } from './progress.ts'

/** Imports a file of the ONS Postcode Directory. */
export const importOnspd: Importer = {
  usage: 'onspd FILE[.gz]',
  prepare(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true })
    const [path, ...others] = positionals
    if (path === undefined || others.length > 0) throw new UsageError('Give one file.')
    return (urls) => load(urls, path)
  },
}

async function load(urls: DatabaseUrls, path: string): Promise<void> {
  const pool = createPool({ url: urls.owner, name: 'sufficiency import', max: 1 })
  const progress = fileProgress('reading')
  try {
    await loadReference(pool)
    const counts = await importDirectory(pool, path, {
      onRead: (read, size) => progress.at(read, size),
      onStep: (step) => progress.step(step),
    })
    progress.stop()
    const number = (count: number) => count.toLocaleString('en-GB')
    console.log(`${number(counts.rows)} postcodes read from ${path}`)
    console.log(
      `  ${number(counts.added)} new, ${number(counts.changed)} changed, ${number(counts.unchanged)} as they were, ` +
        `${number(counts.notLocated)} left out: the file doesn't say where they were`,
    )
    console.log(
      `  ${number(counts.homesChanged)} homes and ${number(counts.placementsChanged)} placements located anew`,
    )
  } finally {
    progress.stop()
    await pool.end()
  }
}
