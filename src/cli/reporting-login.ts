import { parseArgs } from 'node:util'
import { loadConfig } from '../config.ts'
import { runReportingCommand, type ReportingCommand } from '../features/reporting/index.ts'
import { createPool } from '../platform/db/pool.ts'
import { requireAuthority } from './authority.ts'
import { runCommand, UsageError } from './command.ts'
import { withDatabase } from './database.ts'

const usage = `npm run -s reporting-login -- list --authority CODE
       npm run -s reporting-login -- make --authority CODE --name NAME --purpose WORDS [--scopes SCOPE,SCOPE]
       npm run -s reporting-login -- rotate --authority CODE --name NAME
       npm run -s reporting-login -- drop --authority CODE --name NAME`

const options = {
  authority: { type: 'string' },
  name: { type: 'string', default: '' },
  purpose: { type: 'string', default: '' },
  scopes: { type: 'string' },
} as const

/** Makes, lists, rotates and drops logins of the database for systems that read the schema `reporting`. */
await runCommand(usage, async () => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const { authority, name, purpose } = values
  if (authority === undefined) throw new UsageError('Say whose logins, with --authority.')
  const commands: Record<string, ReportingCommand> = {
    list: { action: 'list' },
    make: { action: 'make', name, purpose, scopes: values.scopes?.split(',') ?? [] },
    rotate: { action: 'rotate', name },
    drop: { action: 'drop', name },
  }
  const command = Object.hasOwn(commands, positionals[0] ?? '') ? commands[positionals[0] ?? ''] : undefined
  if (command === undefined) throw new UsageError('Say what to do: list, make, rotate or drop.')

  await withDatabase(loadConfig(), async (urls) => {
    const owner = createPool({ url: urls.owner, name: 'sufficiency reporting login', max: 1 })
    try {
      await requireAuthority(owner, authority)
      for (const line of await runReportingCommand(owner, authority, command)) console.log(line)
      const { hostname, port, pathname } = new URL(urls.owner)
      if (command.action === 'make' || command.action === 'rotate')
        console.log(`server ${hostname}:${port || '5432'}\ndatabase ${pathname.slice(1)}`)
    } finally {
      await owner.end()
    }
  })
})
