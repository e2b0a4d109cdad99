import { randomUUID } from 'node:crypto'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { validatorCompiler } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { children } from './children/index.ts'
import { geography } from './geography/index.ts'
import { homes } from './homes/index.ts'
import { auth, type VerifyToken } from './http/auth.ts'
import { errors } from './http/errors.ts'
import { health } from './http/health.ts'
import { openapi } from './http/openapi.ts'
import { problemPages } from './http/problem-pages.ts'
import { compileSerializer } from './http/serializer.ts'
import { measures } from './measures/index.ts'
import { imports } from './imports/index.ts'
import { placements } from './placements/index.ts'
import { vacancies } from './vacancies/index.ts'

export interface AppOptions {
  /** Connections that act as the application's role. */
  pool: Pool
  verify: VerifyToken
  /** The instant; tests set their own. */
  clock: () => Date
  logger: FastifyBaseLogger | false
  limits: { requestsPerMinute: number; bodyBytes: number; uploadBytes: number; requestTimeoutMs: number }
}

/** The whole service, wired and ready to listen. */
export async function buildApp({
  pool,
  verify,
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
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(compileSerializer)

  await app.register(errors)
  await app.register(helmet)
  await app.register(openapi)
  await app.register(auth, { verify })
  await app.register(rateLimit, {
    max: limits.requestsPerMinute,
    hook: 'preHandler',
    keyGenerator: (request) => (request.principal as { subject: string } | null)?.subject ?? request.ip,
    allowList: (request) => request.url.startsWith('/health/'),
  })

  health(app, { pool })
  problemPages(app)
  geography(app, { pool })
  homes(app, { pool })
  children(app, { pool })
  placements(app, { pool, clock })
  vacancies(app, { pool, clock })
  measures(app, { pool, clock })
  await imports(app, { pool, clock, maxBytes: limits.uploadBytes })
  return app
}
