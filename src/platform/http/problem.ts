import { problemTypes, type ProblemType } from './problem-types.ts'

/**
 * One fault of a request: where it is (a JSON pointer into the body, or `#/query/…`, `#/path/…`, `#/headers/…`), what
 * would be right, and a stable code.
 */
export interface Fault {
  pointer: string
  detail: string
  code: string
}

/** An error that is answered as a problem (RFC 9457). Never put a child's data in `detail`: it is logged and shown. */
export class Problem extends Error {
  readonly type: ProblemType
  readonly status: number
  readonly faults: readonly Fault[]
  readonly headers: Readonly<Record<string, string | string[]>>

  constructor(
    type: ProblemType,
    detail: string,
    faults: readonly Fault[] = [],
    headers: Record<string, string | string[]> = {},
  ) {
    super(detail)
    this.type = type
    this.status = problemTypes[type].status
    this.faults = faults
    this.headers = headers
  }

  /** The body of the answer (`application/problem+json`). `instance` names the request, where there is one. */
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

/** The problem for an unknown path, and, word for word the same, for a path that the caller may not know of. */
export const nothingHere = (): Problem => new Problem('not-found', 'There is nothing at this path.')

/** The problem for a record that does not exist, and, in the same words, for one that the caller may not see. */
export function notFound(what: string): Problem {
  return new Problem('not-found', `There is no such ${what}, or none that you may know of.`)
}
