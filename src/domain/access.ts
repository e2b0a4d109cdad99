/** The scopes that a role can have. */
export const scopes = {
  'geography:read': 'Read authorities and postcodes',
  'children:read': 'Read children, their periods of care and legal statuses',
  'children:write': 'Record children, their periods of care and legal statuses',
  'homes:read': "Read providers, homes, beds, voids, judgements, contracts, fees and carers' journeys",
  'homes:write': "Record providers, homes, beds, voids, judgements, contracts, fees and carers' journeys",
  'addresses:read': "See the postcodes of carers' households and other confidential homes",
  'placements:read': 'Read placement requests, holds, placements and what needs attention',
  'placements:write': 'Record placement requests, holds and placements',
  'placements:approve': 'Approve or refuse placements that need it',
  'settings:write': 'Set what the authority decides for itself, such as when a placement is distant',
  'panels:read': 'Read panels, their meetings, cases, decisions and actions',
  'panels:write': 'Record panels, their meetings, cases, decisions and actions',
  'vacancies:search': 'Search for free beds',
  'measures:read': 'Read measures, targets, comparators, scorecards and the action plan',
  'measures:records': 'Read the records behind a measure: the children, or the nights of beds, in a figure',
  'scorecards:write': 'Record targets, observations, scorecards, comments and the action plan',
  'measures:write': 'Record what measures are worked out with, such as the population',
  'releases:read': 'Read releases and public answers: what is published',
  'releases:write': 'Release a year, see beforehand what would be published, and ask for public answers',
  'plans:read': 'Read plans for many children together',
  'plans:write': 'Make and cancel plans for many children together',
  'forecasts:read': 'Read forecasts of children in care, with their back-tests',
  'forecasts:write': 'Make and cancel forecasts',
  'events:read': 'Read events, webhooks and their deliveries',
  'events:write': 'Set up, change, replay and remove webhooks',
  'imports:read': 'Read imports and their reports',
  'imports:write': 'Import files',
  'external-ids:read': 'Find records by the identifiers that other systems have of them',
  'external-ids:write':
    'Record in bulk by the identifiers of other systems, with the scopes of what is recorded; name those systems',
  'feeds:read':
    'Read whole sets of rows for analysis, with no child named: children in care, placements, beds',
  'bulk-reads:read': 'Read who pulled which set of a feed, and when',
  'subject-access:read': 'Read everything that is kept of a child, to answer a subject access request',
  'retention:read':
    'Read for how long what is kept, what is past its time, legal holds, and receipts of erasures',
  'retention:write': 'Place and lift legal holds, and erase what is past its time',
  'access-log:read': 'Read who looked at whose record, and what of that is unusual',
  'access-log:write': 'Record what a review of an unusual access found',
  'break-glass:use': 'Open confidential addresses in an emergency, for a time, with a reason and an alarm',
  'sandbox:reset': 'Put a sandbox back to its seed: an authority of made-up records, and no other',
  'keys:read': 'Read which systems have a service key, for what, and when each was last used',
  'keys:write': 'Make, change and revoke service keys',
} as const
export type Scope = keyof typeof scopes

/** Scopes whose paths answer 404 rather than 403 to a token without them, so that their existence is not revealed. */
export const unlistedScopes: readonly Scope[] = ['measures:records']

/** What takes a person to decide, or would let a key make keys: no service key has these scopes. */
export const personalScopes: readonly Scope[] = [
  'subject-access:read',
  'retention:write',
  'access-log:write',
  'break-glass:use',
  'placements:approve',
  'settings:write',
  'keys:read',
  'keys:write',
]

/** What breaking glass opens, whatever the role: the service says so at once to the data protection officer. */
export const scopesOfBrokenGlass = ['addresses:read'] as const satisfies readonly Scope[]

/** The scopes that a service key can have. */
export const keyScopes = (Object.keys(scopes) as Scope[]).filter(
  (scope) => ![...personalScopes, ...unlistedScopes].includes(scope),
)

const placementsOfficer = [
  'geography:read',
  'children:read',
  'children:write',
  'homes:read',
  'homes:write',
  'placements:read',
  'placements:write',
  'panels:read',
  'panels:write',
  'vacancies:search',
  'plans:read',
  'plans:write',
  'forecasts:read',
  'measures:read',
  'measures:records',
  'releases:read',
  'break-glass:use',
] as const

/** The scopes of each role. */
export const roles = {
  placements: placementsOfficer,
  // An officer on duty, who must drive to a home.
  duty: [...placementsOfficer, 'addresses:read'],
  bi: [
    'geography:read',
    'measures:read',
    'forecasts:read',
    'forecasts:write',
    'scorecards:write',
    'releases:read',
    'releases:write',
    'feeds:read',
  ],
  panel: [
    'geography:read',
    'children:read',
    'homes:read',
    'placements:read',
    'placements:approve',
    'panels:read',
    'panels:write',
    'vacancies:search',
    'plans:read',
    'plans:write',
    'forecasts:read',
    'measures:read',
    'releases:read',
    'break-glass:use',
  ],
  data: [
    'geography:read',
    'children:read',
    'children:write',
    'homes:read',
    'homes:write',
    'addresses:read',
    'placements:read',
    'placements:write',
    'measures:read',
    'measures:records',
    'forecasts:read',
    'forecasts:write',
    'scorecards:write',
    'measures:write',
    'releases:read',
    'releases:write',
    'events:read',
    'events:write',
    'imports:read',
    'imports:write',
    'external-ids:read',
    'external-ids:write',
    'feeds:read',
  ],
  // The data protection officer, who answers for what is kept of people and who reads it.
  'data-protection': [
    'geography:read',
    'children:read',
    'placements:read',
    'subject-access:read',
    'retention:read',
    'retention:write',
    'access-log:read',
    'access-log:write',
    'bulk-reads:read',
  ],
  admin: Object.keys(scopes) as Scope[],
  published: ['releases:read'],
  // A system with a service key: what it may do is what its key says.
  system: [],
} as const satisfies Record<string, readonly Scope[]>
export type Role = keyof typeof roles

/** The caller of a request: subject, role and authority, from the token or the service key. */
export interface Principal {
  subject: string
  role: Role
  authorityCode: string
  /** The scopes of a service key; without them the caller has those of its role. */
  scopes?: readonly Scope[]
  /** The breaking of glass by which it has more scopes than its role, for this request. */
  breakGlassId?: string
  /** Stored with the history of changes: the id of the request and the reason that it gave. */
  requestId?: string
  changeReason?: string | undefined
}

/** The scopes of a caller: those of its service key, or else of its role. */
export const scopesOf = (principal: Principal): readonly Scope[] => principal.scopes ?? roles[principal.role]

export function may(principal: Principal, scope: Scope): boolean {
  return scopesOf(principal).includes(scope)
}

/** Scopes with which an end of a distance can be moved: a child's or a placement's own address. */
export const movingScopes = [
  'children:write',
  'placements:write',
  'imports:write',
  'external-ids:write',
] as const satisfies readonly Scope[]

/**
 * Whether figures tell distances to secret addresses exactly. Not to whoever may move the other end and not see the addresses: a
 * few figures, with the child's address moved about between them, would leave one postcode.
 */
export const seesExactDistances = (principal: Principal): boolean =>
  may(principal, 'addresses:read') || !movingScopes.some((scope) => may(principal, scope))
