import type { KeptFile } from './kept-file.ts'

/** For how long a file is kept after it was made or last read, so that a transfer that broke off can go on. */
export const KEPT_MINUTES = 15
const KEPT_MS = KEPT_MINUTES * 60_000

/** Files, and their bytes, that a process keeps at most; the longest unread make way. */
const MOST_FILES = 100
const MOST_BYTES = 4 * 2 ** 30

interface Entry {
  file: KeptFile
  question: string
  isMade: boolean
  expiry: NodeJS.Timeout | undefined
}

/** The files that this process makes and keeps, in the order in which they were last read. */
export class KeptFiles {
  readonly #entries = new Map<string, Entry>()

  /** Keeps a file that is being made. `question` says of what, and for whom. */
  add(file: KeptFile, question: string): void {
    this.#entries.set(file.tag, { file, question, isMade: false, expiry: undefined })
    this.#makeRoom()
  }

  /** The file with a tag, if the same question was asked for it. */
  find(tag: string, question: string): KeptFile | undefined {
    const entry = this.#entries.get(tag)
    return entry?.question === question ? entry.file : undefined
  }

  /** A file is made. */
  noteMade({ tag }: KeptFile): void {
    const entry = this.#entries.get(tag)
    if (entry) entry.isMade = true
    this.noteRead({ tag })
    this.#makeRoom()
  }

  /** A file was read: from now on its time counts anew. */
  noteRead({ tag }: Pick<KeptFile, 'tag'>): void {
    const entry = this.#entries.get(tag)
    if (entry === undefined) return
    this.#entries.delete(tag)
    this.#entries.set(tag, entry)
    clearTimeout(entry.expiry)
    if (!isIdle(entry)) return
    entry.expiry = setTimeout(() => void this.drop({ tag }), KEPT_MS)
    entry.expiry.unref()
  }

  /** Forgets a file that is made, or could not be. */
  async drop({ tag }: Pick<KeptFile, 'tag'>): Promise<void> {
    const entry = this.#entries.get(tag)
    if (entry === undefined) return
    this.#entries.delete(tag)
    clearTimeout(entry.expiry)
    await entry.file.close()
  }

  /** Forgets all files. */
  async close(): Promise<void> {
    await Promise.all([...this.#entries.values()].map(({ file }) => this.drop(file)))
  }

  #makeRoom(): void {
    const entries = [...this.#entries.values()]
    let bytes = entries.reduce((sum, { file }) => sum + file.size, 0)
    let count = entries.length
    for (const entry of entries) {
      if (count <= MOST_FILES && bytes <= MOST_BYTES) return
      if (!isIdle(entry)) continue
      count--
      bytes -= entry.file.size
      void this.drop(entry.file)
    }
  }
}

const isIdle = ({ isMade, file }: Entry) => isMade && !file.isInUse
