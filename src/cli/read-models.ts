import { parseArgs } from 'node:util'
import { loadConfig } from '../config.ts'
import { createPool } from '../platform/db/pool.ts'
import {
  compareReadModel,
  readModels,
  rebuildReadModel,
  type ReadModelCheck,
} from '../platform/db/read-models.ts'
import { runCommand, UsageError } from './command.ts'
import { withDatabase } from './database.ts'
import { stepProgress } from './step-progress.ts'

const usage = 'npm run read-models -- check|rebuild [--authority CODE]'

/** Compares every read model with the records; `rebuild` rebuilds it first. Fails when anything differs. */
await runCommand(usage, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { authority: { type: 'string' } },
  })
  const [action, ...more] = positionals
  if ((action !== 'check' && action !== 'rebuild') || more.length > 0)
    throw new UsageError('Say check or rebuild.')
  await withDatabase(loadConfig(), async (urls) => {
    const pool = createPool({ url: urls.owner, name: 'sufficiency read models', max: 1 })
    const progress = stepProgress('read models')
    const totals = new Map<string, ReadModelCheck>()
    try {
      const { rows } = await pool.query<{ code: string }>(
        `select code from authorities a
            where (exists (select from children where authority_code = code)
                or exists (select from beds where authority_code = code)) and code = coalesce($1, code)
            order by code`,
        [values.authority],
      )
      if (rows.length === 0) throw new UsageError('There is no authority of that code with children or beds.')
      for (const [index, { code }] of rows.entries()) {
        for (const [step, model] of readModels.entries()) {
          progress.at(
            index * readModels.length + step,
            rows.length * readModels.length,
            `${code}: ${model.words}`,
          )
          if (action === 'rebuild') await rebuildReadModel(pool, model, code)
          const check = await compareReadModel(pool, model, code)
          const sum = totals.get(model.words) ?? { total: 0, absent: 0, extra: 0 }
          totals.set(model.words, {
            total: sum.total + check.total,
            absent: sum.absent + check.absent,
            extra: sum.extra + check.extra,
          })
        }
      }
    } finally {
      progress.stop()
      await pool.end()
    }
    for (const [words, { total, absent, extra }] of totals) {
      console.log(`${words}: ${total} kept, ${absent} missing, ${extra} untrue`)
    }
    if ([...totals.values()].some(({ absent, extra }) => absent + extra > 0)) {
      throw new Error('What is kept differs from the records: run it again with rebuild.')
    }
  })
})
