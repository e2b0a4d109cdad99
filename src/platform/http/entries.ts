import type { FastifyRequest } from 'fastify'
import { conflictOf } from '../db/conflicts.ts'
import { insertEntry, type Entry, type Journal } from '../db/journal.ts'
import type { Tx } from '../db/tenant.ts'
import { Problem } from './problem.ts'

declare module 'fastify' {
  interface FastifyInstance {
    journal: Journal
  }
}

/**
 * Stores an entry that an answer requires: the answer is not sent unless the entry is committed. A write stores it in its own
 * transaction; a read passes it to the journal and waits.
 * @throws {Problem} unavailable when it can't be stored (of a read: after its transaction)
 */
export async function keepEntry(tx: Tx, request: FastifyRequest, entry: Entry): Promise<void> {
  if (tx.afterRead) tx.afterRead(() => append(request, entry))
  else await insertEntry(tx.client, entry)
}

async function append(request: FastifyRequest, entry: Entry): Promise<void> {
  try {
    await request.server.journal.append(entry)
  } catch (error) {
    if (conflictOf(error)) throw error
    request.log.error({ err: error }, 'an entry could not be kept')
    throw new Problem('unavailable', 'That this was read could not be kept, so it is not told. Ask again.')
  }
}
