import { randomUUID } from 'node:crypto'
import compress from '@fastify/compress'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { Pool } from 'pg'
import { PullPace } from './engines/feeds/pull-pace.ts'
import { factStore } from './engines/figures/queries/kept-facts.ts'
import { registerAttention } from './features/attention/index.ts'
import { registerAccessReview } from './features/access-review/index.ts'
import { registerBreakGlass } from './features/break-glass/index.ts'
import { registerCarers } from './features/carers/index.ts'
import { registerCaseSystems } from './features/case-systems/index.ts'
import { registerChildren } from './features/children/index.ts'
import { registerComparators } from './features/comparators/index.ts'
import { registerConsultation } from './features/consultation/index.ts'
import { registerEvents, type EventSettings } from './features/events/index.ts'
import { registerForecasts } from './features/forecasts/index.ts'
import { registerFigures } from './features/figures/index.ts'
import { registerFeeds } from './features/feeds/index.ts'
import { registerGates } from './features/gates/index.ts'
import { registerGeography } from './features/geography/index.ts'
import { registerHolds } from './features/holds/index.ts'
import { registerHomes } from './features/homes/index.ts'
import { registerKeys } from './features/keys/index.ts'
import { registerMeasures } from './features/measures/index.ts'
import { registerMoves } from './features/moves/index.ts'
import { registerOData, sendErrorInForm } from './features/odata/index.ts'
import { registerPanels } from './features/panels/index.ts'
import { registerPlacements } from './features/placements/index.ts'
import { registerPlans } from './features/plans/index.ts'
import { registerProfiles } from './features/profiles/index.ts'
import { registerWholeRecords } from './features/records/index.ts'
import { registerReleases } from './features/releases/index.ts'
import { registerPlacementRequests } from './features/requests/index.ts'
import { mergeOfReturns, registerReturns, type DailyPushOptions } from './features/returns/index.ts'
import { registerRetention } from './features/retention/index.ts'
import { registerSandbox } from './features/sandbox/index.ts'
import { registerScorecards } from './features/scorecards/index.ts'
import { registerSubjectAccess } from './features/subject-access/index.ts'
import { registerSupply } from './features/supply/index.ts'
import { registerVacancies } from './features/vacancies/index.ts'
import { registerViews } from './features/views/index.ts'
import type { Sealing } from './platform/db/sealing.ts'
import { isGlassBroken } from './platform/db/break-glass.ts'
import { readAs } from './platform/db/tenant.ts'
import { Journal } from './platform/db/journal.ts'
import { spreadReads } from './platform/db/replicas.ts'
import { keyHolder } from './platform/db/service-keys.ts'
import type { AnyAction } from './platform/http/action.ts'
import { auth, callerOf, type VerifyToken } from './platform/http/auth.ts'
import { acceptJson } from './platform/http/body.ts'
import { moveKeyToHeader } from './platform/http/credentials.ts'
import { errors, refuseSocket } from './platform/http/errors.ts'
import { registerHealth } from './platform/http/health.ts'
import { sayHowFresh } from './platform/http/data-as-of.ts'
import { deprecations } from './platform/http/deprecation.ts'
import { openapi } from './platform/http/openapi.ts'
import { registerProblemPages } from './platform/http/problem-pages.ts'
import { publicUrls } from './platform/http/public-url.ts'
import { measureRequests } from './platform/http/request-metrics.ts'
import type { AnyResource } from './platform/http/resource-declaration.ts'
import { compileSerializer } from './platform/http/serializer.ts'
import { endSlowClients } from './platform/http/slow-clients.ts'
import { acceptUploads } from './platform/http/uploads.ts'
import { compileValidator } from './platform/http/validation.ts'
import type { Takeovers } from './platform/jobs/queue.ts'
import type { SignIn } from './platform/pages/house.ts'
import { registerPages } from './platform/pages/index.ts'
import { traceRequests } from './platform/traces/requests.ts'
import { furnish } from './pages.ts'

export interface AppOptions {
  /** Connections of the application's login. */
  pool: Pool
  /** Connections of the same login to replicas of the database, on which figures, feeds and exports are read. */
  replicas?: readonly Pool[]
  /** The journal's own connections, to the primary and of the same login, so that its entries never wait behind reads. */
  journal: Pool
  verify: VerifyToken
  /** How people sign in to the pages; without it there are none. */
  signIn?: SignIn | undefined
  /** Where a person signs in, for clients that ask. */
  authorizationUri?: string | undefined
  /** Connections of the sender's login, by which events are published, delivered and heard of; without it this process does neither. */
  events?: { sender: Pool; listener: Pool; settings?: Partial<EventSettings>; sealing?: Sealing | undefined }
  /** The receivers of the daily collection, and how this process pushes to them; without it, it does not. */
  daily?: DailyPushOptions | undefined
  /** Connections as the owner of the tables, by which sandboxes are reset; without it this process resets none. */
  sandboxes?: { owner: Pool }
  /** How this process takes over jobs whose process died; without it, it does not. */
  takeovers?: Takeovers | undefined
  /** How often this process tells of new rows of the attention lists; without it, only when asked. */
  attentionEveryMs?: number
  /** How often to compute the values of measures that feeds keep; without it, never. */
  valuesEveryMs?: number
  /** Gives the current time; tests pass their own. */
  clock: () => Date
  logger: FastifyBaseLogger | false
  /** The address at which clients reach the service, without a slash at the end; undefined: as they called it. */
  publicUrl?: string | undefined
  /** The e-mail address or page of the team that runs the service. */
  contact?: string | undefined
  /** Addresses and networks of the proxies whose `X-Forwarded-For` says the address of the client. */
  trustedProxies?: string[]
  limits: {
    requestsPerMinute: number
    failuresPerMinute: number
    bodyBytes: number
    uploadBytes: number
    requestTimeoutMs: number
    factsBytes: number
  }
}

