import type { FastifyInstance } from 'fastify'

/**
 * Accepts request bodies as JSON or as a JSON merge patch (RFC 7396). Any other content type is refused with a 415,
 * except where a route adds its own parser.
 */
export function acceptJson(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser(
    'application/merge-patch+json',
    { parseAs: 'string' },
    app.getDefaultJsonParser('error', 'error'),
  )
}
