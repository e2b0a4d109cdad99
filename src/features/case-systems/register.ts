import type { UpsertPath } from '../../domain/case-systems/kinds.ts'
import { groupBy } from '../../domain/group.ts'
import type { AnyRow } from '../../engines/intake/take-record.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import type { AnyResource } from '../../platform/http/resource-declaration.ts'
import { linksByNames, recordsByIds, type ExternalLink, type ExternalName } from './queries.ts'

/** How many records are read at a time. */
const batch = 1000

const keyOf = ({ system, kind, externalId }: ExternalName) => JSON.stringify([system, kind, externalId])

/** What is on record of all that a call names, and what the call has recorded so far. */
export class CaseRegister {
  readonly #tx: Tx
  readonly #resources: ReadonlyMap<string, AnyResource>
  readonly #links = new Map<string, ExternalLink>()
  readonly #rows = new Map<string, AnyRow>()

  constructor(tx: Tx, resources: ReadonlyMap<string, AnyResource>) {
    this.#tx = tx
    this.#resources = resources
  }

  resource(kind: UpsertPath): AnyResource {
    const resource = this.#resources.get(kind)
    if (!resource) throw new TypeError(`no resource is at ${kind}`)
    return resource
  }

  /** Reads which records these names are of. */
  async readLinks(names: readonly ExternalName[]): Promise<void> {
    for (const link of await linksByNames(this.#tx, names)) this.putLink(link)
  }

  /** Reads the records of these names, of those that have any. */
  async readRecords(names: readonly ExternalName[]): Promise<void> {
    const links = names.map((name) => this.link(name)).filter((link) => link !== undefined)
    for (const [kind, group] of groupBy(links, (link) => link.kind))
      for (let start = 0; start < group.length; start += batch) {
        const ids = group.slice(start, start + batch).map(({ recordId }) => recordId)
        for (const row of await recordsByIds(this.#tx, this.resource(kind), ids)) this.put(row)
      }
  }

  link(name: ExternalName): ExternalLink | undefined {
    return this.#links.get(keyOf(name))
  }

  putLink(link: ExternalLink): void {
    this.#links.set(keyOf(link), link)
  }

  dropLink(name: ExternalName): void {
    this.#links.delete(keyOf(name))
  }

  record(id: string): AnyRow | undefined {
    return this.#rows.get(id)
  }

  put(row: AnyRow): void {
    this.#rows.set(row.id, row)
  }

  /** Reads a record anew: what else the call did may have changed it. */
  async readAnew(kind: UpsertPath, id: string): Promise<AnyRow | undefined> {
    const [row] = await recordsByIds(this.#tx, this.resource(kind), [id])
    if (row) this.put(row)
    else this.#rows.delete(id)
    return row
  }
}
