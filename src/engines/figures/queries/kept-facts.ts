import type { Pool } from 'pg'
import { includesSnapshot, type Snapshot } from '../../../platform/db/snapshot.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { replaceFacts, type Facts } from '../columns.ts'
import { Inputs, readHoldTimes, readMarks, type FactChange } from './changes.ts'
import { hasVersions } from './facts/index.ts'
import { readFacts, selectionSource, type FactSelection } from './read-facts.ts'

/** What is kept in memory, for as long as it is what the database says. */
interface Kept {
  /** The tables that it was read from. */
  inputs: ReadonlySet<string>
  bytes: number
}

interface KeptFacts extends Kept {
  facts: Facts
  selection: FactSelection
  /** The children whose facts have changed since. */
  changed: Set<string>
  /** The instants between which no hold begins or ends, for facts that depend on holds. */
  since: number
  until: number
}

interface KeptAnswer extends Kept {
  answer: object
}

/** An answer that depends on some tables alone, and on what its key says. */
export interface AnswerSelection {
  key: string
  /** SQL in which the tables, views and functions stand that it is read from. */
  sql: string
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
  answers: Map<string, KeptAnswer>
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
  /** What is kept on all shelves, and from where it is dropped: that used longest ago first. */
  private readonly used = new Map<Kept, () => void>()
  /** The shelves of transactions that can't write: what they see of it does not change. */
  private readonly shelvesOfReaders = new WeakMap<Tx, Promise<ReaderShelf | null>>()
  bytes = 0

  /** Facts for one reader: those kept where they are what its transaction sees, else what it reads itself. */
  async open(tx: Tx): Promise<FactReader> {
    const shelf = await this.shelfOf(tx)
    if (shelf === null) return ({ ofDays }) => readFacts(tx, ofDays)
    const inputs = await this.inputsOf(tx)
    return async ({ whole, ofDays }) => {
      const tables = inputs.of(whole)
      const isSame = shelf.shelf.version === shelf.version
      if (tables === null || !isSame) return readFacts(tx, ofDays)
      return this.find(tx, shelf, isOfDaysAlone(shelf.shelf, ofDays) ? ofDays : whole, tables)
    }
  }

  /**
   * An answer that was worked out before from what the reader's transaction sees, else what `work` comes to, which is then kept.
   * It must not be changed by whoever it is given to.
   */
  async answer<Answer extends object>(
    tx: Tx,
    { key, sql: text }: AnswerSelection,
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    const reader = await this.shelfOf(tx)
    const inputs = reader && (await this.inputsOf(tx)).notedIn(text)
    if (reader === null || inputs === null) return work()
    const { shelf, version } = reader
    const entry = shelf.version === version ? shelf.answers.get(key) : undefined
    if (entry) {
      this.touch(shelf.answers, key, entry)
      return entry.answer as Answer
    }
    const answer = await work()
    if (shelf.version === version) {
      this.drop(shelf.answers, key)
      this.keep(shelf.answers, key, { answer, inputs, bytes: bytesOfAnswer(answer) })
    }
    return answer
  }

  private inputsOf(tx: Tx): Promise<Inputs> {
    this.inputs ??= Inputs.read(tx)
    return this.inputs.catch((error: unknown) => {
      this.inputs = undefined
      throw error
    })
  }

  /** The shelf of a reader, found once for all that a transaction asks which can't write. */
  private shelfOf(tx: Tx): Promise<ReaderShelf | null> {
    if (tx.afterRead === undefined) return this.shelfFor(tx)
    const shelf = this.shelvesOfReaders.get(tx) ?? this.shelfFor(tx)
    this.shelvesOfReaders.set(tx, shelf)
    return shelf
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
      if (shelf) this.clear(shelf)
      const empty = { snapshot, version: 0, origin, asOf: now, facts: new Map(), answers: new Map() }
      this.shelves.set(authority, empty)
      return { shelf: empty, version: 0, now }
    }
    if (!includesSnapshot(snapshot, shelf.snapshot)) return null
    if (changes.length > 0) {
      shelf.version++
      for (const [key, entry] of shelf.facts) this.takeChanges(shelf, key, entry, changes)
      for (const [key, { inputs }] of shelf.answers)
        if (changes.some(({ input }) => input === 'everything' || inputs.has(input)))
          this.drop(shelf.answers, key)
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
    if (!areOfChildren || entry.changed.size > maxChangedChildren) this.drop(shelf.facts, key)
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
      this.touch(shelf.facts, key, entry)
      return entry.facts
    }
    const facts = isInTime
      ? replaceFacts(entry.facts, children, await readFacts(tx, { ...selection, children }))
      : await readFacts(tx, selection)
    const times = inputs.has('holds') && selection.knownAt === undefined ? await readHoldTimes(tx) : always
    if (shelf.version === version) {
      this.drop(shelf.facts, key)
      this.keep(shelf.facts, key, {
        facts,
        bytes: facts.bytes,
        selection,
        inputs,
        changed: new Set(),
        ...times,
      })
    }
    return facts
  }

  private keep<Entry extends Kept>(entries: Map<string, Entry>, key: string, entry: Entry): void {
    entries.set(key, entry)
    this.bytes += entry.bytes
    this.touch(entries, key, entry)
    for (const dropOldest of this.used.values()) {
      if (this.bytes <= this.maxBytes) return
      dropOldest()
    }
  }

  private touch<Entry extends Kept>(entries: Map<string, Entry>, key: string, entry: Entry): void {
    this.used.delete(entry)
    this.used.set(entry, () => this.drop(entries, key))
  }

  private drop<Entry extends Kept>(entries: Map<string, Entry>, key: string): void {
    const entry = entries.get(key)
    if (entry === undefined) return
    entries.delete(key)
    this.used.delete(entry)
    this.bytes -= entry.bytes
  }

  private clear({ facts, answers }: Shelf): void {
    for (const key of facts.keys()) this.drop(facts, key)
    for (const key of answers.keys()) this.drop(answers, key)
  }
}

/** About how much memory an answer takes: of what it says as text, objects take some four times as much. */
const bytesOfAnswer = (answer: object): number => 4 * JSON.stringify(answer).length

/**
 * Whether facts of a question's days alone are read: those as known at an instant that is asked of for the first time, in a fraction
 * of the time, or asked of the same days again. When other days are asked of, all are read.
 */
function isOfDaysAlone({ facts }: Shelf, ofDays: FactSelection): boolean {
  const { set, knownAt } = ofDays
  if (knownAt === undefined) return false
  const earlier = [...facts.values()].filter(
    ({ selection }) => selection.set === set && selection.knownAt === knownAt,
  )
  return earlier.length === 0 || facts.has(JSON.stringify(ofDays))
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
