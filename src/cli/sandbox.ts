import { parseArgs } from 'node:util'
import { loadConfig } from '../config.ts'
import { runSandboxCommand, type SandboxCommand } from '../features/sandbox/index.ts'
import { createPool } from '../platform/db/pool.ts'
import { requireAuthority } from './authority.ts'
import { runCommand, UsageError } from './command.ts'
import { withDatabase } from './database.ts'

const usage = `npm run -s sandbox -- list
       npm run -s sandbox -- make|reset|drop --authority CODE`

/** Makes, resets and drops sandboxes: authorities of made-up records that are put back to what they were. */
await runCommand(usage, async () => {
  const { values, positionals } = parseArgs({
    options: { authority: { type: 'string' } },
    allowPositionals: true,
  })
  const [action] = positionals
  if (action !== 'list' && action !== 'make' && action !== 'reset' && action !== 'drop')
    throw new UsageError('Say what to do: list, make, reset or drop.')
  const { authority } = values
  if (action !== 'list' && authority === undefined)
    throw new UsageError('Say which authority, with --authority.')

  await withDatabase(loadConfig(), async (urls) => {
    const owner = createPool({ url: urls.owner, name: 'sufficiency sandbox', max: 1 })
    try {
      if (authority !== undefined) await requireAuthority(owner, authority)
      const command: SandboxCommand =
        action === 'list' ? { action } : { action, authorityCode: authority ?? '' }
      for (const line of await runSandboxCommand(owner, command)) console.log(line)
    } finally {
      await owner.end()
    }
  })
})
