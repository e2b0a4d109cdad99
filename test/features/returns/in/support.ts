import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'csv-parse/sync'
import type { Pool } from 'pg'
import type { Test } from 'tap'
import type { Answer, Body, TestClient } from '../../../support/app.ts'
import { form, type Sent } from '../../../support/form.ts'

export { form, type Sent }

export function post(
  client: TestClient,
  files: readonly Sent[],
  fields?: Record<string, string>,
): Promise<Answer<Body>> {
  const { body, headers } = form(files, fields)
  return client.post('/v1/imports', body, headers)
}

export interface Counts {
  read: number
  new: number
  changed: number
  unchanged: number
  rejected: number
  repaired: number
  noted: number
}

export interface Import {
  id: string
  status: string
  detail: string | null
  files: { name: string; modules: string[]; rows: number }[]
  counts: Counts & {
    withdrawn: number
    modules: Record<string, Counts>
    records: Record<string, Record<string, number>> | null
  }
}

/** Sends files and waits until their import has finished; returns it. */
export async function importOf(
  client: TestClient,
  files: readonly Sent[],
  fields?: Record<string, string>,
): Promise<Import> {
  return importEnd(client, await post(client, files, fields))
}

/** Waits until the import that an answer tells of has finished; returns it. */
export async function importEnd(client: TestClient, answer: Answer<Body>): Promise<Import> {
  if (answer.status !== 202) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  for (;;) {
    const { body } = await client.get<Import>(String(answer.headers.location))
    if (body.status !== 'queued' && body.status !== 'running') return body
    await sleep(50)
  }
}

export interface Finding {
  kind: string
  file: string
  module: string | null
  row: number | null
  column: string | null
  value: string | null
  rule: string | null
  reason: string
}

/** All findings of a report, read page by page. */
export async function reportOf(client: TestClient, id: string, kind?: string): Promise<Finding[]> {
  const findings: Finding[] = []
  let cursor = ''
  do {
    const query = new URLSearchParams({
      limit: '500',
      ...(kind && { kind }),
      ...(cursor && { cursor }),
    }).toString()
    const { body } = await client.get<{ items: Finding[]; nextCursor: string | null }>(
      `/v1/imports/${id}/report?${query}`,
    )
    findings.push(...body.items)
    cursor = body.nextCursor ?? ''
  } while (cursor)
  return findings
}

/** The files of a folder, as they are sent. */
export async function filesIn(folder: string, which: RegExp): Promise<Sent[]> {
  const names = (await readdir(folder)).filter((name) => which.test(name))
  return Promise.all(names.map(async (name) => ({ name, content: await readFile(join(folder, name)) })))
}

const columns = {
  header: 'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB',
  episodes: 'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN',
}

/** A CSV file made of lines. */
export function csv(module: keyof typeof columns, ...lines: string[]): Sent {
  return { name: `${module}.csv`, content: [columns[module], ...lines, ''].join('\n') }
}

/** The tables that an import writes. */
export const tables = ['children', 'care_periods', 'legal_statuses', 'placements', 'return_rows']

/** A hash of all rows of all tables that an import writes. */
export async function fingerprint(pool: Pool): Promise<string[]> {
  return Promise.all(
    tables.map(async (table) => {
      const { rows } = await pool.query<{ print: string }>(
        `select count(*) || ' ' || md5(string_agg(r::text, '' order by r::text)) as print from ${table} r`,
      )
      return `${table} ${rows[0]?.print}`
    }),
  )
}

/** The number of rows of CSV files, counted without the product's code. */
export const linesOf = (files: readonly Sent[]) =>
  files.reduce(
    (total, { content }) =>
      total + (parse(content, { bom: true, relax_column_count: true }) as unknown[]).length - 1,
    0,
  )

/** Checks that the counts add up to `rows`, and that the report explains every rejected and repaired row. */
export function accountedFor(t: Test, result: Import, findings: readonly Finding[], rows: number) {
  const counts = result.counts
  t.equal(result.status, 'succeeded', result.detail ?? '')
  t.equal(counts.read, rows, 'every row is read')
  t.equal(counts.new + counts.changed + counts.unchanged + counts.rejected, rows, 'every row has one outcome')
  const rowsTold = (kind: string) =>
    new Set(
      findings
        .filter((finding) => finding.kind === kind)
        .map(({ file, module, row }) => `${file} ${module} ${row}`),
    ).size
  t.equal(rowsTold('rejected'), counts.rejected, 'every rejected row has its reason')
  t.equal(rowsTold('repaired'), counts.repaired, 'every repaired row is told of')
  t.ok(findings.every(({ reason, kind, row }) => reason !== '' && (kind !== 'rejected' || row !== null)))
  t.equal(
    Object.values(counts.modules).reduce((total, module) => total + module.read, 0),
    rows,
  )
}

export const partial = { acceptPartial: 'true' }
