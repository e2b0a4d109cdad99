import { problemTypes, type ProblemType } from './problem-types.ts'

/** One fault of a request: where it is (a JSON pointer into the body, or `#/query/…`, `#/headers/…`), what would be right, and a stable code. */
export interface Fault {
  pointer: string
  detail: string
  code: string
}

/** A problem to answer a request with (RFC 9457). Never put a child's data in `detail`. */
export class Problem extends Error {
  readonly type: ProblemType
  readonly status: number
  readonly faults: readonly Fault[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    type: ProblemType,
    detail: string,
    faults: readonly Fault[] = [],
    headers: Record<string, string> = {},
  ) {
    super(detail)
    this.type = type
    this.status = problemTypes[type].status
    this.faults = faults
    this.headers = headers
  }

  /** The body of the answer, `application/problem+json`; without an instance where there was no request. */
  body(requestId?: string) {
    return {
      type: `/problems/${this.type}`,
      title: problemTypes[this.type].title,
      status: this.status,
      detail: this.message,
      ...(requestId === undefined ? {} : { instance: `urn:request:${requestId}` }),
      ...(this.faults.length > 0 ? { errors: this.faults } : {}),
    }
  }
}

/** The answer at a path that is not known, and at one of which the caller may not know. */
export const nothingHere = (): Problem => new Problem('not-found', 'There is nothing at this path.')

/** The answer for what is not there, and, in the same words, for what the caller may not know of. */
export function notFound(what: string): Problem {
  return new Problem('not-found', `There is no such ${what}, or none that you may know of.`)
}
