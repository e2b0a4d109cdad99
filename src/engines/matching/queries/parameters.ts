import { createHash } from 'node:crypto'
import type { QueryConfig } from 'pg'
import type { Need } from '../../../domain/matching/types.ts'

/** Collects a statement's values; each call gives the placeholder of one, with its type. */
export interface Parameters {
  (value: unknown, type: string): string
  readonly values: unknown[]
}

export function parameters(): Parameters {
  const values: unknown[] = []
  return Object.assign((value: unknown, type: string) => `$${values.push(value)}::${type}`, { values })
}

/**
 * A statement that each connection parses once, and plans once where PostgreSQL finds one plan as good as many:
 * planning costs as much as a search nearby. For texts of which there are few; the name is the text's own.
 */
function prepared(text: string, { values }: Parameters): QueryConfig {
  return { name: createHash('sha1').update(text).digest('base64url'), text, values }
}

/** There is a text for every number of children, homes and schools: few, but for many children. */
const mostPrepared = 3

/** A statement of a search, prepared where its text is one of few. */
export function statement({ children }: Need, text: string, p: Parameters): QueryConfig {
  return children.length <= mostPrepared ? prepared(text, p) : { text, values: p.values }
}
