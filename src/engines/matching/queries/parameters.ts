import { createHash } from 'node:crypto'
import type { QueryConfig } from 'pg'
import type { Need } from '../../../domain/matching/types.ts'

/** Collects the values of a statement: a call adds one and returns its placeholder with a cast, such as `$1::date`. */
export interface Parameters {
  (value: unknown, type: string): string
  readonly values: unknown[]
}

/** An empty collection. */
export function parameters(): Parameters {
  const values: unknown[] = []
  return Object.assign((value: unknown, type: string) => `$${values.push(value)}::${type}`, { values })
}

/**
 * A prepared statement, named by a hash of its text: parsed once by each connection, and planned once where PostgreSQL
 * finds a generic plan good enough. Planning costs as much as a search nearby. Only for texts of which there are few.
 */
function preparedStatement(text: string, { values }: Parameters): QueryConfig {
  return { name: createHash('sha1').update(text).digest('base64url'), text, values }
}

/** The text depends on the numbers of children, homes and schools; up to so many children there are few texts. */
const mostPrepared = 3

/** The statement of a search, prepared where its text is one of few. */
export function statement({ children }: Need, text: string, p: Parameters): QueryConfig {
  return children.length <= mostPrepared ? preparedStatement(text, p) : { text, values: p.values }
}
