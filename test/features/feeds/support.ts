import type { TestClient } from '../../support/app.ts'

export type FeedRow = Record<string, string | number | boolean | null>

/** The rows of a set; `query` begins with a question mark. */
export async function rowsOf(client: TestClient, set: string, query = ''): Promise<FeedRow[]> {
  const answer = await client.get<string>(`/v1/feeds/${set}${query}`, { accept: 'application/x-ndjson' })
  if (answer.status !== 200)
    throw new Error(`${set}${query}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FeedRow)
}

/** How many rows there are of each value of a column; null counts as `unknown`. */
export function countsBy(rows: readonly FeedRow[], column: string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const row of rows) {
    const code = String(row[column] ?? 'unknown')
    counts[code] = (counts[code] ?? 0) + 1
  }
  return counts
}
