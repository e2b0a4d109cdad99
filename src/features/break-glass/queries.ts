import type { Tx } from '../../platform/db/tenant.ts'

/** That somebody broke glass. */
export interface BrokenGlass {
  id: string
  subject: string
  role: string
  reason: string
  brokenAt: string
  expiresAt: string
}

const columns = `id, subject, role, reason, to_json(created_at) #>> '{}' as "brokenAt", to_json(expires_at) #>> '{}' as "expiresAt"`

/** Breaks glass for the caller, for some minutes. */
export async function addBrokenGlass(
  tx: Tx,
  reason: string,
  minutes: number,
): Promise<BrokenGlass | undefined> {
  const { authorityCode, subject, role } = tx.principal
  const { rows } = await tx.client.query<BrokenGlass>(
    `insert into break_glass (authority_code, subject, role, reason, expires_at)
     values ($1, $2, $3, $4, now() + make_interval(mins => $5)) returning ${columns}`,
    [authorityCode, subject, role, reason, minutes],
  )
  return rows[0]
}

export async function brokenGlass(tx: Tx, id: string): Promise<BrokenGlass | undefined> {
  return (await tx.client.query<BrokenGlass>(`select ${columns} from break_glass where id = $1`, [id]))
    .rows[0]
}

/** The glass that the caller has broken and whose time is not over, the longest open first. */
export async function openGlass(tx: Tx): Promise<BrokenGlass[]> {
  const { rows } = await tx.client.query<BrokenGlass>(
    `select ${columns} from break_glass where subject = $1 and expires_at > now() order by expires_at desc, id`,
    [tx.principal.subject],
  )
  return rows
}
