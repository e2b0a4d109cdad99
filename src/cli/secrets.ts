import { loadConfig } from '../config.ts'
import { createPool } from '../platform/db/pool.ts'
import { sealAnew, Sealing } from '../platform/db/sealing.ts'
import { runCommand, UsageError } from './command.ts'
import { withDatabase } from './database.ts'

/** Seals every stored secret by the first of SECRETS_KEYS; without keys it stores them as they are. */
await runCommand('npm run -s secrets -- rotate', async () => {
  const [action, ...others] = process.argv.slice(2)
  if (action !== 'rotate' || others.length > 0) throw new UsageError('Say rotate.')
  const config = loadConfig()
  await withDatabase(config, async (urls) => {
    const owner = createPool({ url: urls.owner, name: 'sufficiency secrets', max: 1 })
    try {
      console.log(`${await sealAnew(owner, new Sealing(config.secretKeys))} secrets were sealed anew`)
    } finally {
      await owner.end()
    }
  })
})
