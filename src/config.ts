import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { APP_LOGIN, urlsOf } from './platform/db/logins.ts'
import { dailyReceivers } from './platform/http/daily-receivers.ts'
import { plainClaims } from './platform/http/claims.ts'
import { identityProviders, type IdentityProvider } from './platform/http/identity-providers.ts'

const checkout = fileURLToPath(new URL('..', import.meta.url))

const whole = (least: number, most: number) =>
  z.coerce
    .number('must be a whole number')
    .int('must be a whole number')
    .min(least, `must be ${least} or more`)
    .max(most, `must be ${most} or less`)

const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')

const applicationUrl = postgresUrl.refine(
  (url) => URL.canParse(url) && new URL(url).username === APP_LOGIN,
  `must connect as ${APP_LOGIN}`,
)

/** URLs as the application's login, separated by commas. */
const applicationUrls = z
  .string()
  .transform((text) => text.split(',').map((entry) => entry.trim()))
  .pipe(z.array(applicationUrl))

const SEALING_KEY_BYTES = 32

/** Keys of 32 bytes in base64, separated by commas. */
const sealingKeys = z
  .string()
  .transform((text) => text.split(',').map((entry) => Buffer.from(entry.trim(), 'base64')))
  .refine(
    (keys) => keys.every(({ length }) => length === SEALING_KEY_BYTES),
    `must be keys of ${SEALING_KEY_BYTES} bytes in base64, separated by commas (openssl rand -base64 ${SEALING_KEY_BYTES})`,
  )

const webUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' })

/** IP addresses, or networks such as 10.0.0.0/8, separated by commas. */
const addressList = z
  .string()
  .transform((text) => text.split(',').map((entry) => entry.trim()))
  .refine((entries) => entries.every(isNetwork), 'must be IP addresses or networks, separated by commas')

function isNetwork(entry: string): boolean {
  const [, address = '', bits = '0'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
  const version = isIP(address)
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128)
}

/**
 * Options of a refinement by which variable `name` is required when `other` is set. `when` makes zod check it even if
 * other variables are faulty, so that all faults are reported at once.
 */
const requiredWith = (name: string, other: string) => ({
  path: [name],
  error: `is needed when ${other} is set`,
  when: () => true,
})

/** The providers of OIDC_PROVIDERS, or the one of OIDC_ISSUER, whose claims are those that this service asks for. */
function providersOf(env: {
  OIDC_PROVIDERS?: IdentityProvider[] | undefined
  OIDC_ISSUER?: string | undefined
  OIDC_AUDIENCE?: string | undefined
  OIDC_JWKS_URI?: string | undefined
}): IdentityProvider[] {
  if (env.OIDC_PROVIDERS) return env.OIDC_PROVIDERS
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URI: jwksUri } = env
  return issuer && audience ? [{ issuer, audience, jwksUri, claims: plainClaims }] : []
}

