/**
 * What a transaction sees, as PostgreSQL writes it (`pg_current_snapshot()`): `10:20:10,14` sees every transaction below 10,
 * none from 20 on, and of those between all but 10 and 14, which were under way.
 */
export interface Snapshot {
  text: string
  /** The first transaction that was under way. */
  lowest: bigint
  /** The first that had not begun. */
  next: bigint
  underWay: ReadonlySet<bigint>
  /**
   * On a standby, where a snapshot does not tell of transactions under way: those that it sees all the same, of the ones that matter
   * to who asks. There `next` is the first that was under way.
   */
  seen: ReadonlySet<bigint>
}

export function parseSnapshot(text: string, seen: readonly string[] = []): Snapshot {
  const [lowest = '', next = '', list = ''] = text.split(':')
  const underWay = new Set(list === '' ? [] : list.split(',').map(BigInt))
  return { text, lowest: BigInt(lowest), next: BigInt(next), underWay, seen: new Set(seen.map(BigInt)) }
}

/** Whether everything that the earlier snapshot sees is seen by the later one too. */
export function includesSnapshot(later: Snapshot, earlier: Snapshot): boolean {
  for (const transaction of earlier.seen) if (!sees(later, transaction)) return false
  for (const transaction of later.underWay) {
    if (transaction < earlier.next && !earlier.underWay.has(transaction)) return false
  }
  for (let transaction = later.next; transaction < earlier.next; transaction++) {
    if (!earlier.underWay.has(transaction)) return false
  }
  return true
}

const sees = ({ next, underWay, seen }: Snapshot, transaction: bigint): boolean =>
  seen.has(transaction) || (transaction < next && !underWay.has(transaction))
