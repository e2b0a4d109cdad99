import { z } from 'zod'
import { Problem } from './problem.ts'

/** The header of every change: which version is being changed. Checked by `versionOf`, so that its absence is a 428. */
export const ifMatch = z.object({
  'if-match': z.string().max(100).optional().describe('The `ETag` of the record as you read it. Required.'),
})

/** A record's strong entity tag. */
export function etagOf(version: number): string {
  return `"v${version}"`
}

/** The version that an `If-Match` names; null for `*`, any version. */
export function versionOf(header: string | undefined): number | null {
  if (header === undefined)
    throw new Problem('if-match-required', 'Send If-Match with the ETag of the record as you read it.')
  if (header.trim() === '*') return null
  const version = /^"v(\d{1,9})"$/.exec(header.trim())?.[1]
  if (version === undefined)
    throw new Problem('version-changed', 'The If-Match is not an ETag of this record.')
  return Number(version)
}
