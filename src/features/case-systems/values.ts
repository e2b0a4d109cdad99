import { upsertKinds, type UpsertKind } from '../../domain/case-systems/kinds.ts'
import type { AnyRow } from '../../engines/intake/take-record.ts'
import type { Fault } from '../../platform/http/problem.ts'
import type { ExternalName } from './queries.ts'
import { namesInField, type UpsertRecord } from './read-records.ts'
import type { CaseRegister } from './register.ts'

type Values = Record<string, unknown>

/** The values of a record's fields with our identifiers, or the names that are of no record yet. */
export function recordValues(
  register: CaseRegister,
  system: string,
  { fields }: UpsertRecord,
): { values: Values } | { gaps: { field: string; name: ExternalName }[] } {
  const values: Values = {}
  const gaps: { field: string; name: ExternalName }[] = []
  for (const [field, value] of Object.entries(fields)) {
    const names = namesInField(system, field, value)
    const ids = names?.map((name) => {
      if ('id' in name) return name.id
      const link = register.link(name)
      if (!link) gaps.push({ field, name })
      return link && (link.mergedIntoId ?? link.recordId)
    })
    values[field] = ids ? (Array.isArray(value) ? ids : ids[0]) : value
  }
  return gaps.length > 0 ? { gaps } : { values }
}

/**
 * The fields by which a record ends, of its row or, where it is new, of what is sent. `pointers` are where in the record each
 * comes from.
 */
export function endingOf(
  { kind, ending: sentEnding, fields }: UpsertRecord,
  row: AnyRow | undefined,
): { values: Values; pointers: Map<string, string> } | { faults: Fault[] } {
  if (!sentEnding) return { values: {}, pointers: new Map() }
  const { ending }: UpsertKind = upsertKinds[kind]
  const fault = (pointer: string, detail: string, code: string) => ({ faults: [{ pointer, detail, code }] })
  if (!ending)
    return fault('#/ended', 'is for kinds that end: change it, or remove what never was', 'no-ending')
  const { unstarted: beforeStart } = ending
  const hasStarted = !beforeStart || [row, fields].some((record) => record?.[beforeStart.start])
  const { day, reason } = hasStarted ? ending : beforeStart
  if (sentEnding.reason !== undefined && !reason)
    return fault('#/ended/reason', 'is not recorded of this kind: leave it out', 'no-reason')
  const pointers = new Map([[day, '#/ended/on']])
  if (reason) pointers.set(reason, '#/ended/reason')
  const values = {
    [day]: sentEnding.on,
    ...(reason && sentEnding.reason !== undefined ? { [reason]: sentEnding.reason } : {}),
  }
  const twice = Object.keys(values).find((field) => field in fields && fields[field] !== values[field])
  if (twice)
    return fault(`#/fields/${twice}`, 'says another thing than ended: send one of the two', 'sent-twice')
  return { values, pointers }
}
