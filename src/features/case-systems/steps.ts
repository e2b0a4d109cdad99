import {
  upsertKinds,
  type RecordStep,
  type UpsertKind,
  type UpsertPath,
} from '../../domain/case-systems/kinds.ts'
import { takeRecord, type AnyRow, type Taken } from '../../engines/intake/take-record.ts'
import { attempt } from '../../engines/intake/attempt.ts'
import { may } from '../../domain/access.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import type { AnyAction } from '../../platform/http/action.ts'
import { Problem, type Fault } from '../../platform/http/problem.ts'
import type { AnyResource } from '../../platform/http/resource-declaration.ts'
import { checkInput, faultsOf } from '../../platform/http/validation.ts'
import { recordsByIds } from './queries.ts'

type Values = Record<string, unknown>

export interface RecordRules {
  resource: AnyResource
  kind: UpsertPath
  actions: ReadonlyMap<string, AnyAction>
}

/** A step that is due, with what is recorded before it and after. */
interface Plan {
  first: Values
  step: RecordStep | undefined
  later: Values
}

const isGiven = (value: unknown) => value !== undefined && value !== null

/** Divides values by the step that they ask for, if any. */
function planOf({ resource, kind }: RecordRules, row: AnyRow | undefined, values: Values): Plan {
  const { steps = [] }: UpsertKind = upsertKinds[kind]
  let first = values
  for (const step of steps) {
    const own = Object.values(step.body)
    const actionOnly = own.filter((field) => !(field in resource.fields.shape))
    const [next, current] = [values[step.field], row?.[step.field]]
    const isWanted =
      actionOnly.length > 0
        ? actionOnly.some((field) => isGiven(values[field]))
        : row !== undefined && isGiven(next) && !isGiven(current)
    if (!isWanted) continue
    first = withoutFields(first, own)
    if (isGiven(current) && (next === current || !isGiven(next))) continue
    const later = Object.fromEntries(Object.entries(first).filter(([field]) => step.later.includes(field)))
    return { first: withoutFields(first, step.later), step, later }
  }
  return { first, step: undefined, later: {} }
}

/** Fields that no change of a record of the kind takes, but an action alone. */
export function fieldsOfActions({ resource, kind }: Pick<RecordRules, 'resource' | 'kind'>): string[] {
  const { steps = [] }: UpsertKind = upsertKinds[kind]
  return steps.flatMap(({ body }) => Object.values(body)).filter((field) => !(field in resource.fields.shape))
}

export const withoutFields = (values: Values, fields: readonly string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([field]) => !fields.includes(field)))

/**
 * Records what is sent of a record, as `takeRecord` does; what only an action records, such as the start of an agreed
 * placement, by that action, with all that stands before it. All of it or nothing.
 */
export async function takeWithSteps(
  tx: Tx,
  rules: RecordRules,
  row: AnyRow | undefined,
  values: Values,
): Promise<Taken> {
  const { resource } = rules
  const { first, step, later } = planOf(rules, row, values)
  if (!step) return takeRecord(tx, resource, row, first)
  const outcome = await attempt(tx, async () => {
    const start = partOf(await takeRecord(tx, resource, row, first))
    await act(tx, rules, step, { row: start.row, values })
    const [current] = await recordsByIds(tx, resource, [start.row.id])
    const end = partOf(await takeRecord(tx, resource, current, later))
    const ofAction = Object.values(step.body).filter((field) => isGiven(values[field]))
    return { row: end.row, fields: [...new Set([...start.fields, ...ofAction, ...end.fields])] }
  })
  if ('faults' in outcome) return { outcome: 'refused', faults: outcome.faults, isFinal: false }
  return { outcome: row ? 'changed' : 'new', ...outcome.result }
}

/** @throws {Problem} with the faults, where it is refused */
function partOf(entry: Taken): Exclude<Taken, { outcome: 'refused' }> {
  if (entry.outcome === 'refused') throw new Problem('rule-broken', 'A part of it is refused.', entry.faults)
  return entry
}

/** @throws {Problem} where the action is not open, or its body is wrong: with faults that point to the fields */
async function act(
  tx: Tx,
  { kind, actions }: RecordRules,
  { action: name, body: bodyFields }: RecordStep,
  { row, values }: { row: AnyRow; values: Values },
): Promise<void> {
  const action = actions.get(`/v1/${kind}/:id/${name}`)
  if (!action) throw new TypeError(`no action is at ${kind}/${name}`)
  if (!may(tx.principal, action.scope))
    throw new Problem('forbidden', `This takes the scope \`${action.scope}\`.`)
  const fields = Object.entries(bodyFields).filter(([, field]) => isGiven(values[field]))
  const body = Object.fromEntries(fields.map(([key, field]) => [key, values[field]]))
  const check = checkInput(action.body, body)
  const pointTo = (fault: Fault): Fault => {
    const field = bodyFields[fault.pointer.split('/')[1] ?? '']
    return field ? { ...fault, pointer: `#/${field}` } : fault
  }
  if ('error' in check)
    throw new Problem(
      'rule-broken',
      'The fields are not as the action takes them.',
      faultsOf(check.error).map(pointTo),
    )
  try {
    await action.work(tx, { id: row.id, version: row.version, body: check.value as Values })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem(error.type, error.message, error.faults.map(pointTo))
  }
}
