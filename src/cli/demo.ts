import { parseArgs } from 'node:util'
import { loadConfig } from '../config.ts'
import { authorities } from '../domain/geography/authorities.ts'
import { loadDemonstration } from '../features/demo/index.ts'
import { loadReference } from '../features/geography/index.ts'
import { createPool } from '../platform/db/pool.ts'
import { runCommand, UsageError } from './command.ts'
import { withDatabase } from './database.ts'
import { demonstrationProgress } from './demo-progress.ts'

const usage = 'npm run demo -- [--authorities N] [--seed TEXT]'

/** Loads the demonstration authority, or with `--authorities N` that many synthetic authorities. */
await runCommand(usage, async () => {
  const { values } = parseArgs({
    options: {
      authorities: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
    },
  })
  const count = Number(values.authorities)
  if (!Number.isInteger(count) || count < 1 || count > authorities.length) {
    throw new UsageError(`--authorities takes a whole number from 1 to ${authorities.length}.`)
  }
  const progress = demonstrationProgress()
  await withDatabase(loadConfig(), async (urls) => {
    const pool = createPool({ url: urls.owner, name: 'sufficiency demo', max: 1 })
    try {
      await loadReference(pool)
      const report = await loadDemonstration(pool, {
        authorities: count,
        seed: values.seed,
        onProgress: (now) => progress.at(now),
      })
      progress.stop()
      for (const [table, rows] of Object.entries(report.rows)) {
        console.log(`${table.padEnd(16)} ${rows.toLocaleString('en-GB').padStart(11)}`)
      }
      const skipCount = report.skipped.length
      console.log(
        `${report.loaded.length} of ${count} authorities loaded` +
          (skipCount > 0 ? `; ${skipCount} had children or homes already and were left alone` : ''),
      )
    } finally {
      progress.stop()
      await pool.end()
    }
  })
})
