import { z } from 'zod'
import { Problem } from './problem.ts'

/**
 * The `If-Match` header of every change. Optional in the schema because `versionOf` answers its absence with a 428,
 * where a missing required field would be a 400.
 */
export const ifMatch = z.object({
  'if-match': z.string().max(100).optional().describe('The `ETag` of the record as you read it. Required.'),
})

/** The strong entity tag (`ETag`) of a record at a version: `"v3"`. */
export function etagOf(version: number): string {
  return `"v${version}"`
}

/**
 * The version number that an `If-Match` header names; null for `*`, which matches any version.
 * @throws {Problem} if-match-required without the header, version-changed when it is not one of our ETags
 */
export function versionOf(header: string | undefined): number | null {
  if (header === undefined)
    throw new Problem('if-match-required', 'Send If-Match with the ETag of the record as you read it.')
  if (header.trim() === '*') return null
  const version = /^"v(\d{1,9})"$/.exec(header.trim())?.[1]
  if (version === undefined)
    throw new Problem('version-changed', 'The If-Match is not an ETag of this record.')
  return Number(version)
}
