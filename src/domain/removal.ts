import type { Refusal } from './lifecycle/rule.ts'

/** When a record of a kind may be removed, as what never was. It needs a reason, and stays in the history. */
export interface RemovalRule {
  /** In words, for the reference. */
  rule: string
  /** What of the record itself forbids it, in order: the first that applies is the reason given. */
  refusals: readonly Refusal<RecordFacts>[]
}

/** The fields of a record, as its answer has them. */
type RecordFacts = Readonly<Record<string, unknown>>

const isGiven = (field: string) => (record: RecordFacts) =>
  record[field] !== null && record[field] !== undefined
const neverWas = (rule: string, refusals: RemovalRule['refusals'] = []): RemovalRule => ({ rule, refusals })

/** The rule of what is in no list below: nothing else depends on it. */
export const plainRemoval = neverWas('Recorded by mistake, and nothing else recorded depends on it.')

/** The rule of each resource, by its path, that has one of its own. */
export const removalRules: Readonly<Record<string, RemovalRule>> = {
  children: neverWas('A child of whom nothing else is recorded. Two records of one child are merged.', [
    [
      ({ mergedFromIds }) => Array.isArray(mergedFromIds) && mergedFromIds.length > 0,
      'Another record was merged into it: unmerge that first.',
    ],
  ]),
  'care-periods': neverWas(
    'Care that never was. What is dated in it, legal statuses and placements, is corrected or removed first.',
  ),
  'legal-statuses': neverWas('A status that never was; one that is over has its end.'),
  'placement-requests': neverWas(
    'A request that nobody made, before anything was held or agreed for it. One that is needed no longer is withdrawn.',
  ),
  placements: neverWas(
    'A placement that never was, such as one of the wrong child. One that was called off is withdrawn, one that is over has its end.',
    [
      [isGiven('movedToId'), 'The child moved on from it: undo the move first (`end-undo`).'],
      [isGiven('movedFromId'), 'It is half of a move: undo that instead (`start-undo`, `staying-put-undo`).'],
    ],
  ),
  homes: neverWas('A home that never was. One that closes has a `closesOn`.'),
  beds: neverWas('A bed that never was, and that nobody used. One that closes has a `closesOn`.'),
  voids: neverWas('A void that never was; one that is over has its end.'),
  keys: neverWas('A service key that nobody got a secret of. One that is needed no longer is revoked.', [
    [isGiven('secretIssuedAt'), 'It has had a secret: revoke it, so that it stays known who it was.'],
  ]),
  'panel-cases': neverWas(
    'A case that was listed by mistake, and of which nothing was decided; else it is withdrawn.',
  ),
}

/** Why a record may not be removed, of itself; null where it may. */
export function whyNotRemoved(path: string, record: object): string | null {
  const facts = record as RecordFacts
  const refusal = removalRules[path]?.refusals.find(([when]) => when(facts, ''))
  if (refusal === undefined) return null
  const [, why] = refusal
  return typeof why === 'string' ? why : why(facts)
}
