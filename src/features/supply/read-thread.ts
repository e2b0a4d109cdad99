import { setTimeout } from 'node:timers/promises'
import { serveTasks } from '../../platform/threads/serve-tasks.ts'
import { readLists } from './ofsted/read-lists.ts'
import type { FilesOfSupply, ReadingEnd, RowOf } from './read-in-thread.ts'
import { readSheets, type FilesRead } from './read-sheets.ts'

const readers = { sheets: readSheets, lists: readLists }

/** How many rows are handed over at once: few enough that the main thread takes them in a few milliseconds. */
const rowsAtOnce = 250
/** Between two pieces the main thread may turn to others. */
const restMs = 2

/** Worker thread: reads files of supply, and hands over their rows piece by piece. */
serveTasks<FilesOfSupply, RowOf[keyof RowOf][], ReadingEnd>(async ({ form, files, maxBytes }, report) => {
  const read: FilesRead<RowOf[keyof RowOf]> = await readers[form](files, maxBytes)
  for (let start = 0; start < read.rows.length; start += rowsAtOnce) {
    report(read.rows.slice(start, start + rowsAtOnce))
    await setTimeout(restMs)
  }
  return { faults: read.faults, notes: read.notes }
})
