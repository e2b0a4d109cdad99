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
}

export function parseSnapshot(text: string): Snapshot {
  const [lowest = '', next = '', list = ''] = text.split(':')
  const underWay = new Set(list === '' ? [] : list.split(',').map(BigInt))
  return { text, lowest: BigInt(lowest), next: BigInt(next), underWay }
}

/** Whether everything that the earlier snapshot sees is seen by the later one too. */
export function includesSnapshot(later: Snapshot, earlier: Snapshot): boolean {
  for (const transaction of later.underWay) {
    if (transaction < earlier.next && !earlier.underWay.has(transaction)) return false
  }
  for (let transaction = later.next; transaction < earlier.next; transaction++) {
    if (!earlier.underWay.has(transaction)) return false
  }
  return true
}
