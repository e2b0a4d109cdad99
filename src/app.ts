import { randomUUID } from 'node:crypto'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { carers } from './carers/index.ts'
import { children } from './children/index.ts'
import { events, type EventSettings } from './events/index.ts'
import { geography } from './geography/index.ts'
import { holds } from './holds/index.ts'
import { homes } from './homes/index.ts'
import { auth, callerOf, type VerifyToken } from './http/auth.ts'
import { acceptJson } from './http/body.ts'
import { errors, refuseSocket, sendProblem } from './http/errors.ts'
import { health } from './http/health.ts'
import { openapi } from './http/openapi.ts'
import { problemPages } from './http/problem-pages.ts'
import { compileSerializer } from './http/serializer.ts'
import { compileValidator } from './http/validation.ts'
import { measures } from './measures/index.ts'
import { imports } from './imports/index.ts'
import { moves } from './moves/index.ts'
import { panels } from './panels/index.ts'
import { placements } from './placements/index.ts'
import { plans } from './plans/index.ts'
import { placementRequests } from './requests/index.ts'
import { profiles } from './profiles/index.ts'
import { vacancies } from './vacancies/index.ts'

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
  measures(app, { pool, clock })
  await imports(app, { pool, clock, maxBytes: limits.uploadBytes })
  events(app, { pool, ...sending })
  return app
}
