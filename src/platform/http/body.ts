import type { FastifyInstance } from 'fastify'

/** Takes bodies as JSON, or as a merge patch (RFC 7396), and as nothing else unless a route says so. */
export function acceptJson(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser(
    'application/merge-patch+json',
    { parseAs: 'string' },
    app.getDefaultJsonParser('error', 'error'),
  )
}
