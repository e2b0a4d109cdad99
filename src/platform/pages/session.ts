import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import type { Principal, Role } from '../../domain/access.ts'
import { DatabaseUnreachable } from '../db/conflicts.ts'
import { writeAs } from '../db/tenant.ts'

/** A session ends after this long without use … */
const IDLE_MINUTES = 30
/** … and at the latest so long after the sign-in: a working day. */
const LONGEST_HOURS = 10
/** It is renewed by the first use after this long. */
const RENEWED_AFTER_MINUTES = 5

/** A person who has signed in, as the cookie of their browser says. */
export interface Session {
  id: string
  principal: Principal
  state: 'live' | 'expired' | 'ended'
  /** Known to the browser alone; forms are signed with it. */
  secret: string
}

interface SessionRow {
  id: string
  authority_code: string
  subject: string
  role: Role
  state: Session['state']
  seconds_left: number
}

const hashOfSecret = (secret: string) => createHash('sha256').update(secret).digest()

/** `__Host-` keeps a cookie from being set by another host of the domain; browsers take it over https alone. */
export const cookieName = (request: FastifyRequest, name: string): string =>
  request.protocol === 'https' ? `__Host-${name}` : name

export const cookieOptions = (request: FastifyRequest) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' }) as const

const SESSION_COOKIE = 'session'

/** Whose session a request brings; undefined for none. One that is over is told too, so that what was filled in can be kept for its person. */
export async function sessionOf(pool: Pool, request: FastifyRequest): Promise<Session | undefined> {
  const secret = request.cookies[cookieName(request, SESSION_COOKIE)]
  if (secret === undefined || !/^[\w-]{43}$/.test(secret)) return undefined
  const { rows } = await pool
    .query<SessionRow>('select * from session_holder($1)', [hashOfSecret(secret)])
    .catch((cause: unknown) => {
      throw new DatabaseUnreachable(cause)
    })
  const [row] = rows
  if (row === undefined) return undefined
  const { id, authority_code: authorityCode, subject, role, state } = row
  const principal = { authorityCode, subject, role }
  if (state === 'live' && row.seconds_left < (IDLE_MINUTES - RENEWED_AFTER_MINUTES) * 60)
    await renew(pool, principal, id)
  return { id, principal, state, secret }
}

async function renew(pool: Pool, principal: Principal, id: string): Promise<void> {
  await writeAs(pool, principal, ({ client }) =>
    client.query(
      'update page_sessions set expires_at = least(last_until, now() + make_interval(mins => $2)) where id = $1 and ended_at is null',
      [id, IDLE_MINUTES],
    ),
  )
}

/**
 * Begins a session with a new secret, whatever cookie the browser brought: one that somebody else planted in it is worth
 * nothing afterwards. The session before ends.
 */
export async function beginSession(
  pool: Pool,
  request: FastifyRequest,
  reply: FastifyReply,
  principal: Principal,
): Promise<void> {
  const previous = await sessionOf(pool, request)
  if (previous?.state === 'live') await endPageSessions(pool, previous, false)
  const secret = randomBytes(32).toString('base64url')
  await writeAs(pool, principal, ({ client }) =>
    client.query(
      `insert into page_sessions (authority_code, subject, role, hash, expires_at, last_until)
       values ($1, $2, $3, $4, now() + make_interval(mins => $5), now() + make_interval(hours => $6))`,
      [
        principal.authorityCode,
        principal.subject,
        principal.role,
        hashOfSecret(secret),
        IDLE_MINUTES,
        LONGEST_HOURS,
      ],
    ),
  )
  void reply.setCookie(cookieName(request, SESSION_COOKIE), secret, cookieOptions(request))
}

/** Ends a session, or all of its person: in every browser. */
export async function endPageSessions(
  pool: Pool,
  { id, principal }: Session,
  everywhere: boolean,
): Promise<void> {
  await writeAs(pool, principal, ({ client }) =>
    client.query(
      'update page_sessions set ended_at = now() where ended_at is null and subject = $1 and (id = $2 or $3)',
      [principal.subject, id, everywhere],
    ),
  )
}

export function forgetCookie(request: FastifyRequest, reply: FastifyReply): void {
  void reply.clearCookie(cookieName(request, SESSION_COOKIE), cookieOptions(request))
}

/**
 * A token for the forms of one page. Only pages of this session have one that counts, and it differs from page to page, so
 * that nothing can be learnt of it from the length of compressed answers.
 */
export function formToken(secret: string): string {
  const salt = randomBytes(12).toString('base64url')
  return `${salt}.${signature(secret, salt)}`
}

export function isFormToken(secret: string, token: string): boolean {
  const [salt = '', ending = ''] = token.split('.')
  const right = Buffer.from(signature(secret, salt))
  const text = Buffer.from(ending)
  return salt !== '' && text.length === right.length && timingSafeEqual(text, right)
}

const signature = (secret: string, salt: string) =>
  createHmac('sha256', secret).update(salt).digest('base64url')