/** Builds the service with all its routes, ready to listen. */
export async function buildApp({
  pool,
  replicas = [],
  journal,
  verify,
  authorizationUri,
  signIn,
  events: eventOptions,
  sandboxes,
  takeovers,
  attentionEveryMs,
  daily = { receivers: [] },
  valuesEveryMs,
  clock,
  logger,
  publicUrl,
  contact,
  trustedProxies = [],
  limits,
}: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    routerOptions: { maxParamLength: 200 },
    genReqId: () => randomUUID(),
    rewriteUrl: moveKeyToHeader,
    trustProxy: trustedProxies,
    frameworkErrors: (error, request, reply) => void sendErrorInForm(error, request, reply),
    clientErrorHandler: refuseSocket,
    http: {
      requestTimeout: limits.requestTimeoutMs,
      headersTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(limits.requestTimeoutMs, 30_000),
    },
  })
  endSlowClients(app, { patienceMs: limits.requestTimeoutMs })
  acceptJson(app)
  app.setValidatorCompiler(compileValidator)
  app.setSerializerCompiler(compileSerializer)

  measureRequests(app)
  traceRequests(app)
  await app.register(errors)
  // TLS is terminated by a proxy, so the service can't know whether a browser could upgrade its requests.
  await app.register(helmet, { contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } })
  // No request is unpacked: a body of a megabyte could become a thousand. What is below the threshold is sent as it is,
  // and with it every answer that has a new secret in it.
  await app.register(compress, {
    encodings: ['gzip', 'deflate'],
    threshold: 1024,
    // Packing at the default level takes longer than making the largest answers; this level takes a sixth, for 40 % more bytes.
    zlibOptions: { level: 1 },
    globalDecompression: false,
  })
  await app.register(publicUrls, { publicUrl })
  sayHowFresh(app)
  await app.register(deprecations, { publicUrl })
  await app.register(openapi, { publicUrl, contact })
  app.decorate('resources', new Map<string, AnyResource>())
  app.decorate('actions', new Map<string, AnyAction>())
  app.decorate('journal', new Journal(journal))
  await app.register(auth, {
    verify,
    findHolder: ({ prefix, hash }) => keyHolder(pool, prefix, hash),
    isGlassBroken: (reader, glassId) => readAs(pool, reader, (tx) => isGlassBroken(tx, glassId)),
    failuresPerMinute: limits.failuresPerMinute,
    authorizationUri,
  })
  await app.register(rateLimit, {
    max: limits.requestsPerMinute,
    hook: 'onRequest',
    keyGenerator: (request) => callerOf(request) ?? request.ip,
    allowList: (request) => request.url.startsWith('/health/'),
  })

  await acceptUploads(app, { maxBytes: limits.uploadBytes })

  registerHealth(app, { pool })
  registerProblemPages(app)
  registerGeography(app, { pool })
  registerHomes(app, { pool })
  registerCarers(app, { pool })
  registerSupply(app, { pool, maxBytes: limits.uploadBytes })
  spreadReads(pool, replicas)
  for (const server of [pool, ...replicas]) factStore(server).maxBytes = limits.factsBytes
  registerChildren(app, { pool, clock, returns: mergeOfReturns(clock) })
  registerPlacementRequests(app, { pool, clock })
  registerGates(app, { pool, clock })
  registerConsultation(app, { pool })
  registerHolds(app, { pool, clock })
  registerPlacements(app, { pool, clock })
  registerAttention(app, { pool, clock, everyMs: attentionEveryMs })
  registerWholeRecords(app, { pool, clock })
  registerAccessReview(app, { pool, clock })
  registerBreakGlass(app, { pool })
  registerRetention(app, { pool, clock })
  registerSubjectAccess(app, { pool, clock })
  registerVacancies(app, { pool, clock })
  registerProfiles(app, { pool })
  registerKeys(app, { pool })
  registerSandbox(app, { pool, owner: sandboxes?.owner })
  registerCaseSystems(app, { pool, maxBytes: limits.uploadBytes })
  registerMoves(app, { pool, clock })
  registerPanels(app, { pool, clock })
  registerPlans(app, { pool, clock, takeovers })
  registerForecasts(app, { pool, clock, takeovers })
  registerComparators(app, { pool })
  registerScorecards(app, { pool, clock })
  registerViews(app, { pool, clock })
  registerReleases(app, { pool, clock })
  registerFigures(app, { pool, clock })
  registerMeasures(app, { pool, clock })
  const pace = new PullPace(app)
  registerFeeds(app, { pool, clock, pace, valuesEveryMs })
  registerOData(app, { pool, clock, pace, publicUrl })
  registerReturns(app, { pool, clock, maxBytes: limits.uploadBytes, daily, takeovers })
  registerEvents(app, { pool, ...eventOptions })
  if (signIn) await registerPages(app, { pool, clock, signIn, maxUploadBytes: limits.uploadBytes, furnish })
  return app
}
