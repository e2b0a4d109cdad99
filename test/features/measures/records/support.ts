import type { TestClient } from '../../../support/app.ts'
import type { Figure } from '../support.ts'

export interface FigureRecord {
  from: string
  to: string
  nights: number
  amount: number
  adds: number
  children: { id: string; reference: string | null }[]
  records: Record<string, string | null>
  facts: Record<string, string>
  labels: Record<string, string>
}
export interface Page {
  figure: Figure
  items: FigureRecord[]
  nextCursor: string | null
}
export type Part = 'numerator' | 'denominator' | 'unknown'

/** All records in a part of a figure, read page by page; `path` is the path of the figure. */
export async function recordsOf(
  client: TestClient,
  path: string,
  part: Part,
  limit = 500,
): Promise<FigureRecord[]> {
  const [id, query = ''] = path.split('?')
  const all: FigureRecord[] = []
  let cursor: string | null = null
  do {
    const cursorQuery: string = cursor === null ? '' : `&cursor=${cursor}`
    const url = `/v1/measures/${id}/records?${query}&of=${part}&limit=${limit}${cursorQuery}`
    const { status, body } = await client.get<Page>(url)
    if (status !== 200) throw new Error(`${url}: ${status} ${JSON.stringify(body)}`)
    all.push(...body.items)
    cursor = body.nextCursor
  } while (cursor !== null)
  return all
}
