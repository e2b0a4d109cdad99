import { DatabaseUnreachable, lostRace } from '../../platform/db/conflicts.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { problemOf } from '../../platform/http/errors.ts'
import type { Fault, Problem } from '../../platform/http/problem.ts'

/** What came of an attempt: its result, and whether it was kept, or why it is refused. */
type Attempted<T> = { result: T; isKept: boolean } | { faults: readonly Fault[] }

/**
 * Does `work` on one record of many. If it is refused, or `isWorth` says that its result is not to be kept, nothing of it is
 * kept, and the transaction goes on.
 * @throws what is no fault of the record: a lost race, a database that does not answer
 */
export async function attempt<T>(
  tx: Tx,
  work: () => Promise<T>,
  isWorth: (result: T) => boolean = () => true,
): Promise<Attempted<T>> {
  await tx.client.query("savepoint attempt; select set_config('app.occurred_on', '', true)")
  try {
    const result = await work()
    const isKept = isWorth(result)
    await tx.client.query(isKept ? 'release attempt' : takeBack)
    return { result, isKept }
  } catch (error) {
    const problem = problemOf(error)
    if (lostRace(error) || error instanceof DatabaseUnreachable || problem.status >= 500) throw error
    await tx.client.query(takeBack)
    return { faults: problem.faults.length > 0 ? problem.faults : [faultOf(problem)] }
  }
}

const takeBack = 'rollback to attempt; release attempt'

const faultOf = ({ message, type }: Problem): Fault => ({ pointer: '#', detail: message, code: type })
