import type { FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'

/**
 * Which of `types` the caller prefers by its `Accept` header; the first when it has no preference.
 * @throws {Problem} not-acceptable (406) when it accepts none of them
 */
export function preferredType<T extends string>(request: FastifyRequest, types: readonly [T, ...T[]]): T {
  const ranges = (request.headers.accept?.trim() || '*/*').split(',').map((part) => {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
    const q = parameters.find((parameter) => parameter.startsWith('q='))
    return { type, q: q === undefined ? 1 : Number(q.slice(2)) }
  })
  const weights = types.map((type, index) => {
    const matching = [type, type.replace(/\/.*/, '/*'), ...(index === 0 ? ['*/*'] : [])]
    return Math.max(-1, ...ranges.filter(({ type, q }) => matching.includes(type) && q > 0).map(({ q }) => q))
  })
  const best = Math.max(...weights)
  if (best < 0) throw new Problem('not-acceptable', `Ask for ${types.join(' or ')}.`)
  return types[weights.indexOf(best)] ?? types[0]
}
