import type { FastifyRequest } from 'fastify'
import { pino, type DestinationStream, type Logger } from 'pino'

/**
 * Creates the service's log (pino). So that no child's data reaches it, a request is logged by its route and never by its
 * URL, and an error by its type, code and stack and never by its message, in which the database quotes values.
 */
export function createLogger(
  options: { level: string; pretty: boolean },
  destination?: DestinationStream,
): Logger {
  const settings = {
    level: options.level,
    redact: ['*.authorization', '*.headers', '*.body'],
    serializers: {
      req: (request: FastifyRequest) => ({
        id: request.id,
        method: request.method,
        route: request.routeOptions?.url,
      }),
      err: ({ name, code, constraint, stack }: Error & { code?: string; constraint?: string }) => ({
        type: name,
        code,
        constraint,
        stack: stack
          ?.split('\n')
          .filter((line) => line.trimStart().startsWith('at '))
          .join('\n'),
      }),
    },
    ...(options.pretty ? { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } } : {}),
  }
  return destination ? pino(settings, destination) : pino(settings)
}
