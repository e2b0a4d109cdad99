import type { z } from 'zod'
import { referenceFields, type UpsertPath } from '../../domain/case-systems/kinds.ts'
import type { Fault } from '../../platform/http/problem.ts'
import { checkInput, faultsOf } from '../../platform/http/validation.ts'
import type { ExternalName } from './queries.ts'
import { namedRecord, upsertRecord } from './schema.ts'

type Values = Record<string, unknown>

/** A record of a call. */
export interface UpsertRecord {
  /** Which of the call's, from 0. */
  index: number
  kind: UpsertPath
  externalId: string
  /** Our identifier; null where it is not sent. */
  id: string | null
  fields: Values
  ending: { on: string; reason?: string | undefined } | null
  /** Why it is to be removed; null where it is not. */
  removal: string | null
  /** Whether only its identifier is to be forgotten. */
  isDetached: boolean
}

/** One that can't be read. */
export interface UnreadRecord {
  index: number
  kind: string | null
  externalId: string | null
  faults: Fault[]
}

/** Reads the records of a call, each by itself. One that stands there twice is read once. */
export function readRecords(list: readonly unknown[]): { records: UpsertRecord[]; unread: UnreadRecord[] } {
  const [records, unread]: [UpsertRecord[], UnreadRecord[]] = [[], []]
  const positions = new Map<string, number>()
  for (const [index, value] of list.entries()) {
    const check = checkInput(upsertRecord, value)
    if ('error' in check) {
      unread.push({ index, ...callNames(value), faults: faultsOf(check.error) })
      continue
    }
    const record = check.value as z.output<typeof upsertRecord>
    const { kind, externalId } = record
    const key = JSON.stringify([kind, externalId])
    const twin = positions.get(key)
    if (twin !== undefined) {
      const detail = `is that of record ${twin} of this call too: send it once`
      unread.push({
        index,
        kind,
        externalId,
        faults: [{ pointer: '#/externalId', detail, code: 'sent-twice' }],
      })
      continue
    }
    positions.set(key, index)
    records.push({
      index,
      kind,
      externalId,
      id: record.id?.toLowerCase() ?? null,
      fields: record.fields ?? {},
      ending: record.ended ?? null,
      removal: record.removed?.reason ?? null,
      isDetached: record.detached ?? false,
    })
  }
  return { records, unread }
}

/** What a record that can't be read calls itself. */
function callNames(value: unknown): Pick<UnreadRecord, 'kind' | 'externalId'> {
  const { kind, externalId } = (typeof value === 'object' && value !== null ? value : {}) as Values
  const short = (text: unknown) => (typeof text === 'string' && text.length <= 100 ? text : null)
  return { kind: short(kind), externalId: short(externalId) }
}

/** Another record that a field names: as a system does, or by our identifier. */
export type NamedRecord = ExternalName | { id: string }

/** The records that a field names, in its order. Undefined where its value names none, and the rules of the field decide. */
export function namesInField(system: string, field: string, value: unknown): NamedRecord[] | undefined {
  const kind = referenceFields[field]
  if (!kind || value === null || value === undefined) return undefined
  const names = [value].flat().map((entry) => namedRecord.safeParse(entry).data)
  if (names.some((name) => name === undefined)) return undefined
  return names.map((name) =>
    typeof name === 'string'
      ? { id: name.toLowerCase() }
      : { system: name!.system ?? system, kind, externalId: name!.externalId },
  )
}

/** Every name by which records of a call call themselves and others. */
export function namesInCall(system: string, records: readonly UpsertRecord[]): ExternalName[] {
  return records.flatMap(({ kind, externalId, fields }) => [
    { system, kind, externalId },
    ...Object.entries(fields).flatMap(([field, value]) =>
      (namesInField(system, field, value) ?? []).filter((name) => 'externalId' in name),
    ),
  ])
}
