import { locks } from '../../../../platform/db/locks.ts'
import type { Tx } from '../../../../platform/db/tenant.ts'
import { Problem } from '../../../../platform/http/problem.ts'

/*
 * Children's records are made from an authority's returns by one transaction at a time: an import, or an answer to one of
 * its questions.
 */

/** Waits until nobody else makes records from the authority's returns. */
export async function waitForTurnOfReturns(tx: Tx): Promise<void> {
  await tx.client.query('select pg_advisory_xact_lock(hashtextextended($1, $2))', [
    tx.principal.authorityCode,
    locks.returns,
  ])
}

/**
 * Takes the turn of making records from the authority's returns, if nobody has it.
 * @throws {Problem} conflict
 */
export async function takeTurnOfReturns(tx: Tx): Promise<void> {
  const { rows } = await tx.client.query<{ free: boolean }>(
    'select pg_try_advisory_xact_lock(hashtextextended($1, $2)) as free',
    [tx.principal.authorityCode, locks.returns],
  )
  if (!rows[0]?.free)
    throw new Problem('conflict', 'An import of the authority is at work: try again when it has finished.')
}
