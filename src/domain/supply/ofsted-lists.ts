import { plain } from './cells.ts'

/** What a row of one of Ofsted's lists says, by names of our own; blank where its cell is. */
export type ListField =
  | 'urn'
  | 'type'
  | 'subtype'
  | 'sector'
  | 'name'
  | 'authority'
  | 'registeredOn'
  | 'status'
  | 'endedOn'
  | 'places'
  | 'judgedOn'
  | 'grade'
  | 'line1'
  | 'line2'
  | 'town'
  | 'postcode'
  | 'owner'
  | 'category'

/** The headings under which Ofsted's lists have had each, in lower case: they differ from list to list and year to year. */
export const listHeadings: Readonly<Record<ListField, readonly string[]>> = {
  urn: ['urn'],
  type: ['provider type', 'provision type'],
  subtype: ['provider subtype'],
  sector: ['sector'],
  name: ['setting name', 'provider name'],
  authority: ['setting local authority', 'local authority', 'provider local authority'],
  registeredOn: ['registration date'],
  status: ['registration status', 'provider status'],
  endedOn: ['deregistration date', 'closed date'],
  places: ['number of registered places', 'max users', 'maximum fostering places', 'capacity'],
  judgedOn: ['date of last full inspection', 'full inspection start date'],
  grade: ['overall effectiveness', 'latest overall effectiveness grade from last full inspection'],
  line1: ['setting address line 1', 'provider address line 1'],
  line2: ['setting address line 2', 'provider address line 2'],
  town: ['setting address town', 'setting town', 'provider town'],
  postcode: ['setting address postcode', 'setting postcode', 'provider postcode'],
  owner: ['owner name', 'organisation name'],
  category: ['setting category'],
}

/** Which field a heading is of; of two headings of one field the one named first counts. */
export function listColumns(headings: readonly string[]): Map<ListField, number> {
  const names = headings.map(plain)
  const columns = new Map<ListField, number>()
  for (const [field, aliases] of Object.entries(listHeadings) as [ListField, readonly string[]][]) {
    const index = aliases.map((alias) => names.indexOf(alias)).find((place) => place >= 0)
    if (index !== undefined) columns.set(field, index)
  }
  return columns
}

/** Whether these are headings of one of the lists: who is registered, by what name, and whether still. */
export const isListOfOfsted = (columns: ReadonlyMap<ListField, number>): boolean =>
  (['urn', 'type', 'name', 'status'] as const).every((field) => columns.has(field))

/** What a row is about: a home, a provider whose households or accommodation have no number of their own, or neither. */
export type ListSubject =
  | {
      about: 'home'
      kind: 'childrens-home' | 'secure-childrens-home' | 'residential-school' | 'family-centre'
    }
  | { about: 'agency' | 'accommodation' }

/** The provider types of the lists; the first that the type or subtype names. */
const subjects: readonly [pattern: RegExp, subject: ListSubject][] = [
  [/secure/, { about: 'home', kind: 'secure-childrens-home' }],
  [/residential special school|boarding/, { about: 'home', kind: 'residential-school' }],
  [/family cent/, { about: 'home', kind: 'family-centre' }],
  [/child(ren)?'?s'? home/, { about: 'home', kind: 'childrens-home' }],
  [/foster/, { about: 'agency' }],
  [/supported accommodation/, { about: 'accommodation' }],
]

/** What a provider type is of; null for what this service keeps no record of, such as an adoption agency. */
export function subjectOfList(type: string, subtype: string): ListSubject | null {
  const text = plain(`${type} ${type === '' ? '' : subtype}`)
  return subjects.find(([pattern]) => pattern.test(text))?.[1] ?? null
}

/** The sectors of the lists, as ours. */
export function sectorOfList(
  sector: string,
  isOwn: boolean,
): 'own' | 'other-authority' | 'other-public' | 'voluntary' | 'private' {
  const text = plain(sector)
  if (/local authority/.test(text)) return isOwn ? 'own' : 'other-authority'
  if (/voluntary|charit|third/.test(text)) return 'voluntary'
  return /health|public/.test(text) ? 'other-public' : 'private'
}

/** Whether a status says that the registration has ended. */
export const isClosed = (status: string): boolean =>
  /closed|cancel|resign|deregister|ceased/.test(plain(status))
