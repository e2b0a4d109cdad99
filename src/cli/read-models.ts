import { parseArgs } from 'node:util'
import { loadConfig } from '../config.ts'
import { createPool } from '../platform/db/pool.ts'
import {
  compareReadModel,
  readModels,
  rebuildReadModel,
  type Comparison,
} from '../platform/db/read-models.ts'
import { runCommand, UsageError } from './command.ts'
import { withDatabase } from './database.ts'
import { stepProgress } from './step-progress.ts'

const usage = 'npm run read-models -- check|rebuild [--authority CODE] [--database-url URL]'

/** Says whether every read model is what the records say; makes them anew first when asked to. */
await runCommand(usage, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { authority: { type: 'string' }, 'database-url': { type: 'string' } },
  })
  const [act, ...more] = positionals
  if ((act !== 'check' && act !== 'rebuild') || more.length > 0) throw new UsageError('Say check or rebuild.')
  const config = loadConfig()
  await withDatabase(
    { ...config, databaseUrl: values['database-url'] ?? config.databaseUrl },
    async (url) => {
      const pool = createPool({ url, name: 'sufficiency read models', max: 1 })
      const progress = stepProgress('read models')
      const found = new Map<string, Comparison>()
      try {
        const { rows } = await pool.query<{ code: string }>(
          `select code from authorities a
            where (exists (select from children where authority_code = code)
                or exists (select from beds where authority_code = code)) and code = coalesce($1, code)
            order by code`,
          [values.authority],
        )
        if (rows.length === 0)
          throw new UsageError('There is no authority of that code with children or beds.')
        for (const [done, { code }] of rows.entries()) {
          for (const [step, model] of readModels.entries()) {
            progress.at(
              done * readModels.length + step,
              rows.length * readModels.length,
              `${code}: ${model.words}`,
            )
            if (act === 'rebuild') await rebuildReadModel(pool, model, code)
            const { kept, missing, untrue } = await compareReadModel(pool, model, code)
            const sum = found.get(model.words) ?? { kept: 0, missing: 0, untrue: 0 }
            found.set(model.words, {
              kept: sum.kept + kept,
              missing: sum.missing + missing,
              untrue: sum.untrue + untrue,
            })
          }
        }
      } finally {
        progress.stop()
        await pool.end()
      }
      for (const [words, { kept, missing, untrue }] of found) {
        console.log(`${words}: ${kept} kept, ${missing} missing, ${untrue} untrue`)
      }
      if ([...found.values()].some(({ missing, untrue }) => missing + untrue > 0)) {
        throw new Error('What is kept differs from the records: run it again with rebuild.')
      }
    },
  )
})
