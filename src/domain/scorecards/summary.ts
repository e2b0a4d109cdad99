import type { Rag } from './rag.ts'

export type Counts = Record<Rag, number>

/** The number of rows of each RAG rating, for the level against target and for the direction of travel. */
export function ragSummaryOf(rows: readonly { level: { rag: Rag }; direction: { rag: Rag } }[]): {
  level: Counts
  direction: Counts
} {
  const count = (aspect: 'level' | 'direction'): Counts => {
    const counts: Counts = { red: 0, amber: 0, green: 0, 'n-a': 0 }
    for (const row of rows) counts[row[aspect].rag]++
    return counts
  }
  return { level: count('level'), direction: count('direction') }
}
