import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { may, roles, unlistedScopes, type Principal, type Role, type Scope } from '../../domain/access.ts'
import { nothingHere, Problem } from './problem.ts'

/**
 * Verifies a bearer token and says whose it is. Rejects when the token is not valid (answered 401), and with a `Problem`
 * when it could not be verified, such as while the identity provider does not answer.
 */
export type VerifyToken = (token: string) => Promise<Principal>

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The scope that the route requires; `public` for none. A route without it is refused at registration. */
    scope?: Scope | 'public'
  }
  interface FastifyInstance {
    /** Whose token a request carries; null when it carries none or one that is not valid. */
    readerOf: (request: FastifyRequest) => Promise<Principal | null>
  }
  interface FastifyRequest {
    /** Set before the handler of every route that is not public. */
    principal: Principal
  }
}

/**
 * Reads the principal from a token's claims: `sub` (up to 255 characters that can be shown), `role` and `authority` (the
 * GSS code of the authority).
 * @throws {Error} when a claim is missing or not of its form
 */
export function principalOf(claims: Record<string, unknown>): Principal {
  const { sub, role, authority } = claims
  if (typeof sub !== 'string' || !/^\P{C}{1,255}$/u.test(sub)) throw new Error('the token has no subject')
  if (typeof role !== 'string' || !Object.hasOwn(roles, role)) throw new Error('the token has no known role')
  if (typeof authority !== 'string' || !/^[EWSN]\d{8}$/.test(authority))
    throw new Error('the token has no authority')
  return { subject: sub, role: role as Role, authorityCode: authority }
}

async function authenticate(request: FastifyRequest, verify: VerifyToken): Promise<Principal> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (token === undefined) {
    throw new Problem('unauthenticated', 'Send a bearer token.', [], { 'www-authenticate': 'Bearer' })
  }
  try {
    return await verify(token)
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('unauthenticated', 'The token is not valid here, or has expired.', [], {
      'www-authenticate': 'Bearer error="invalid_token"',
    })
  }
}

/** A name for the caller that is unique across authorities; null before the token is verified. Rate limits count by it. */
export function callerOf({ principal }: { principal: Principal | null }): string | null {
  return principal && `${principal.authorityCode} ${principal.subject}`
}

/**
 * Verifies the token of each request and refuses those whose role lacks the route's scope. A route whose scope is
 * unlisted is answered like an unknown path to everyone who lacks that scope.
 */
export const auth = fp(
  (app: FastifyInstance, { verify }: { verify: VerifyToken }, next) => {
    app.decorateRequest('principal', null as unknown as Principal)
    const readerOf = (request: FastifyRequest) => authenticate(request, verify).catch(() => null)
    app.decorate('readerOf', readerOf)
    app.addHook('onRoute', ({ config, method, url }) => {
      if (config?.scope === undefined) throw new Error(`route ${String(method)} ${url} says no scope`)
    })
    app.addHook('onRequest', async (request, reply) => {
      const scope = request.routeOptions.config.scope
      if (scope === undefined || scope === 'public') return
      if (unlistedScopes.includes(scope)) {
        const reader = await readerOf(request)
        if (reader === null || !may(reader, scope)) throw nothingHere()
      }
      reply.header('cache-control', 'no-store')
      const reason = request.headers['change-reason']
      request.principal = {
        ...(await authenticate(request, verify)),
        requestId: request.id,
        changeReason: typeof reason === 'string' ? reason.slice(0, 500) : undefined,
      }
      if (!may(request.principal, scope)) {
        throw new Problem(
          'forbidden',
          `This takes the scope ${scope}, which the role "${request.principal.role}" does not have.`,
        )
      }
    })
    next()
  },
  { name: 'auth', dependencies: ['errors'] },
)
