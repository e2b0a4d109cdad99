/** Every kind of problem (RFC 9457) that the service answers with. A problem's `type` is `/problems/{key}`; keys never change once published. */
export const problemTypes = {
  'invalid-request': {
    status: 400,
    title: 'The request does not have the form that this operation takes',
    advice: 'Each entry of `errors` names the field (a JSON pointer) and says what would be right.',
  },
  'invalid-cursor': {
    status: 400,
    title: 'The cursor is not one that this list gave',
    advice: 'Send `nextCursor` back unchanged and with the same filters, or leave it out to start again.',
  },
  unauthenticated: {
    status: 401,
    title: 'A valid token or service key is needed',
    advice:
      'Send `Authorization: Bearer …` with a token that has not expired and was issued for this service, or with a service key. A key is also taken as the password of Basic.',
  },
  forbidden: {
    status: 403,
    title: 'The token or service key does not give this permission',
    advice: 'The operation says which scope it takes; ask for a token whose role has it, or a key that has it.',
  },
  'purpose-required': {
    status: 403,
    title: 'The authority asks why this is read',
    advice: 'Send the header `Access-Purpose` with the reason, in words that name no one.',
  },
  'not-found': {
    status: 404,
    title: 'There is no such thing, or none that you may know of',
    advice: 'Check the identifier. What belongs to another authority is answered in the same words.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'The path is known, but not with this method',
    advice: 'The reference lists the methods of each path.',
  },
  'not-acceptable': {
    status: 406,
    title: 'None of the media types asked for can be given',
    advice:
      'Tables are given as `application/json` or `text/csv`, several measures at once also as `application/x-ndjson`, a pack as `application/json` or `text/html`, a whole return as `application/json`, `application/xml` or `application/zip`.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request did not arrive in time',
    advice: 'Send it again, or less at a time.',
  },
  conflict: {
    status: 409,
    title: 'The change conflicts with what is already recorded',
    advice: 'The detail names the rule; read the record again and change the request.',
  },
  'bed-in-use': {
    status: 409,
    title: 'The bed is already in use on some of those nights',
    advice: 'Search again for beds free on every night, or choose other nights.',
  },
  'bed-not-open': {
    status: 409,
    title: 'The bed is not open on every one of those nights',
    advice: 'Give an end no later than the day the bed closes, and a start no earlier than the day it opens.',
  },
  'bed-still-used': {
    status: 409,
    title: 'The bed is in use on nights when it would be closed',
    advice: 'End or move the placements and voids on those nights first.',
  },
  'child-already-placed': {
    status: 409,
    title: 'The child has another placement on some of those nights',
    advice: 'End the other placement first, or give the day it is planned to end.',
  },
  'must-not-live-together': {
    status: 409,
    title: 'Someone who must not live with the child is in the home on some of those nights',
    advice:
      'Choose another home, or other nights. Who it is is not told; the separations of the child are at `/v1/separations`.',
  },
  'period-overlaps': {
    status: 409,
    title: 'The period overlaps another of the same kind',
    advice: 'End the other first. A period covers the nights from its start to the night before its end.',
  },
  'already-exists': {
    status: 409,
    title: 'There is one with this identifier already',
    advice: 'Change the one there is, or give another identifier.',
  },
  'still-referenced': {
    status: 409,
    title: 'Other records depend on this one',
    advice: 'Remove or change those first.',
  },
  'action-not-open': {
    status: 409,
    title: 'The action is not open now',
    advice:
      'The detail says why. Read the record again: `actions` says what is open, and why the rest is not.',
  },
  'consent-needed': {
    status: 409,
    title: 'The authority whose home it is has not agreed to it',
    advice:
      "Hold the bed: the home's authority is shown the hold and can agree to it; `awaitsConsentOf` of the hold becomes empty when it has. Its number is in `GET /v1/homes/{id}/record`. An authority can also agree once for all placements in a home over a term, which serves emergencies.",
  },
  'gate-closed': {
    status: 409,
    title: 'The law, or what the child needs, stands before this',
    advice:
      'Each entry of `errors` is one thing that stands before it: `code` names the gate or the must, `detail` says why it stands and what opens it, with the regulation.',
  },
  'not-your-office': {
    status: 403,
    title: 'Only the holder of an office may decide this',
    advice: 'The detail names the office; `/v1/officers` says who holds it.',
  },
  'request-in-flight': {
    status: 409,
    title: 'A request with this idempotency key is still being carried out',
    advice: 'Wait for its answer, then send the same request again to read it.',
  },
  'cursor-expired': {
    status: 410,
    title: 'Events after the cursor are not kept any more',
    advice:
      'Read the records that you follow anew, then the feed without a cursor: it begins with the oldest event kept.',
  },
  'version-changed': {
    status: 412,
    title: 'The record has changed since you read it',
    advice: 'Read it again and repeat the change on what it says now.',
  },
  'too-large': {
    status: 413,
    title: 'The body is larger than this operation takes',
    advice: 'Send less at a time.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is not of a type that this operation takes',
    advice: 'Send `application/json`, or `multipart/form-data` where files are taken.',
  },
  'range-not-satisfiable': {
    status: 416,
    title: 'Nothing of the part that is asked for is there',
    advice: '`Content-Range` says how many bytes there are: the whole file may have arrived already.',
  },
  'rule-broken': {
    status: 422,
    title: 'The values are well formed, but break a rule together',
    advice: 'The detail names the rule.',
  },
  'unknown-reference': {
    status: 422,
    title: 'The request names something that does not exist',
    advice: 'Check the identifier that the entry of `errors` points to.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The idempotency key was used for a different request',
    advice: 'Use a new key for a new request.',
  },
  'if-match-required': {
    status: 428,
    title: 'Say which version you are changing',
    advice: 'Send `If-Match` with the `ETag` of the record as you read it.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    advice: 'Wait as long as `Retry-After` says.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are larger than the service takes',
    advice: 'Send fewer or shorter headers.',
  },
  'internal-error': {
    status: 500,
    title: 'Something went wrong on our side',
    advice: 'Nothing was changed. Quote the request id to those who run the service.',
  },
  'not-implemented': {
    status: 501,
    title: 'The service does not do this',
    advice: 'The request is right, but asks for something that is not offered; the detail names it.',
  },
  unavailable: {
    status: 503,
    title: 'The service cannot answer just now',
    advice:
      'Try again shortly. Whether a change was made may be unknown: sent with an `Idempotency-Key`, a create is done once, whatever became of it before.',
  },
} as const

export type ProblemType = keyof typeof problemTypes
