import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { dataPackage, type PackedFile, type PackMoment } from '../../../domain/feeds/data-package.ts'
import { dictionaryColumns, dictionaryRows, dictionaryText } from '../../../domain/feeds/dictionary.ts'
import { formulasText } from '../../../domain/feeds/formulas/formulas-text.ts'
import { feedNames, type FeedName } from '../../../domain/feeds/sets.ts'
import { copiedSet } from '../../../engines/feeds/read.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { csvText } from '../../../platform/http/csv.ts'
import { momentOfRead } from '../queries.ts'
import { fileOfSet, type FileOfSet } from './file-of-set.ts'
import type { FeedFormat } from './formats.ts'
import type { RowCounts } from './kept-file.ts'

/** What a pack is made of: every set, of its period the months asked for. */
export interface PackQuestion {
  format: FeedFormat
  from: string | undefined
  to: string | undefined
  /** The columns of each set that the caller sees. */
  columns: Readonly<Record<FeedName, readonly string[]>>
  today: string
}

/** The files of a pack, each to be taken to its end before the next: all show what the transaction sees. */
const filesOfSets = (tx: Tx, { format, from, to, columns, today }: PackQuestion) =>
  feedNames.map((set) => {
    const question = { name: set, columns: columns[set], from, to, after: undefined, today }
    return fileOfSet({ set, columns: columns[set], format }, copiedSet(tx, question))
  })

async function momentOfPack(tx: Tx, { from, to, today }: PackQuestion): Promise<PackMoment> {
  const { authorityCode } = tx.principal
  return { authorityCode, ...(await momentOfRead(tx)), today, from: from ?? null, to: to ?? null }
}

/** Makes the manifest of a pack: its files are written to be counted and hashed, and given to nobody. */
export async function makeManifest(tx: Tx, question: PackQuestion, signal: AbortSignal) {
  const moment = await momentOfPack(tx, question)
  const files: PackedFile[] = []
  for (const { pieces, describe } of filesOfSets(tx, question)) {
    for await (const piece of pieces) if (piece.length > 0) signal.throwIfAborted()
    files.push(describe())
  }
  return dataPackage(moment, files)
}

/**
 * Gives a pack as the pieces of a zip archive: the dictionary, the formulas of measures, a file for each set and, when these are known,
 * their manifest. `rows` says how many rows of each set are in it, as they come.
 */
export async function* packPieces(
  tx: Tx,
  question: PackQuestion,
  rows: RowCounts,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const moment = await momentOfPack(tx, question)
  const archive = new ZipFile()
  const output = archive.outputStream as Readable
  const options = { mtime: new Date(moment.madeAt), mode: 0o100644 }
  const files: PackedFile[] = []
  let entry: Readable | undefined

  archive.on('error', (error: Error) => output.destroy(error))
  addText(archive, 'README.md', dictionaryText(question.columns), options)
  const dictionary = csvText(dictionaryRows(question.columns), dictionaryColumns)
  addText(archive, 'dictionary.csv', dictionary, options)
  addText(archive, 'formulas.md', `# Measures from the sets\n\n${formulasText()}\n`, options)
  for (const file of filesOfSets(tx, question)) {
    const compress = question.format !== 'parquet'
    archive.addReadStreamLazy(file.path, { ...options, compress }, (give) => {
      entry = Readable.from(piecesThenDescription(file, files, rows))
      entry.on('error', (error) => output.destroy(error))
      give(null, entry)
    })
  }
  archive.addReadStreamLazy('datapackage.json', options, (give) => {
    entry = Readable.from([`${JSON.stringify(dataPackage(moment, files), null, 2)}\n`])
    give(null, entry)
  })
  archive.end()
  try {
    for await (const bytes of output) {
      signal.throwIfAborted()
      yield bytes as Uint8Array
    }
  } finally {
    await endReading(entry)
  }
}

function addText(archive: ZipFile, path: string, text: string, options: { mtime: Date; mode: number }): void {
  archive.addBuffer(Buffer.from(text), path, options)
}

async function* piecesThenDescription(
  { set, pieces, rowCount, describe }: FileOfSet,
  files: PackedFile[],
  rows: RowCounts,
) {
  for await (const piece of pieces) {
    rows[set] = rowCount()
    yield piece
  }
  files.push(describe())
}

/** Waits until nothing reads from the transaction any more. */
async function endReading(entry: Readable | undefined): Promise<void> {
  if (entry === undefined || entry.closed) return
  await new Promise((resolve) => entry.once('close', resolve).destroy())
}
