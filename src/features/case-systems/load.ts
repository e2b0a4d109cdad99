import { may } from '../../domain/access.ts'
import { upsertKinds, upsertPaths, type UpsertKind } from '../../domain/case-systems/kinds.ts'
import { groupBy } from '../../domain/group.ts'
import { attempt } from '../../engines/intake/attempt.ts'
import type { AnyRow } from '../../engines/intake/take-record.ts'
import { setReason } from '../../platform/db/history.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import type { AnyAction } from '../../platform/http/action.ts'
import type { Fault } from '../../platform/http/problem.ts'
import { removeByRule } from '../../platform/http/record-writes.ts'
import { changesOf } from '../../platform/http/resource-declaration.ts'
import { checkInput, faultsOf } from '../../platform/http/validation.ts'
import { insertLinks, nameOfRecord, removeLink } from './queries.ts'
import { namesInCall, type UnreadRecord, type UpsertRecord } from './read-records.ts'
import type { CaseRegister } from './register.ts'
import { refusal, resultOf, type UpsertEntry, type UpsertResult } from './report.ts'
import { fieldsOfActions, withoutFields, takeWithSteps } from './steps.ts'
import { endingOf, recordValues } from './values.ts'

type Values = Record<string, unknown>

/** How often records are tried again that others of the call may let be recorded. */
const MOST_PASSES = 10

const rankOf = new Map<string, number>(upsertPaths.map((path, index) => [path, index]))
const nowhere: ReadonlyMap<string, string> = new Map()

/** What became of a record so far. `isOpen`: what comes after it may yet let it be recorded. */
interface Attempt {
  result: UpsertResult
  sources: ReadonlyMap<string, string>
  isOpen: boolean
}

/** How a record of a call was found. */
interface Match {
  row: AnyRow | undefined
  matchedBy: UpsertResult['matchedBy']
}

export interface UpsertOptions {
  system: string
  register: CaseRegister
  actions: ReadonlyMap<string, AnyAction>
  /** What the history says, where a record gives no reason of its own. */
  reason: string
}

/** Takes the records of a call in one transaction, each wholly or not at all. */
export class Upsert {
  readonly #tx: Tx
  readonly #options: UpsertOptions
  readonly #records: readonly UpsertRecord[]
  readonly #sent: ReadonlySet<string>
  /** The records of the call by the rows that they are of. */
  readonly #recordsOfRows = new Map<string, UpsertRecord>()
  readonly #links: { record: UpsertRecord; id: string }[] = []
  readonly #children = new Set<string>()

  constructor(tx: Tx, options: UpsertOptions, records: readonly UpsertRecord[]) {
    this.#tx = tx
    this.#options = options
    this.#records = records
    this.#sent = new Set(records.map(({ kind, externalId }) => JSON.stringify([kind, externalId])))
  }

