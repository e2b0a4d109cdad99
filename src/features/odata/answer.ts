import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import type { CivilDate } from '../../domain/dates.ts'
import type { PullPace } from '../../engines/feeds/pull-pace.ts'
import { preferredType } from '../../platform/http/accept.ts'
import { Problem } from '../../platform/http/problem.ts'
import { odataHeaders } from './errors.ts'
import type { Options } from './options.ts'
import { ODATA_URL } from './resource.ts'

/** What the answers of a request are made with. */
export interface ODataContext {
  pool: Pool
  pace: PullPace
  today: () => CivilDate
  /** The address of the service as the caller reaches it, without a slash at the end. */
  baseUrl: string
}

/** An answer in OData's JSON format. */
export interface ODataAnswer {
  /** What the body is of, behind `$metadata#`; null of the service document. */
  context: string | null
  /** The members of its body, as JSON: each whole, or in pieces. */
  members: readonly (string | readonly (string | Buffer)[])[]
  /** The preferences that were applied. */
  applied: Record<string, string>
}

/** What an object has, as the members of JSON. */
export const membersOf = (values: object): string[] =>
  Object.entries(values).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)

const JSON_TYPE = 'application/json'
/** Forms of JSON by which `$format` may ask for it. */
const isJson = (format: string) => format === 'json' || /^application\/json\s*(;|$)/i.test(format)

/** @throws {Problem} not-acceptable (406) when the caller takes no JSON */
export function refuseOtherFormats(request: FastifyRequest, { $format }: Options): void {
  if ($format === undefined) preferredType(request, [JSON_TYPE])
  else if (!isJson($format)) throw new Problem('not-acceptable', 'Rows are given as JSON: $format=json.')
}

/** Whether the caller wants an answer without the annotations that say what it is. */
function isBare(request: FastifyRequest, { $format }: Options): boolean {
  const [first = ''] = ($format ?? request.headers.accept ?? '').split(',')
  return /odata\.metadata\s*=\s*none/i.test(first)
}

/** An object of these members, in bytes. */
function bodyOf(members: ODataAnswer['members']): Buffer {
  const pieces = members.flatMap((member, index) => [...(index === 0 ? [] : [',']), member].flat())
  return Buffer.concat(
    ['{', ...pieces, '}'].map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)),
  )
}

export function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  { baseUrl }: ODataContext,
  { answer: { context, members, applied: preferences }, options }: { answer: ODataAnswer; options: Options },
): FastifyReply {
  const level = isBare(request, options) ? 'none' : 'minimal'
  const address = `${baseUrl}${ODATA_URL}/$metadata${context === null ? '' : `#${context}`}`
  const start = level === 'none' ? {} : { '@odata.context': address }
  const names = Object.entries(preferences).map(([name, value]) => `${name}=${value}`)
  if (names.length > 0) void reply.header('preference-applied', names.join(', '))
  return reply
    .headers(odataHeaders)
    .type(`${JSON_TYPE};odata.metadata=${level};charset=utf-8`)
    .send(bodyOf([...membersOf(start), ...members]))
}
