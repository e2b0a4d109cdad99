import type { Rag } from './rag.ts'

export type Counts = Record<Rag, number>

/** How many rows are red, amber, green and not judged: for where they stand, and for which way they go. */
export function summaryOf(rows: readonly { level: { rag: Rag }; direction: { rag: Rag } }[]): {
  level: Counts
  direction: Counts
} {
  const count = (of: 'level' | 'direction'): Counts => {
    const counts: Counts = { red: 0, amber: 0, green: 0, 'n-a': 0 }
    for (const row of rows) counts[row[of].rag]++
    return counts
  }
  return { level: count('level'), direction: count('direction') }
}
