import { loadConfig } from '../config.ts'
import { createPool } from '../platform/db/pool.ts'
import { pauseSending, readSending, resumeSending, type Sending } from '../platform/db/sending.ts'
import { runCommand, UsageError } from './command.ts'
import { withDatabase } from './database.ts'

const usage = 'npm run -s sending -- status|pause|resume'

/** Says whether anything is sent from this database, pauses that, or resumes it, as after a restore. */
await runCommand(usage, async () => {
  const [action, ...others] = process.argv.slice(2)
  if (!['status', 'pause', 'resume'].includes(action ?? '') || others.length > 0)
    throw new UsageError('Say what to do: status, pause or resume.')
  await withDatabase(loadConfig(), async (urls) => {
    const owner = createPool({ url: urls.owner, name: 'sufficiency sending', max: 1 })
    try {
      if (action === 'pause') await pauseSending(owner)
      if (action === 'resume') await resumeSending(owner)
      console.log(describe(await readSending(owner)))
    } finally {
      await owner.end()
    }
  })
})

function describe({ isSending, isCopy, pausedAt }: Sending): string {
  if (isSending) return 'on: webhooks are delivered, and children sent to the daily collection'
  return isCopy
    ? 'off: this is a restored copy, which sends nothing until it is resumed'
    : `paused since ${pausedAt}`
}
