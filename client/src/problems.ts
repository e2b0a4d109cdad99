import type { components } from './api.ts'

/** Why a request was refused (RFC 9457). */
export type Problem = components['schemas']['Problem']

/** A refusal. `problem.type` says which kind it is, `problem.errors` which fields are wrong and what would be right. */
export class ProblemError extends Error {
  readonly status: number
  /** Undefined if the answer was none of the service's, such as a proxy's page. */
  readonly problem: Problem | undefined
  /** By which the service's log knows the request. */
  readonly requestId: string | undefined

  constructor(response: Response, body: unknown) {
    const problem = isProblem(body) ? body : undefined
    super(problem ? `${problem.title}: ${problem.detail}` : `The answer was ${response.status}.`)
    this.name = 'ProblemError'
    this.status = response.status
    this.problem = problem
    this.requestId = response.headers.get('x-request-id') ?? undefined
  }

  /** Whether it is of a type: `error.is('bed-in-use')`. */
  is(type: Problem['type'] extends `/problems/${infer Name}` ? Name : never): boolean {
    return this.problem?.type === `/problems/${type}`
  }
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'type' in body && 'detail' in body

interface Answered {
  data?: unknown
  error?: unknown
  response: Response
}
type Data<A extends Answered> = A extends { error?: never; data: infer D } ? D : never

/**
 * The data of an answer: `await unwrap(service.GET('/v1/homes'))`.
 * @throws {ProblemError} when it was refused
 */
export async function unwrap<A extends Answered>(answer: Promise<A>): Promise<Data<A>> {
  const { data, error, response } = await answer
  if (!response.ok) throw new ProblemError(response, error)
  return data as Data<A>
}
