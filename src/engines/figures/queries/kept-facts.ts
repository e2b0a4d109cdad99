import type { Pool } from 'pg'
import { includesSnapshot, type Snapshot } from '../../../platform/db/snapshot.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { replaceFacts, type Facts } from '../columns.ts'
import { Inputs, readHoldTimes, readMarks, type FactChange } from './changes.ts'
import { hasVersions } from './facts/index.ts'
import { readFacts, selectionSource, type FactSelection } from './read-facts.ts'

/** Facts that are kept in memory, for as long as they are what the database says. */
interface KeptFacts {
  facts: Facts
  selection: FactSelection
  /** The tables that they were read from. */
  inputs: ReadonlySet<string>
  /** The children whose facts have changed since. */
  changed: Set<string>
  /** The instants between which no hold begins or ends, for facts that depend on holds. */
  since: number
  until: number
}

/** What is kept of one authority: all of it is as the snapshot sees it. */
interface Shelf {
  snapshot: Snapshot
  /** Counts the changes taken account of: facts read before one are not put beside those read after it. */
  version: number
  origin: string
  /** When the transaction of the snapshot began, in microseconds since 1970. */
  asOf: number
  facts: Map<string, KeptFacts>
}

/** Bytes that are kept by default. The nights in care of an authority with 500 children in care take about 1 MB. */
const defaultBytes = 64 * 2 ** 20
/** Above so many changed children a set is read again whole. */
const maxChangedChildren = 200
/** After so many microseconds a snapshot is replaced by a later one that sees the same, so that fewer changes are asked for. */
const snapshotAge = 30_000_000

/** Reads facts for a question: all of its set, or only those of its days. */
export type FactReader = (selection: { whole: FactSelection; ofDays: FactSelection }) => Promise<Facts>

/**
 * The facts that a process keeps of a database. What it gives to a reader is what SQL would read in the reader's own
 * transaction: facts are kept only as long as no transaction that the reader sees, and their snapshot does not, changed them.
 */
class FactStore {
  maxBytes = defaultBytes
  private readonly shelves = new Map<string, Shelf>()
  private inputs: Promise<Inputs> | undefined
  /** The kept facts of all shelves, those used longest ago first. */
  private readonly used = new Map<KeptFacts, { shelf: Shelf; key: string }>()
  bytes = 0

  /** Facts for one reader: those kept where they are what its transaction sees, else what it reads itself. */
  async open(tx: Tx): Promise<FactReader> {
    const shelf = await this.shelfFor(tx)
    if (shelf === null) return ({ ofDays }) => readFacts(tx, ofDays)
    const inputs = await this.inputsOf(tx)
    return async ({ whole, ofDays }) => {
      const tables = inputs.of(whole)
      const isSame = shelf.shelf.version === shelf.version
      if (tables === null || !isSame) return readFacts(tx, ofDays)
      return this.find(tx, shelf, whole, tables)
    }
  }

  private inputsOf(tx: Tx): Promise<Inputs> {
    this.inputs ??= Inputs.read(tx)
    return this.inputs.catch((error: unknown) => {
      this.inputs = undefined
      throw error
    })
  }

  /** The shelf of the reader's authority, brought to what the reader sees; null where it sees less, or can't say what. */
  private async shelfFor(tx: Tx): Promise<ReaderShelf | null> {
    const authority = tx.principal.authorityCode
    const shelfBefore = this.shelves.get(authority)
    const { snapshot, origin, now, removedTo, changes } = await readMarks(tx, shelfBefore?.snapshot)
    if (snapshot === null) return null
    const shelf = this.shelves.get(authority)
    if (shelf !== shelfBefore) return this.shelfFor(tx)
    if (shelf?.origin !== origin || shelf.snapshot.lowest <= removedTo) {
      if (shelf) for (const key of shelf.facts.keys()) this.drop(shelf, key)
      const empty = { snapshot, version: 0, origin, asOf: now, facts: new Map() }
      this.shelves.set(authority, empty)
      return { shelf: empty, version: 0, now }
    }
    if (!includesSnapshot(snapshot, shelf.snapshot)) return null
    if (changes.length > 0) {
      shelf.version++
      for (const [key, entry] of shelf.facts) this.takeChanges(shelf, key, entry, changes)
    }
    if (changes.length > 0 || now - shelf.asOf > snapshotAge) {
      shelf.snapshot = snapshot
      shelf.asOf = now
    }
    return { shelf, version: shelf.version, now }
  }

  /** Drops kept facts that changes may have changed; where they are of single children, only notes whose. */
  private takeChanges(shelf: Shelf, key: string, entry: KeptFacts, changes: readonly FactChange[]): void {
    const { knownAt } = entry.selection
    const latest = knownAt === undefined ? Infinity : (Date.parse(knownAt) + 1) * 1000
    const own = changes.filter(
      ({ input, beganAt }) =>
        input === 'everything' || (entry.inputs.has(input) && (beganAt <= latest || !hasVersions(input))),
    )
    const children = own.map(({ child }) => child).filter((child) => child !== null)
    const areOfChildren = children.length === own.length && selectionSource(entry.selection).perChild
    if (own.length === 0) return
    if (areOfChildren) for (const child of children) entry.changed.add(child)
    if (!areOfChildren || entry.changed.size > maxChangedChildren) this.drop(shelf, key)
  }

  /** A set of facts, kept or read and then entry. */
  private async find(
    tx: Tx,
    { shelf, version, now }: ReaderShelf,
    selection: FactSelection,
    inputs: ReadonlySet<string>,
  ): Promise<Facts> {
    const key = JSON.stringify(selection)
    const entry = shelf.facts.get(key)
    const isInTime = entry && entry.since <= now && now < entry.until
    const children = [...(entry?.changed ?? [])]
    if (isInTime && children.length === 0) {
      this.touch(shelf, key, entry)
      return entry.facts
    }
    const facts = isInTime
      ? replaceFacts(entry.facts, children, await readFacts(tx, { ...selection, children }))
      : await readFacts(tx, selection)
    const times = inputs.has('holds') && selection.knownAt === undefined ? await readHoldTimes(tx) : always
    if (shelf.version === version) {
      this.drop(shelf, key)
      this.keep(shelf, key, { facts, selection, inputs, changed: new Set(), ...times })
    }
    return facts
  }

  private keep(shelf: Shelf, key: string, entry: KeptFacts): void {
    shelf.facts.set(key, entry)
    this.bytes += entry.facts.bytes
    this.touch(shelf, key, entry)
    for (const { shelf: oldest, key: oldestKey } of this.used.values()) {
      if (this.bytes <= this.maxBytes) return
      this.drop(oldest, oldestKey)
    }
  }

  private touch(shelf: Shelf, key: string, entry: KeptFacts): void {
    this.used.delete(entry)
    this.used.set(entry, { shelf, key })
  }

  private drop(shelf: Shelf, key: string): void {
    const entry = shelf.facts.get(key)
    if (entry === undefined) return
    shelf.facts.delete(key)
    this.used.delete(entry)
    this.bytes -= entry.facts.bytes
  }
}

/** A shelf as a reader found it. */
interface ReaderShelf {
  shelf: Shelf
  version: number
  /** When the reader's transaction began, in microseconds since 1970. */
  now: number
}

const always = { since: -Infinity, until: Infinity }

const stores = new WeakMap<Pool, FactStore>()

/** What is kept of the database that a pool connects to, for as long as there is the pool. */
export function factStore(pool: Pool): FactStore {
  const store = stores.get(pool) ?? new FactStore()
  stores.set(pool, store)
  return store
}
