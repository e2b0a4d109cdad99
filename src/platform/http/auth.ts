import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import {
  keyScopes,
  may,
  scopesOf,
  scopesOfBrokenGlass,
  unlistedScopes,
  type Principal,
  type Scope,
} from '../../domain/access.ts'
import { conflictOf } from '../db/conflicts.ts'
import { credentialsRefused } from '../metrics/instruments.ts'
import type { KeyHolder } from '../db/service-keys.ts'
import { credentialOf, CredentialRefused, type Credential } from './credentials.ts'
import { FailedAttempts } from './failed-attempts.ts'
import { id } from './fields.ts'
import { innerCaller } from './inner-caller.ts'
import { nothingHere, Problem } from './problem.ts'
import type { ServiceKey } from './service-key.ts'

/**
 * Verifies a bearer token and says whose it is. Rejects when the token is not valid (answered 401), and with a `Problem`
 * when it could not be verified, such as while the identity provider does not answer.
 */
export type VerifyToken = (token: string) => Promise<Principal>

export interface AuthOptions {
  verify: VerifyToken
  /** Looks up who has a service key; undefined when nobody has. */
  findHolder: (key: ServiceKey) => Promise<KeyHolder | undefined>
  /** Whether somebody broke the glass of this id, and its time is not over. */
  isGlassBroken: (reader: Principal, glassId: string) => Promise<boolean>
  /** Refused credentials of one source in a minute, after which it has to wait. */
  failuresPerMinute: number
  /** Where a person signs in, for clients such as Power BI that ask; undefined where there is no such page. */
  authorizationUri: string | undefined
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The scope that the route requires; `public` for none. A route without it is refused at registration. */
    scope?: Scope | 'public'
  }
  interface FastifyInstance {
    /** Whose token or key a request carries; null when it carries none or one that is not valid. */
    readerOf: (request: FastifyRequest) => Promise<Principal | null>
  }
  interface FastifyRequest {
    /** Set before the handler of every route that is not public. */
    principal: Principal
  }
}

/** The system that has a service key, as a caller. */
function systemOf({ authorityCode, name, scopes }: KeyHolder): Principal {
  return {
    subject: `key:${name}`,
    role: 'system',
    authorityCode,
    scopes: keyScopes.filter((scope) => scopes.includes(scope)),
  }
}

const wordsOfState = { expired: 'The service key has expired.', revoked: 'The service key was revoked.' }

/** A name for the caller that is unique across authorities; null before the token is verified. Rate limits count by it. */
export function callerOf({ principal }: { principal: Principal | null }): string | null {
  return principal && `${principal.authorityCode} ${principal.subject}`
}

/** How a client may say who it is: headers of an answer 401. Excel and Power BI ask for a key where Basic is offered. */
const challenges = (parameters: Record<string, string | undefined>) => ({
  'www-authenticate': [
    ['Bearer realm="Sufficiency"', ...Object.entries(parameters).flatMap(parameterText)].join(', '),
    'Basic realm="Sufficiency", charset="UTF-8"',
  ],
})

const parameterText = ([name, value]: [string, string | undefined]) =>
  value === undefined ? [] : [`${name}="${value}"`]

/** Finds out who sends a request. */
class Doorkeeper {
  readonly #options: AuthOptions
  readonly #failures: FailedAttempts

  constructor(options: AuthOptions) {
    this.#options = options
    this.#failures = new FailedAttempts(options.failuresPerMinute)
  }

  /** @throws {Problem} unauthenticated; too-many-requests when it is not looked at; unavailable when nobody can tell */
  async admit(request: FastifyRequest): Promise<Principal> {
    const inner = innerCaller()
    if (inner) return inner
    const credential = credentialOf(request.headers.authorization)
    const { authorizationUri: authorization_uri } = this.#options
    if (credential === null) {
      throw new Problem(
        'unauthenticated',
        'Send a bearer token or a service key.',
        [],
        challenges({ authorization_uri }),
      )
    }
    await this.#failures.refuseIfTooMany(request.ip, credential)
    try {
      const principal = await this.#identify(credential)
      this.#failures.remember(credential)
      return principal
    } catch (error) {
      if (error instanceof Problem || conflictOf(error) !== null) throw error
      await this.#failures.count(request.ip, credential)
      const reason = error instanceof CredentialRefused ? error.reason : (error as { code?: string }).code
      const keyPrefix = credential.kind === 'key' ? credential.key.prefix : undefined
      const { kind } = credential
      credentialsRefused.inc({ kind })
      request.log.warn(
        { address: request.ip, credential: kind, keyPrefix, reason },
        'a credential was refused',
      )
      throw new Problem(
        'unauthenticated',
        error instanceof CredentialRefused ? error.message : 'The token is not valid here, or has expired.',
        [],
        challenges({ error: 'invalid_token', authorization_uri }),
      )
    }
  }

