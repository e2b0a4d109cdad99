import type { Fault } from '../../platform/http/problem.ts'
import type { UpsertRecord, UnreadRecord } from './read-records.ts'
import { upsertOutcomes } from './schema.ts'

type Outcome = (typeof upsertOutcomes)[number]

/** What became of a record of a call. */
export interface UpsertResult {
  outcome: Outcome
  /** Our identifier and the version of the record, where it is there. */
  id: string | null
  version: number | null
  matchedBy: 'external-id' | 'id' | 'fields' | null
  mergedIntoId: string | null
  fields: string[]
  faults: readonly Fault[]
}

const nothing = { id: null, version: null, matchedBy: null, mergedIntoId: null, fields: [], faults: [] }

export const resultOf = (outcome: Outcome, facts: Partial<UpsertResult> = {}): UpsertResult => ({
  ...nothing,
  ...facts,
  outcome,
})

export const refusal = (faults: readonly Fault[]): UpsertResult => resultOf('refused', { faults })

/** What of a record is not one of its fields. */
const ownParts = ['externalId', 'id', 'ended', 'fields', 'removed', 'detached']

/** Points from the call to what a fault of one of its records points to: a part of the record, else one of its fields. */
function inCall({ record, sources }: UpsertEntry, { pointer, ...fault }: Fault): Fault {
  const [, part = ''] = pointer.split('/')
  const isOfRecord = part === '' || ownParts.includes(part) || !('fields' in record)
  const place = isOfRecord ? pointer.slice(1) : (sources.get(part)?.slice(1) ?? `/fields${pointer.slice(1)}`)
  return { ...fault, pointer: `#/records/${record.index}${place}` }
}

/** A record of the call with what became of it. `sources` say where in it those fields stand that are not among its `fields`. */
export interface UpsertEntry {
  record: UpsertRecord | UnreadRecord
  result: UpsertResult
  sources: ReadonlyMap<string, string>
}

/** The report of a call: of each record what became of it, or would. */
export function upsertReport(
  entries: readonly UpsertEntry[],
  { system, dryRun, isUsable }: { system: string; dryRun: boolean; isUsable: boolean },
) {
  const counts = {
    records: entries.length,
    ...Object.fromEntries(upsertOutcomes.map((outcome) => [outcome, 0])),
  }
  for (const { result } of entries) (counts as Record<string, number>)[result.outcome]! += 1
  const isWhole = entries.every(({ result }) => result.outcome !== 'refused')
  const isDone = isUsable && !dryRun
  return {
    status: !isUsable ? 'refused' : dryRun ? 'possible' : isWhole ? 'done' : 'partial',
    dryRun,
    system,
    counts,
    records: entries
      .map((entry) => [entry, entry.record, entry.result] as const)
      .map(([entry, { index, kind, externalId }, result]) => ({
        index,
        kind,
        externalId,
        ...result,
        // What was not recorded has no identifier and no version yet.
        ...(isDone ? {} : { version: null, ...(result.outcome === 'created' ? { id: null } : {}) }),
        faults: result.faults.map((fault) => inCall(entry, fault)),
      }))
      .sort((a, b) => a.index - b.index),
  }
}
