import type { Pool } from 'pg'
import { Turns } from '../threads/turns.ts'

/**
 * What one authority may have of a process's connections, so that no authority's questions keep those of others waiting: half of
 * them at once, and of heavy questions (figures as once known, views, whole sets) two at once. What is more waits for its turn;
 * the numbers that may wait are above what people and their tools ask at a time.
 */
interface Shares {
  connections: Turns
  heavy: Turns
}

const sharesByPool = new WeakMap<Pool, Shares>()

function sharesOf(pool: Pool): Shares {
  const present = sharesByPool.get(pool)
  if (present) return present
  const { max } = pool.options
  const half = Math.max(1, Math.floor(max / 2))
  const shares = {
    connections: new Turns({
      atOnce: { ofOwner: half, ofAll: max },
      waiting: { ofOwner: 500, ofAll: 2000 },
    }),
    heavy: new Turns({
      atOnce: { ofOwner: Math.min(2, half), ofAll: half },
      waiting: { ofOwner: 20, ofAll: 100 },
    }),
  }
  sharesByPool.set(pool, shares)
  return shares
}

/**
 * Does work that takes a connection of the pool when it is the authority's turn.
 * @throws {Problem} unavailable, where too much waits already
 */
export function inShare<T>(
  pool: Pool,
  { authority, isHeavy = false }: { authority: string; isHeavy?: boolean },
  work: () => Promise<T>,
): Promise<T> {
  const { connections, heavy } = sharesOf(pool)
  const connect = () => connections.take(authority, work)
  return isHeavy ? heavy.take(authority, connect) : connect()
}
