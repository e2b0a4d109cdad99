import fp from 'fastify-plugin'

export interface PublicUrlOptions {
  /** The address at which clients reach the service, without a slash at the end; undefined: as they called it. */
  publicUrl: string | undefined
}

/**
 * Makes the addresses in the headers `Location` and `Link` whole where the public address of the service is configured:
 * a proxy may answer at another host, or below a path, of which the service knows nothing else.
 */
export const publicUrls = fp(
  (app, { publicUrl }: PublicUrlOptions, next) => {
    if (publicUrl === undefined) return next()
    app.addHook('onSend', async (_request, reply) => {
      const { location, link } = reply.getHeaders()
      if (typeof location === 'string' && location.startsWith('/')) {
        reply.header('location', publicUrl + location)
      }
      if (typeof link === 'string' && link.startsWith('</')) {
        reply.header('link', `<${publicUrl}${link.slice(1)}`)
      }
    })
    next()
  },
  { name: 'public-urls' },
)
