import { parseArgs } from 'node:util'
import { loadConfig } from '../config.ts'
import { runKeyCommand, type KeyCommand } from '../features/keys/index.ts'
import { createPool } from '../platform/db/pool.ts'
import { requireAuthority } from './authority.ts'
import { runCommand, UsageError } from './command.ts'
import { withDatabase } from './database.ts'

const usage = `npm run -s key -- list --authority CODE
       npm run -s key -- make --authority CODE --name NAME --purpose WORDS --scopes SCOPE,SCOPE [--days N]
       npm run -s key -- rotate --authority CODE --name NAME [--days N] [--overlap-hours N]
       npm run -s key -- revoke --authority CODE --name NAME`

const options = {
  authority: { type: 'string' },
  name: { type: 'string', default: '' },
  purpose: { type: 'string', default: '' },
  scopes: { type: 'string', default: '' },
  days: { type: 'string' },
  'overlap-hours': { type: 'string' },
} as const

/** Makes, lists, rotates and revokes service keys. A new key is printed on standard output, and nothing else. */
await runCommand(usage, async () => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const { authority, name, purpose } = values
  if (authority === undefined) throw new UsageError('Say whose keys, with --authority.')
  const days = values.days === undefined ? {} : { days: Number(values.days) }
  const overlap =
    values['overlap-hours'] === undefined ? {} : { overlapHours: Number(values['overlap-hours']) }
  const commands: Record<string, KeyCommand> = {
    list: { action: 'list' },
    make: { action: 'make', name, purpose, scopes: values.scopes.split(','), ...days },
    rotate: { action: 'rotate', name, ...days, ...overlap },
    revoke: { action: 'revoke', name },
  }
  const command = Object.hasOwn(commands, positionals[0] ?? '') ? commands[positionals[0] ?? ''] : undefined
  if (command === undefined) throw new UsageError('Say what to do: list, make, rotate or revoke.')

  await withDatabase(loadConfig(), async (urls) => {
    const owner = createPool({ url: urls.owner, name: 'sufficiency key', max: 1 })
    const pool = createPool({ url: urls.app, name: 'sufficiency key', max: 1 })
    try {
      await requireAuthority(owner, authority)
      for (const line of await runKeyCommand(pool, authority, command)) console.log(line)
    } finally {
      await pool.end()
      await owner.end()
    }
  })
})
