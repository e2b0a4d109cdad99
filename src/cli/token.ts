import { parseArgs } from 'node:util'
import { loadConfig } from '../config.ts'
import { roles, type Role } from '../domain/access.ts'
import { demonstrationAuthority } from '../features/demo/index.ts'
import { demonstrationKey } from '../platform/db/demonstration-key.ts'
import { createPool } from '../platform/db/pool.ts'
import { signDemonstrationToken } from '../platform/http/tokens.ts'
import { requireAuthority } from './authority.ts'
import { runCommand, UsageError } from './command.ts'
import { withDatabase } from './database.ts'

const usage = `npm run -s token -- --role ${Object.keys(roles).join('|')} [--authority CODE] [--subject NAME]`

/** Prints on standard output a bearer token of the demonstration signer, and nothing else. */
await runCommand(usage, async () => {
  const { values } = parseArgs({
    options: {
      role: { type: 'string' },
      authority: { type: 'string', default: demonstrationAuthority },
      subject: { type: 'string', default: 'demonstration' },
    },
  })
  if (values.role === undefined || !Object.hasOwn(roles, values.role)) throw new UsageError('Say which role.')
  const role = values.role as Role
  const config = loadConfig()
  const [provider] = config.identityProviders
  if (provider) {
    throw new UsageError(
      `Tokens come from ${provider.issuer}: the demonstration signer does not run beside it.`,
    )
  }

  if (!config.demonstration) {
    throw new UsageError(
      'Tokens of the demonstration signer are for the demonstration: set DEMONSTRATION=yes.',
    )
  }

  await withDatabase(config, async (urls) => {
    const owner = createPool({ url: urls.owner, name: 'sufficiency token', max: 1 })
    try {
      await requireAuthority(owner, values.authority)
      const principal = { subject: values.subject, role, authorityCode: values.authority }
      console.log(await signDemonstrationToken(await demonstrationKey(owner), principal))
    } finally {
      await owner.end()
    }
  })
})
