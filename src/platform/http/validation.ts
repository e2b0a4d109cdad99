import type { FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'
import type { Fault } from './problem.ts'

/** Thrown when a part of a request (body, query, path or headers) does not meet the schema of its operation. */
export class InvalidInput extends Error {
  override name = 'InvalidInput'
  readonly issues: readonly z.core.$ZodIssue[]
  /** Which part of the request; set by Fastify. */
  validationContext?: string

  constructor(issues: readonly z.core.$ZodIssue[]) {
    super('the input is not valid')
    this.issues = issues
  }
}

/** Validates a part of a request against its zod schema, with error messages that an officer can act on. */
export const compileValidator: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data: unknown) =>
    checkInput(schema, data)

/** What a schema makes of an input, or the error that says what is wrong with it. */
export function checkInput(schema: z.ZodType, data: unknown): { value: unknown } | { error: InvalidInput } {
  const read = schema.safeParse(data, { error: wording })
  return read.success ? { value: read.data } : { error: new InvalidInput(read.error.issues) }
}

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

function limit(issue: { origin: string }, bound: string, number: number | bigint): string {
  if (issue.origin === 'string') return `must have ${bound} ${number} character${number === 1 ? '' : 's'}`
  if (issue.origin === 'array') return `must have ${bound} ${number} entr${number === 1 ? 'y' : 'ies'}`
  return `must be ${number} ${bound === 'at least' ? 'or more' : 'or less'}`
}

/** The error message of an issue, saying what would be right; undefined leaves the message to zod or the schema. */
function wording(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${kinds[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'must not be empty'
        : limit(issue, 'at least', issue.minimum)
    case 'too_big':
      return limit(issue, 'at most', issue.maximum)
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`
    case 'invalid_format':
      return issue.format === 'guid' ? 'must be an identifier (UUID)' : undefined
    case 'invalid_union':
      return 'is in none of the forms that this field takes'
    default:
      return undefined
  }
}

const parts: Record<string, string> = { querystring: '#/query', params: '#/path', headers: '#/headers' }

/** How many faults an answer lists at most. */
const MOST_FAULTS = 100

/** A JSON pointer (RFC 6901) in its fragment form: `#/homes/0/name`. */
function pointerTo(base: string, path: readonly PropertyKey[]): string {
  const steps = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
  return base + steps.join('')
}

/** The faults of an invalid input, at most `MOST_FAULTS`: which field, what would be right, and a stable code. */
export function faultsOf({ issues, validationContext }: InvalidInput): Fault[] {
  const base = parts[validationContext ?? ''] ?? '#'
  return issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.slice(0, MOST_FAULTS).map((key) => ({
            pointer: pointerTo(base, [...issue.path, key]),
            detail: 'is not a field of this operation',
            code: 'unknown-field',
          }))
        : [
            {
              pointer: pointerTo(base, issue.path),
              detail: issue.message,
              code: issue.code.replaceAll('_', '-'),
            },
          ],
    )
    .slice(0, MOST_FAULTS)
}