  async #identify(credential: Credential): Promise<Principal> {
    if (credential.kind === 'token') return this.#options.verify(credential.text)
    if (credential.kind === 'unreadable')
      throw new CredentialRefused('unreadable', 'That is neither a token nor a service key.')
    const holder = await this.#options.findHolder(credential.key)
    if (holder === undefined) throw new CredentialRefused('unknown', 'There is no such service key.')
    if (holder.state !== 'live') throw new CredentialRefused(holder.state, wordsOfState[holder.state])
    return systemOf(holder)
  }
}

/**
 * The reader, with what glass opens that the request names in the header `Break-Glass`. Its use is an entry of the access log,
 * whether the answer names a child or not.
 * @throws {Problem} forbidden, where the reader has not broken it or its time is over
 */
async function useGlass(
  request: FastifyRequest,
  reader: Principal,
  { isGlassBroken }: AuthOptions,
): Promise<Principal> {
  const glassId = request.headers['break-glass']
  if (typeof glassId !== 'string') return reader
  const isKnown = id.safeParse(glassId).success && (await isGlassBroken(reader, glassId))
  if (!isKnown) {
    throw new Problem('forbidden', 'You have not broken this glass, or its time is over.', [
      {
        pointer: '#/headers/break-glass',
        detail: 'send the id that POST /v1/break-glass gave you, before it expires',
        code: 'glass-not-broken',
      },
    ])
  }
  await request.server.journal.append({
    table: 'access_log',
    row: {
      authority_code: reader.authorityCode,
      actor: reader.subject,
      role: reader.role,
      action: `${request.method} ${request.routeOptions.url}`,
      purpose: null,
      request_id: request.id,
      break_glass_id: glassId,
      child_ids: [],
    },
  })
  return { ...reader, scopes: [...scopesOf(reader), ...scopesOfBrokenGlass], breakGlassId: glassId }
}

/**
 * Finds out who sends each request and refuses those who lack the route's scope. A route whose scope is unlisted is
 * answered like an unknown path to everyone who lacks that scope.
 */
export const auth = fp(
  (app: FastifyInstance, options: AuthOptions, next) => {
    const doorkeeper = new Doorkeeper(options)
    app.decorateRequest('principal', null as unknown as Principal)
    app.decorate('readerOf', (request) => doorkeeper.admit(request).catch(() => null))
    app.addHook('onRoute', ({ config, method, url }) => {
      if (config?.scope === undefined) throw new Error(`route ${String(method)} ${url} says no scope`)
    })
    app.addHook('onRequest', async (request, reply) => {
      const scope = request.routeOptions.config.scope
      if (scope === undefined || scope === 'public') return
      const isUnlisted = unlistedScopes.includes(scope)
      if (!isUnlisted) reply.header('cache-control', 'no-store')
      const reader = await doorkeeper.admit(request).catch((error: unknown) => {
        throw isUnlisted ? nothingHere() : error
      })
      if (isUnlisted) {
        if (!may(reader, scope)) throw nothingHere()
        reply.header('cache-control', 'no-store')
      }
      const openedBy = await useGlass(request, reader, options)
      const reason = request.headers['change-reason']
      request.principal = {
        ...openedBy,
        requestId: request.id,
        changeReason: typeof reason === 'string' ? reason.slice(0, 500) : undefined,
      }
      if (!may(openedBy, scope)) {
        const holder = reader.scopes ? 'this service key' : `the role "${reader.role}"`
        throw new Problem('forbidden', `This takes the scope ${scope}, which ${holder} does not have.`)
      }
    })
    next()
  },
  { name: 'auth', dependencies: ['errors'] },
)
