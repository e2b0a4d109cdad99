import { createPool } from '../../../platform/db/pool.ts'
import { csvText } from '../../../platform/http/csv.ts'
import { problemOf } from '../../../platform/http/errors.ts'
import { serveTasks } from '../../../platform/threads/serve-tasks.ts'
import type { ValidationOutcome, ValidationTask } from './answer.ts'
import { validationView } from './schema.ts'
import { validateReturns, type ValidationResult } from './service.ts'
import { columnsBy, linesBy } from './tables.ts'

/** Worker thread: reads and checks the files of a validation, and resolves to the answer as it is sent. */
serveTasks<ValidationTask, never, ValidationOutcome>(async ({ connecting, principal, options, table }) => {
  const pool = createPool({ ...connecting, name: 'sufficiency validation', max: 1 })
  try {
    const result = await validateReturns(pool, principal, options)
    return { bytes: new TextEncoder().encode(answerText(result, table)), childIds: result.childIds }
  } catch (error) {
    const { type, status, message: detail } = problemOf(error)
    if (status === 500) throw error
    return { problem: { type, detail } }
  } finally {
    await pool.end()
  }
})

function answerText({ report, breaches }: ValidationResult, table: ValidationTask['table']): string {
  return table === null
    ? JSON.stringify(validationView.parse(report))
    : csvText(linesBy[table](report, breaches), columnsBy[table])
}
