import fp from 'fastify-plugin'
import { addMonths, type CivilDate } from '../../domain/dates.ts'
import type { PublicUrlOptions } from './public-url.ts'

/** The least number of months for which an operation that is deprecated stays. */
const NOTICE_MONTHS = 12

/** That an operation is to go. Said in its route's `config`; the headers and the document follow from it. */
export interface Deprecation {
  /** The day since when it is deprecated. */
  startsOn: CivilDate
  /** The day from which it may be gone. */
  sunset: CivilDate
  /** The path of what to use instead. */
  successor: string
}

declare module 'fastify' {
  interface FastifyContextConfig {
    deprecation?: Deprecation
  }
}

const instant = (day: CivilDate) => new Date(`${day}T00:00:00Z`)

/** What the document says of an operation that is to go. */
export const deprecationWords = ({ startsOn, sunset, successor }: Deprecation): string =>
  `Deprecated since ${startsOn}; it may be gone from ${sunset}. Use \`${successor}\` instead.`

/**
 * Answers of operations that are to go say so: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), and a `Link` to what to use
 * instead. A route that gives less notice than is promised keeps the service from starting.
 */
export const deprecations = fp(
  (app, { publicUrl = '' }: PublicUrlOptions, next) => {
    app.addHook('onRoute', ({ config, method, url }) => {
      const { startsOn, sunset } = config?.deprecation ?? {}
      if (startsOn !== undefined && sunset !== undefined && sunset < addMonths(startsOn, NOTICE_MONTHS))
        throw new Error(`${String(method)} ${url} is to go with less than ${NOTICE_MONTHS} months of notice`)
    })
    app.addHook('onSend', async (request, reply) => {
      const { deprecation } = request.routeOptions.config
      if (deprecation === undefined) return
      const { startsOn, sunset, successor } = deprecation
      reply.header('deprecation', `@${instant(startsOn).getTime() / 1000}`)
      reply.header('sunset', instant(sunset).toUTCString())
      const link = `<${publicUrl}${successor}>; rel="successor-version"`
      const present = reply.getHeader('link')
      reply.header('link', typeof present === 'string' ? `${present}, ${link}` : link)
    })
    next()
  },
  { name: 'deprecations' },
)
