import { parseArgs } from 'node:util'
import { loadConfig } from '../config.ts'
import { dailyCommands, runDailyCommand } from '../features/returns/index.ts'
import { createPool } from '../platform/db/pool.ts'
import { requireAuthority } from './authority.ts'
import { runCommand, UsageError } from './command.ts'
import { withDatabase } from './database.ts'

const usage = `npm run -s daily -- status|changes|push|pause|resume --authority CODE`

/** Says how far an authority's pushes to the daily collection are, pushes now, pauses or resumes them. */
await runCommand(usage, async () => {
  const { values, positionals } = parseArgs({
    options: { authority: { type: 'string' } },
    allowPositionals: true,
  })
  const { authority } = values
  if (authority === undefined) throw new UsageError('Say whose pushes, with --authority.')
  const command = dailyCommands.find((name) => name === positionals[0])
  if (command === undefined) throw new UsageError(`Say what to do: ${dailyCommands.join(', ')}.`)

  const config = loadConfig()
  await withDatabase(config, async (urls) => {
    const owner = createPool({ url: urls.owner, name: 'sufficiency daily', max: 1 })
    const pool = createPool({ url: urls.app, name: 'sufficiency daily', max: 2 })
    try {
      await requireAuthority(owner, authority)
      const options = { receivers: config.dailyReceivers, clock: () => new Date() }
      for (const line of await runDailyCommand(pool, authority, command, options)) console.log(line)
    } finally {
      await pool.end()
      await owner.end()
    }
  })
})
