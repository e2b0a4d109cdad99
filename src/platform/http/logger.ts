import type { FastifyRequest } from 'fastify'
import { pino, type DestinationStream, type Logger } from 'pino'

/**
 * The service's log. A request is logged by its route, never its URL, and an error by its kind and stack, never the
 * values that the database quotes: neither can carry a child's data.
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
