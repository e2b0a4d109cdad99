import type { Pool } from 'pg'

/** Whether anything is sent from this database: to webhooks, and to the daily collection. */
export interface Sending {
  isSending: boolean
  /** Whether it was restored from a backup of another and has not been told to send since. */
  isCopy: boolean
  /** When it was paused by command (ISO 8601); null when it was not. */
  pausedAt: string | null
}

const HERE = `server = (select system_identifier from pg_control_system())
  and database = (select oid from pg_database where datname = current_database())`

/** `owner` connects as the owner of the tables, as for the functions below. */
export async function readSending(owner: Pool): Promise<Sending> {
  const { rows } = await owner.query<Sending>(
    `select is_sending() as "isSending", not (${HERE}) as "isCopy", paused_at as "pausedAt" from sending`,
  )
  if (!rows[0]) throw new Error('the table sending has lost its row')
  return rows[0]
}

export async function pauseSending(owner: Pool): Promise<void> {
  await owner.query('update sending set paused_at = coalesce(paused_at, now())')
}

/** Sends from this database from now on, also where it is a copy: what it was copied from must not go on sending. */
export async function resumeSending(owner: Pool): Promise<void> {
  await owner.query(
    `update sending
        set paused_at = null, server = (select system_identifier from pg_control_system()),
            database = (select oid from pg_database where datname = current_database())`,
  )
}

/** `pool` is of a login of the service. */
export async function isSending(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ answer: boolean }>('select is_sending() as answer')
  return rows[0]?.answer === true
}
