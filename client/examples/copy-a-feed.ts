import { pullFeed, type Connection, type FeedRow } from '@sufficiency/client'

/** Every month of every child in care, given to `store` a thousand rows at a time. */
export async function copyChildMonths(service: Connection, store: (rows: FeedRow[]) => Promise<void>) {
  let rows: FeedRow[] = []
  for await (const row of pullFeed(service, 'child-months')) {
    rows.push(row)
    if (rows.length < 1000) continue
    await store(rows)
    rows = []
  }
  if (rows.length > 0) await store(rows)
}