const environment = z
  .object({
    PORT: whole(0, 65_535).default(3000),
    HOST: z.string().default('127.0.0.1'),
    METRICS_PORT: whole(0, 65_535).optional(),
    OTEL_EXPORTER_OTLP_ENDPOINT: webUrl.optional(),
    OTEL_SERVICE_NAME: z.string().default('sufficiency'),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),

    PUBLIC_URL: webUrl.transform((url) => url.replace(/\/+$/, '')).optional(),
    CONTACT: z.union([z.email(), webUrl], 'must be an e-mail address or a web address').optional(),
    TRUSTED_PROXIES: addressList.default([]),

    DATA_DIR: z.string().default('data'),
    DATABASE_URL: applicationUrl.optional(),
    DATABASE_DIRECT_URL: applicationUrl.optional(),
    DATABASE_REPLICA_URLS: applicationUrls.default([]),
    DATABASE_OWNER_URL: postgresUrl.optional(),
    TEST_DATABASE_URL: postgresUrl.optional(),
    DATABASE_POOL_SIZE: whole(1, 500).default(10),
    STATEMENT_TIMEOUT_MS: whole(100, 3_600_000).default(30_000),

    SECRETS_KEYS: sealingKeys.default([]),

    OIDC_ISSUER: webUrl.optional(),
    OIDC_AUDIENCE: z.string().optional(),
    OIDC_JWKS_URI: webUrl.optional(),
    OIDC_PROVIDERS: identityProviders.optional(),
    DEMONSTRATION: z.enum(['yes', 'no'], 'must be yes or no').optional(),

    HTTPS_PROXY: webUrl.optional(),
    NO_PROXY: z.string().default(''),

    WEBHOOK_LOOPBACK: z.enum(['allow', 'refuse'], 'must be allow or refuse').optional(),
    WEBHOOK_TIMEOUT_MS: whole(100, 60_000).default(10_000),

    DAILY_COLLECTION: dailyReceivers.optional(),

    EVENT_RETENTION_DAYS: whole(1, 36_500).default(400),
    DAILY_SENDINGS_RETENTION_DAYS: whole(1, 36_500).default(400),

    RATE_LIMIT_PER_MINUTE: whole(1, 1_000_000).default(6000),
    FAILED_SIGN_INS_PER_MINUTE: whole(1, 1_000_000).default(30),
    BODY_LIMIT_BYTES: whole(1024, 1_073_741_824).default(1_048_576),
    UPLOAD_LIMIT_BYTES: whole(1024, 1_073_741_824).default(33_554_432),
    REQUEST_TIMEOUT_MS: whole(1000, 3_600_000).default(60_000),
    FIGURES_MEMORY_BYTES: whole(0, 17_179_869_184).default(67_108_864),
    SHUTDOWN_GRACE_MS: whole(0, 600_000).default(10_000),
  })
  .refine(
    (env) => !env.DATABASE_URL || env.DATABASE_OWNER_URL,
    requiredWith('DATABASE_OWNER_URL', 'DATABASE_URL'),
  )
  .refine(
    (env) => !env.DATABASE_OWNER_URL || env.DATABASE_URL,
    requiredWith('DATABASE_URL', 'DATABASE_OWNER_URL'),
  )
  .refine(
    (env) => !env.DATABASE_DIRECT_URL || env.DATABASE_URL,
    requiredWith('DATABASE_URL', 'DATABASE_DIRECT_URL'),
  )
  .refine(
    (env) => env.DATABASE_REPLICA_URLS.length === 0 || env.DATABASE_URL,
    requiredWith('DATABASE_URL', 'DATABASE_REPLICA_URLS'),
  )
  .refine((env) => !env.OIDC_ISSUER || env.OIDC_AUDIENCE, requiredWith('OIDC_AUDIENCE', 'OIDC_ISSUER'))
  .refine((env) => !env.OIDC_AUDIENCE || env.OIDC_ISSUER, requiredWith('OIDC_ISSUER', 'OIDC_AUDIENCE'))
  .refine((env) => !env.OIDC_JWKS_URI || env.OIDC_ISSUER, requiredWith('OIDC_ISSUER', 'OIDC_JWKS_URI'))
  .refine((env) => !env.OIDC_PROVIDERS || !env.OIDC_ISSUER, {
    path: ['OIDC_ISSUER'],
    error: 'belongs into OIDC_PROVIDERS when that is set',
    when: () => true,
  })
  .refine((env) => env.DEMONSTRATION !== 'yes' || providersOf(env).length === 0, {
    path: ['DEMONSTRATION'],
    error: 'must not be yes beside an identity provider',
    when: () => true,
  })
  .transform((env) => ({
    host: env.HOST,
    port: env.PORT,
    /** The port on which the metrics are read; undefined: they are not. */
    metricsPort: env.METRICS_PORT,
    /** The collector that traces are sent to; undefined: none are made. */
    traceCollector: env.OTEL_EXPORTER_OTLP_ENDPOINT
      ? { url: env.OTEL_EXPORTER_OTLP_ENDPOINT, serviceName: env.OTEL_SERVICE_NAME }
      : undefined,
    logLevel: env.LOG_LEVEL,
    /** The address at which clients reach the service, without a slash at the end; undefined: as they called it. */
    publicUrl: env.PUBLIC_URL,
    /** The e-mail address or page of the team that runs the service. */
    contact: env.CONTACT,
    /** Proxies whose `X-Forwarded-For` is believed. */
    trustedProxies: env.TRUSTED_PROXIES,
    /** Absolute path below which the embedded PostgreSQL stores its data. A relative DATA_DIR is resolved from the checkout. */
    dataDir: resolve(checkout, env.DATA_DIR),
    /** Undefined: use the embedded PostgreSQL. */
    databaseUrls:
      env.DATABASE_OWNER_URL && env.DATABASE_URL
        ? urlsOf({ owner: env.DATABASE_OWNER_URL, app: env.DATABASE_URL, direct: env.DATABASE_DIRECT_URL })
        : undefined,
    /** Replicas of that database, as the application's login. */
    replicaUrls: env.DATABASE_REPLICA_URLS,
    testDatabaseUrl: env.TEST_DATABASE_URL,
    poolSize: env.DATABASE_POOL_SIZE,
    statementTimeoutMs: env.STATEMENT_TIMEOUT_MS,
    /** Keys by which secrets are sealed before they are stored: the first seals, all open. */
    secretKeys: env.SECRETS_KEYS,
    identityProviders: providersOf(env),
    /**
     * Whether, without an identity provider, tokens come from the demonstration signer and the demonstration is loaded: when
     * asked for, and on the embedded PostgreSQL unless refused.
     */
    demonstration: env.DEMONSTRATION ? env.DEMONSTRATION === 'yes' : env.DATABASE_URL === undefined,
    /** What https addresses are called through; undefined: nothing. */
    outgoingProxy: env.HTTPS_PROXY ? { url: env.HTTPS_PROXY, exceptions: env.NO_PROXY } : undefined,
    webhooks: {
      /** Whether webhooks may be on this machine; by default only when no identity provider is configured. */
      loopback:
        env.WEBHOOK_LOOPBACK === undefined ? providersOf(env).length === 0 : env.WEBHOOK_LOOPBACK === 'allow',
      timeoutMs: env.WEBHOOK_TIMEOUT_MS,
      proxy: env.HTTPS_PROXY,
    },
    /** Where the children of each authority that wants it are sent every day. */
    dailyReceivers: env.DAILY_COLLECTION ?? [],
    retention: { eventDays: env.EVENT_RETENTION_DAYS, sendingDays: env.DAILY_SENDINGS_RETENTION_DAYS },
    limits: {
      requestsPerMinute: env.RATE_LIMIT_PER_MINUTE,
      /** Refused tokens and keys of one address, or with the prefix of one key, in a minute. */
      failuresPerMinute: env.FAILED_SIGN_INS_PER_MINUTE,
      bodyBytes: env.BODY_LIMIT_BYTES,
      /** Maximum bytes of all files of an import together, as sent and again unpacked; they are read into memory. */
      uploadBytes: env.UPLOAD_LIMIT_BYTES,
      requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
      /** Bytes of facts that are kept in memory, for figures. */
      factsBytes: env.FIGURES_MEMORY_BYTES,
      shutdownMs: env.SHUTDOWN_GRACE_MS,
    },
  }))

export type Config = z.output<typeof environment>

/** The environment variables can't be used; `message` lists every fault on a line of its own. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/**
 * Reads the configuration from environment variables; an empty variable counts as unset.
 * @throws {ConfigError} naming every faulty variable at once
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const read = environment.safeParse(set)
  if (read.success) return read.data
  const faults = read.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`)
  throw new ConfigError(`The configuration is not usable:\n${faults.join('\n')}`)
}
