import type { FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'

/**
 * Which of the media types offered the caller would rather have, the first where it is all the same or anything will
 * do; a 406 problem where none will.
 */
export function preferred<T extends string>(request: FastifyRequest, offered: readonly [T, ...T[]]): T {
  const accepted = (request.headers.accept?.trim() || '*/*').split(',').map((part) => {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
    const q = parameters.find((parameter) => parameter.startsWith('q='))
    return { type, q: q === undefined ? 1 : Number(q.slice(2)) }
  })
  const weights = offered.map((type, index) => {
    const matching = [type, type.replace(/\/.*/, '/*'), ...(index === 0 ? ['*/*'] : [])]
    return Math.max(
      -1,
      ...accepted.filter(({ type, q }) => matching.includes(type) && q > 0).map(({ q }) => q),
    )
  })
  const best = Math.max(...weights)
  if (best < 0) throw new Problem('not-acceptable', `Ask for ${offered.join(' or ')}.`)
  return offered[weights.indexOf(best)] ?? offered[0]
}
