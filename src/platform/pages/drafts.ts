import type { Pool } from 'pg'
import type { Principal } from '../../domain/access.ts'
import { readAs, writeAs } from '../db/tenant.ts'
import { Form } from './form.ts'

/** Keeps what a person has filled in on a page, in place of what was kept of it. It is gone after a day. */
export async function keepDraft(pool: Pool, person: Principal, page: string, form: Form): Promise<void> {
  await writeAs(pool, person, ({ client }) =>
    client.query(
      `insert into page_drafts (authority_code, subject, page, fields) values ($1, $2, $3, $4)
       on conflict (authority_code, subject, page) do update set fields = excluded.fields, written_at = now()`,
      [person.authorityCode, person.subject, page, JSON.stringify(form.entries())],
    ),
  )
}

/** What the person had filled in on a page and not sent; undefined for nothing. */
export async function readDraft(pool: Pool, person: Principal, page: string): Promise<Form | undefined> {
  const { rows } = await readAs(pool, person, ({ client }) =>
    client.query<{ fields: [string, string][] }>(
      'select fields from page_drafts where subject = $1 and page = $2',
      [person.subject, page],
    ),
  )
  return rows[0] && new Form(rows[0].fields)
}

export async function removeDraft(pool: Pool, person: Principal, page: string): Promise<void> {
  await writeAs(pool, person, ({ client }) =>
    client.query('delete from page_drafts where subject = $1 and page = $2', [person.subject, page]),
  )
}