  /** The children whose records the call has met: those of rows that were there. */
  get children(): string[] {
    return [...this.#children]
  }

  /**
   * Takes all records: what is removed first, then what others refer to. Those that can't be taken are tried again as long as
   * others can, so that their order does not matter.
   */
  async takeAll(unread: readonly UnreadRecord[]): Promise<UpsertEntry[]> {
    const { register, system } = this.#options
    await register.readLinks(namesInCall(system, this.#records))
    await register.readRecords(this.#records.map(({ kind, externalId }) => ({ system, kind, externalId })))
    const entries: (UpsertEntry & Attempt & { record: UpsertRecord })[] = []
    for (const record of this.#inOrder()) entries.push({ record, ...(await this.#take(record)) })
    let open = entries.filter(({ isOpen }) => isOpen)
    for (let pass = 0; open.length > 0 && pass < MOST_PASSES; pass++) {
      for (const entry of open) {
        const link = register.link({ system, ...entry.record })
        if (link) await register.readAnew(entry.record.kind, link.recordId)
        Object.assign(entry, await this.#take(entry.record))
      }
      const rest = open.filter(({ isOpen }) => isOpen)
      if (rest.length === open.length) break
      open = rest
    }
    return [
      ...entries,
      ...unread.map((record) => ({ record, result: refusal(record.faults), sources: nowhere })),
    ]
  }

  /** Records which rows the records are of. */
  async keepLinks(): Promise<void> {
    const { system } = this.#options
    for (const [kind, group] of groupBy(this.#links, ({ record }) => record.kind))
      await insertLinks(
        this.#tx,
        system,
        kind,
        group.map(({ record: { externalId }, id }) => ({ externalId, id })),
      )
  }

  /** Removals first, of what refers to others; then what others refer to, and of a kind changes before what is new. */
  #inOrder(): UpsertRecord[] {
    const { register, system } = this.#options
    const list = this.#records.map((record) => {
      const { kind, removal, isDetached, fields } = record
      const isGone = removal !== null || isDetached
      const rank = rankOf.get(kind)! * (isGone ? -1 : 1)
      const [firstDay = ''] = register.resource(kind).happens ?? []
      const day = fields[firstDay]
      const isNew = register.link({ system, ...record }) === undefined
      return { record, order: [isGone ? 0 : 1, rank, isNew ? 1 : 0], day: typeof day === 'string' ? day : '' }
    })
    return list
      .sort((a, b) => {
        const place = a.order.findIndex((part, index) => part !== b.order[index])
        if (place >= 0) return a.order[place]! - b.order[place]!
        return a.day < b.day ? -1 : a.day > b.day ? 1 : a.record.index - b.record.index
      })
      .map(({ record }) => record)
  }

  async #take(record: UpsertRecord): Promise<Attempt> {
    const { scopes } = this.#options.register.resource(record.kind)
    if (!may(this.#tx.principal, scopes.write))
      return refuse([{ pointer: '#', detail: `takes the scope ${scopes.write}`, code: 'forbidden' }])
    if (record.isDetached) return this.#detach(record)
    return record.removal === null ? this.#record(record) : this.#remove(record, record.removal)
  }

  async #detach(record: UpsertRecord): Promise<Attempt> {
    const { register, system } = this.#options
    const name = { system, kind: record.kind, externalId: record.externalId }
    const link = register.link(name)
    if (!link) return settle('unchanged')
    await removeLink(this.#tx, name)
    register.dropLink(name)
    return settle('detached', { id: link.recordId })
  }

  async #remove(record: UpsertRecord, reason: string): Promise<Attempt> {
    const { register, system, reason: usualReason } = this.#options
    const name = { system, kind: record.kind, externalId: record.externalId }
    const link = register.link(name)
    if (!link) return settle('unchanged')
    const row = register.record(link.recordId)
    if (!row) return refuse([mergedFault])
    this.#noteChildren(record, row)
    await setReason(this.#tx, reason)
    const outcome = await attempt(this.#tx, () =>
      removeByRule(this.#tx, register.resource(record.kind), { id: row.id, version: row.version }),
    )
    await setReason(this.#tx, usualReason)
    if ('faults' in outcome) return { ...refuse(outcome.faults), isOpen: true }
    register.dropLink(name)
    return settle('removed', { id: row.id, matchedBy: 'external-id' })
  }

  async #record(record: UpsertRecord): Promise<Attempt> {
    const { register, system, actions } = this.#options
    const { kind, externalId } = record
    const resource = register.resource(kind)
    const link = register.link({ system, kind, externalId })
    if (link?.mergedIntoId) {
      this.#children.add(link.mergedIntoId)
      return settle('unchanged', {
        id: link.recordId,
        matchedBy: 'external-id',
        mergedIntoId: link.mergedIntoId,
      })
    }
    const resolution = recordValues(register, system, record)
    if ('gaps' in resolution) {
      const faults = resolution.gaps.map(({ field, name }) => ({
        pointer: `#/${field}`,
        detail: this.#isInCall(name)
          ? `names one of ${name.kind} that this call does not record: its own faults say why`
          : `names one of ${name.kind} that is not known by that identifier of ${name.system}: send it with this call or before`,
        code: 'unknown-reference',
      }))
      return { ...refuse(faults), isOpen: resolution.gaps.some(({ name }) => this.#isInCall(name)) }
    }
    const body = withoutFields(resolution.values, fieldsOfActions({ resource, kind }))
    const check = checkInput(changesOf({ fields: resource.fields }), body)
    if ('error' in check) return refuse(faultsOf(check.error))
    const match = await this.#find(record, resolution.values)
    if ('faults' in match) return refuse(match.faults)
    const { row, matchedBy } = match
    const twin = row && this.#recordsOfRows.get(row.id)
    if (twin && twin !== record)
      return refuse([
        {
          pointer: '#',
          detail: `is of the same record as record ${twin.index}: send one`,
          code: 'sent-twice',
        },
      ])
    if (row) this.#noteChildren(record, row)
    const ending = endingOf(record, row)
    if ('faults' in ending) return refuse(ending.faults)
    const entry = await takeWithSteps(this.#tx, { resource, kind, actions }, row, {
      ...resolution.values,
      ...ending.values,
    })
    const sources = ending.pointers
    if (entry.outcome === 'refused') return { result: refusal(entry.faults), sources, isOpen: !entry.isFinal }
    register.put(entry.row)
    this.#recordsOfRows.set(entry.row.id, record)
    if (!link) {
      register.putLink({ system, kind, externalId, recordId: entry.row.id, mergedIntoId: null })
      this.#links.push({ record, id: entry.row.id })
    }
    const { id, version } = entry.row
    const outcome = entry.outcome === 'new' ? 'created' : entry.outcome
    return { ...settle(outcome, { id, version, matchedBy, fields: entry.fields }), sources }
  }

  #isInCall({ kind, externalId, system }: { kind: string; externalId: string; system: string }): boolean {
    return system === this.#options.system && this.#sent.has(JSON.stringify([kind, externalId]))
  }

  /** The row of a record: by its identifier, by ours, or by the fields that name one that has no other identifier there. */
  async #find({ kind, externalId, id }: UpsertRecord, values: Values): Promise<Match | { faults: Fault[] }> {
    const { register, system } = this.#options
    const link = register.link({ system, kind, externalId })
    const row = link && (register.record(link.recordId) ?? (await register.readAnew(kind, link.recordId)))
    if (row && (id === null || id === row.id)) return { row, matchedBy: 'external-id' }
    if (row)
      return idFault(`is not the record of this identifier: leave it out, or detach the identifier first`)
    if (id !== null) {
      const own = await register.readAnew(kind, id)
      if (!own) return idFault('is no record of this kind of this authority')
      const name = await nameOfRecord(this.#tx, { system, kind }, id)
      return name === undefined
        ? { row: own, matchedBy: 'id' }
        : idFault('is a record that has another identifier of this system: detach that first')
    }
    const { names }: UpsertKind = upsertKinds[kind]
    const fields = names.find((list) => list.every((field) => typeof values[field] === 'string'))
    if (!fields) return { row: undefined, matchedBy: null }
    const filters = Object.fromEntries(fields.map((field) => [field, values[field]]))
    const rows = (await register.resource(kind).store.list(this.#tx, {
      filters: { ...filters, authorityCode: this.#tx.principal.authorityCode },
      afterId: undefined,
      limit: 2,
    })) as AnyRow[]
    const [candidate, other] = rows
    if (!candidate || other) return { row: undefined, matchedBy: null }
    const isNamed =
      this.#recordsOfRows.has(candidate.id) || (await nameOfRecord(this.#tx, { system, kind }, candidate.id))
    return isNamed ? { row: undefined, matchedBy: null } : { row: candidate, matchedBy: 'fields' }
  }

  #noteChildren({ kind }: UpsertRecord, row: AnyRow): void {
    const { childOf } = this.#options.register.resource(kind)
    for (const id of childOf ? [childOf(row)].flat() : []) this.#children.add(id)
  }
}

const settle = (outcome: UpsertResult['outcome'], facts: Partial<UpsertResult> = {}): Attempt => ({
  result: resultOf(outcome, facts),
  sources: nowhere,
  isOpen: false,
})

const refuse = (faults: readonly Fault[]): Attempt => ({
  result: refusal(faults),
  sources: nowhere,
  isOpen: false,
})

const idFault = (detail: string) => ({ faults: [{ pointer: '#/id', detail, code: 'not-its-record' }] })

const mergedFault: Fault = {
  pointer: '#/externalId',
  detail: 'is of a record that was merged into another: take the merge back first',
  code: 'merged',
}
