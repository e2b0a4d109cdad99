import type { Principal } from '../../domain/access.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { UploadedFile } from '../../platform/http/uploads.ts'
import { OutOfTime } from '../../platform/threads/in-thread.ts'
import { ThreadPool } from '../../platform/threads/thread-pool.ts'
import { Turns } from '../../platform/threads/turns.ts'
import type { ListRow } from './ofsted/read-lists.ts'
import type { FilesRead, SheetRow } from './read-sheets.ts'

/** The rows of each form of files: sheets of the supply workbook, or Ofsted's lists. */
export interface RowOf {
  sheets: SheetRow
  lists: ListRow
}

/** Files to be read, and how many bytes they may have together, unpacked. */
export interface FilesOfSupply {
  form: keyof RowOf
  files: readonly UploadedFile[]
  maxBytes: number
}

/** What is said of files when all their rows have been handed over. */
export type ReadingEnd = Omit<FilesRead<never>, 'rows'>

/** Files that cost much to read, by accident or ill will, so hold up nobody else. */
const threads = new ThreadPool<FilesOfSupply, RowOf[keyof RowOf][], ReadingEnd>(
  new URL(`./read-thread${import.meta.url.slice(-3)}`, import.meta.url),
  512,
)
/** Many times what as many rows as are read take. */
const seconds = 120
const turns = new Turns({ atOnce: { ofOwner: 1, ofAll: 2 }, waiting: { ofOwner: 4, ofAll: 20 } })

const tooMuch = (what: string) =>
  new Problem(
    'too-large',
    `To read these files takes more ${what} than may be had: send fewer rows at once, as CSV.`,
  )

/**
 * Reads files of supply in a thread, in turn with others of this process: those of one authority one after another.
 * @throws {Problem} too-large, or unavailable where too many wait already
 */
export function readInThread<Form extends keyof RowOf>(
  { authorityCode }: Principal,
  task: FilesOfSupply & { form: Form },
): Promise<FilesRead<RowOf[Form]>> {
  return turns.take(authorityCode, async () => {
    const rows: RowOf[Form][] = []
    const onProgress = (some: RowOf[keyof RowOf][]) => void rows.push(...(some as RowOf[Form][]))
    const { signal } = new AbortController()
    const end = await threads.run(task, { seconds, signal, onProgress }).catch((error: unknown) => {
      if (error instanceof OutOfTime) throw tooMuch('time')
      throw (error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch('memory') : error
    })
    return { rows, ...end }
  })
}
