import type { Answer, Body, TestApp, TestClient } from '../../support/app.ts'
import { form, type Sent } from '../../support/form.ts'

export interface RowReport {
  file: string
  sheet: string
  row: number
  record: string
  outcome: string
  id: string | null
  columns: string[]
  faults: { column: string | null; value: string | null; reason: string }[]
}

export interface Report extends Body {
  status: string
  counts: Record<'rows' | 'new' | 'changed' | 'unchanged' | 'refused', number>
  files: { file: string; sheet: string | null; outcome: string; reason: string }[]
  rows: RowReport[]
}

/** Sends files to be loaded. */
export function load<T = Report>(
  client: TestClient,
  files: readonly Sent[],
  { fields, headers }: { fields?: Record<string, string>; headers?: Record<string, string> } = {},
): Promise<Answer<T>> {
  const { body, headers: type } = form(files, fields)
  return client.post<T>('/v1/supply/loads', body, { ...type, ...headers })
}

/** Loads rows of one sheet as CSV, with these headings. */
export const loadCsv = (client: TestClient, lines: readonly string[], fields?: Record<string, string>) =>
  load(client, [{ name: 'rows.csv', content: lines.join('\r\n') }], { ...(fields && { fields }) })

/** The faults of a report: row, column and reason. */
export const faultsIn = ({ rows }: Report) =>
  rows.flatMap(({ row, faults }) => faults.map(({ column, reason }) => ({ row, column, reason })))

/** The workbook that the service gives, as bytes. */
export async function getWorkbook(
  service: TestApp,
  query: string,
  role: Parameters<TestApp['token']>[0] = 'data',
): Promise<Buffer> {
  const answer = await service.app.inject({
    url: `/v1/supply/workbook?${query}`,
    headers: { authorization: `Bearer ${await service.token(role)}` },
  })
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`)
  return answer.rawPayload
}
