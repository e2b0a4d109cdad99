import { entitySetByName } from '../../domain/odata/entities.ts'
import type { FeedName } from '../../domain/feeds/sets.ts'
import { Problem } from '../../platform/http/problem.ts'

/** What an address below `/odata` names. */
export type ODataResource =
  | { kind: 'service' }
  | { kind: 'metadata' }
  | { kind: 'rows'; set: FeedName }
  | { kind: 'count'; set: FeedName }
  /** A row by its key as it is written, or the row to which one of its navigations leads. */
  | { kind: 'row'; set: FeedName; key: string; navigation: string | undefined }

/** The path of the service document. */
export const ODATA_URL = '/odata'

/** The path of a request, as it was sent. */
export const pathOf = ({ url }: { url: string }): string => url.split('?', 1)[0] ?? ''

/** Whether an address is one below `/odata`. */
export const isODataPath = (path: string): boolean => path === ODATA_URL || path.startsWith(`${ODATA_URL}/`)

/** @throws {Problem} not-found; not-implemented for what OData has and this service does not do */
export function readResource(path: string): ODataResource {
  const [first = '', second, ...others] = path
    .slice(ODATA_URL.length)
    .replace(/^\//, '')
    .split('/')
    .map(decodePart)
  if (second === undefined) {
    if (first === '') return { kind: 'service' }
    if (first === '$metadata') return { kind: 'metadata' }
  }
  if (/^\$(batch|all|entity|crossjoin)/.test(first))
    throw new Problem('not-implemented', `${first.slice(0, 40)} is not offered: ask for one set at a time.`)
  const [, name = '', key] = /^(\w+)(?:\((.*)\))?$/s.exec(first) ?? []
  const set = entitySetByName(name)
  if (set === undefined)
    throw new Problem(
      'not-found',
      `There is no entity set of this name. ${ODATA_URL} lists those that there are; their names begin with a capital.`,
    )
  if (others.length > 0) throw nothingInSet()
  if (key === undefined) {
    if (second === undefined) return { kind: 'rows', set }
    if (second === '$count') return { kind: 'count', set }
    throw nothingInSet()
  }
  return { kind: 'row', set, key, navigation: second }
}

const nothingInSet = () =>
  new Problem('not-found', `There is nothing here. ${ODATA_URL}/$metadata says what the sets have.`)

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Problem('invalid-request', 'The path is not a well-formed URL path.')
  }
}
