import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { dataPackage, type PackedFile, type PackMoment } from '../../../domain/feeds/data-package.ts'
import { dictionaryColumns, dictionaryRows, dictionaryText } from '../../../domain/feeds/dictionary.ts'
import { feedNames, type FeedName } from '../../../domain/feeds/sets.ts'
import { feedBatches } from '../../../engines/feeds/read.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { csvText } from '../../../platform/http/csv.ts'
import { momentOfRead } from '../queries.ts'
import { fileOfSet, type FileOfSet } from './file-of-set.ts'
import type { FeedFormat } from './formats.ts'
import type { Spool } from './spool.ts'

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
function filesOfSets(tx: Tx, { format, from, to, columns, today }: PackQuestion, signal: AbortSignal) {
  return feedNames.map((set) => {
    const question = { name: set, columns: columns[set], from, to, after: undefined, today }
    const batches = feedBatches(question, (work) => {
      signal.throwIfAborted()
      return work(tx)
    })
    return fileOfSet({ set, columns: columns[set], format }, batches)
  })
}

async function momentOfPack(tx: Tx, { from, to, today }: PackQuestion): Promise<PackMoment> {
  const { authorityCode } = tx.principal
  return { authorityCode, ...(await momentOfRead(tx)), today, from: from ?? null, to: to ?? null }
}

/** Makes the manifest of a pack: its files are written to be counted and hashed, and given to nobody. */
export async function makeManifest(tx: Tx, question: PackQuestion, signal: AbortSignal) {
  const moment = await momentOfPack(tx, question)
  const files: PackedFile[] = []
  for (const { pieces, describe } of filesOfSets(tx, question, signal)) {
    for await (const piece of pieces) if (piece.length > 0) signal.throwIfAborted()
    files.push(describe())
  }
  return dataPackage(moment, files)
}

/** Writes a pack as a zip archive: the dictionary, a file for each set and, when these are known, their manifest. Resolves to its files. */
export async function writePack(
  tx: Tx,
  question: PackQuestion,
  spool: Spool,
  signal: AbortSignal,
): Promise<PackedFile[]> {
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
  for (const file of filesOfSets(tx, question, signal)) {
    const compress = question.format !== 'parquet'
    archive.addReadStreamLazy(file.path, { ...options, compress }, (give) => {
      entry = Readable.from(piecesThenDescription(file, files))
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
    for await (const bytes of output) await spool.write(bytes as Uint8Array)
    return files
  } finally {
    await endReading(entry)
  }
}

function addText(archive: ZipFile, path: string, text: string, options: { mtime: Date; mode: number }): void {
  archive.addBuffer(Buffer.from(text), path, options)
}

async function* piecesThenDescription({ pieces, describe }: FileOfSet, files: PackedFile[]) {
  yield* pieces
  files.push(describe())
}

/** Waits until nothing reads from the transaction any more. */
async function endReading(entry: Readable | undefined): Promise<void> {
  if (entry === undefined || entry.closed) return
  await new Promise((resolve) => entry.once('close', resolve).destroy())
}
