import { plain } from '../../domain/supply/cells.ts'
import type { SupplyRecords } from '../../domain/supply/columns.ts'
import type { AnyRow } from '../../engines/intake/take-record.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import type { AnyResource } from '../../platform/http/resource-declaration.ts'

/** Whose rows are read at a time. */
const batch = 5000

const keyOf = (fields: readonly string[], values: Readonly<Record<string, unknown>>): string | null => {
  const parts = fields.map((field) => values[field])
  return parts.some((part) => part === null || part === undefined)
    ? null
    : JSON.stringify(parts.map((part) => plain(String(part))))
}

/** The authority's own records of one kind, found by their ids and by the values of fields. */
class RecordsOfKind {
  readonly #rows = new Map<string, AnyRow>()
  readonly #indexes = new Map<string, Map<string, Set<string>>>()

  get rows(): AnyRow[] {
    return [...this.#rows.values()]
  }

  get(id: string): AnyRow | undefined {
    return this.#rows.get(id)
  }

  /** Adds a row, or puts it in the place of what it was before. */
  put(row: AnyRow): void {
    const previous = this.#rows.get(row.id)
    this.#rows.set(row.id, row)
    for (const [name, index] of this.#indexes) {
      const fields = name.split(' ')
      if (previous) index.get(keyOf(fields, previous) ?? '')?.delete(row.id)
      addTo(index, keyOf(fields, row), row.id)
    }
  }

  /** Rows whose fields have these values, whatever their case; those alone that have the same case, if there are any. */
  find(fields: readonly string[], values: Readonly<Record<string, unknown>>): AnyRow[] {
    const name = fields.join(' ')
    let index = this.#indexes.get(name)
    if (!index) {
      index = new Map()
      for (const row of this.#rows.values()) addTo(index, keyOf(fields, row), row.id)
      this.#indexes.set(name, index)
    }
    const matches = [...(index.get(keyOf(fields, values) ?? '') ?? [])].map((id) => this.#rows.get(id)!)
    const exact = matches.filter((row) => fields.every((field) => row[field] === values[field]))
    return exact.length > 0 ? exact : matches
  }
}

function addTo(index: Map<string, Set<string>>, key: string | null, id: string): void {
  if (key !== null) index.set(key, (index.get(key) ?? new Set()).add(id))
}

/** What the authority has on record of supply. Each kind is read when it is first asked for, in one transaction. */
export class SupplyRegister {
  readonly #tx: Tx
  readonly #resources: ReadonlyMap<string, AnyResource>
  readonly #kinds = new Map<SupplyRecords, RecordsOfKind>()

  constructor(tx: Tx, resources: ReadonlyMap<string, AnyResource>) {
    this.#tx = tx
    this.#resources = resources
  }

  resource(records: SupplyRecords): AnyResource {
    const resource = this.#resources.get(records)
    if (!resource) throw new TypeError(`no resource is at ${records}`)
    return resource
  }

  async of(records: SupplyRecords): Promise<RecordsOfKind> {
    const earlier = this.#kinds.get(records)
    if (earlier) return earlier
    const kind = new RecordsOfKind()
    const { store } = this.resource(records)
    const filters = { authorityCode: this.#tx.principal.authorityCode }
    let afterId: string | undefined
    for (;;) {
      const rows = (await store.list(this.#tx, { filters, afterId, limit: batch })) as AnyRow[]
      for (const row of rows) kind.put(row)
      if (rows.length < batch) break
      afterId = rows.at(-1)?.id
    }
    this.#kinds.set(records, kind)
    return kind
  }

  /** Whether a home of this name or Ofsted number is shared by another authority. */
  async isHomeOfAnother(text: string): Promise<boolean> {
    const { store } = this.resource('homes')
    for (const filters of [{ name: text }, { ofstedUrn: text.toUpperCase() }])
      if ((await store.list(this.#tx, { filters, afterId: undefined, limit: 1 })).length > 0) return true
    return false
  }
}
