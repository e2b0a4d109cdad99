import { randomUUID } from 'node:crypto'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { carers } from './features/carers/index.ts'
import { children } from './features/children/index.ts'
import { comparators } from './features/comparators/index.ts'
import { events, type EventSettings } from './features/events/index.ts'
import { geography } from './features/geography/index.ts'
import { holds } from './features/holds/index.ts'
import { homes } from './features/homes/index.ts'
import { measures } from './features/measures/index.ts'
import { moves } from './features/moves/index.ts'
import { panels } from './features/panels/index.ts'
import { placements } from './features/placements/index.ts'
import { plans } from './features/plans/index.ts'
import { profiles } from './features/profiles/index.ts'
import { releases } from './features/releases/index.ts'
import { placementRequests } from './features/requests/index.ts'
import { returns } from './features/returns/index.ts'
import { scorecards } from './features/scorecards/index.ts'
import { vacancies } from './features/vacancies/index.ts'
import { sufficiencyViews } from './features/views/index.ts'
import { auth, callerOf, type VerifyToken } from './platform/http/auth.ts'
import { acceptJson } from './platform/http/body.ts'
import { errors, refuseSocket, sendProblem } from './platform/http/errors.ts'
import { health } from './platform/http/health.ts'
import { openapi } from './platform/http/openapi.ts'
import { problemPages } from './platform/http/problem-pages.ts'
import { compileSerializer } from './platform/http/serializer.ts'
import { compileValidator } from './platform/http/validation.ts'

export interface AppOptions {
  /** Connections that act as the application's role. */
  pool: Pool
  verify: VerifyToken
  /** What sends events on; without it, none are sent from this process. */
  events?: { sender: Pool; settings?: Partial<EventSettings> }
  /** The instant; tests set their own. */
  clock: () => Date
  logger: FastifyBaseLogger | false
  limits: { requestsPerMinute: number; bodyBytes: number; uploadBytes: number; requestTimeoutMs: number }
}

/** The whole service, wired and ready to listen. */
export async function buildApp({
  pool,
  verify,
  events: sending,
  clock,
  logger,
  limits,
}: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    routerOptions: { maxParamLength: 200 },
    genReqId: () => randomUUID(),
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
    clientErrorHandler: refuseSocket,
    http: {
      requestTimeout: limits.requestTimeoutMs,
      headersTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(limits.requestTimeoutMs, 30_000),
    },
  })
  acceptJson(app)
  app.setValidatorCompiler(compileValidator)
  app.setSerializerCompiler(compileSerializer)

  await app.register(errors)
  // TLS ends before the service, which cannot tell whether there is any.
  await app.register(helmet, { contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } })
  await app.register(openapi)
  await app.register(auth, { verify })
  await app.register(rateLimit, {
    max: limits.requestsPerMinute,
    hook: 'onRequest',
    keyGenerator: (request) => callerOf(request) ?? request.ip,
    allowList: (request) => request.url.startsWith('/health/'),
  })

  health(app, { pool })
  problemPages(app)
  geography(app, { pool })
  homes(app, { pool })
  carers(app, { pool })
  children(app, { pool })
  placementRequests(app, { pool, clock })
  holds(app, { pool, clock })
  placements(app, { pool, clock })
  vacancies(app, { pool, clock })
  profiles(app, { pool })
  moves(app, { pool, clock })
  panels(app, { pool, clock })
  plans(app, { pool, clock })
  comparators(app, { pool })
  scorecards(app, { pool, clock })
  sufficiencyViews(app, { pool, clock })
  releases(app, { pool, clock })
  measures(app, { pool, clock })
  await returns(app, { pool, clock, maxBytes: limits.uploadBytes })
  events(app, { pool, ...sending })
  return app
}
