import { createReadStream, type ReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse/sync'

/** The file can't be loaded, and nothing of it was. `message` completes the sentence "this file …". */
export class DirectoryError extends Error {
  override name = 'DirectoryError'
}

export interface DirectoryFile {
  header: string[]
  /** A stream of the text after the header. */
  rows: Readable
  /** Closes the file, whether it has been read to its end or not. */
  close(): void
}

const longestHeader = 64 * 1024
const chunkSize = 256 * 1024
const newline = 0x0a

/** The first bytes of kinds of files that are not CSV in UTF-8, with what to do about them. */
const signatures = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    fault: 'is a zip archive: unpack it and give the CSV in its Data folder',
  },
  { bytes: [0xff, 0xfe], fault: 'is UTF-16 text: save it as UTF-8' },
  { bytes: [0xfe, 0xff], fault: 'is UTF-16 text: save it as UTF-8' },
]
const gzip = [0x1f, 0x8b]

/**
 * Opens a CSV file, plain or gzipped (recognised by content, not by name), and reads its header.
 * @param onRead called with the bytes of the file read so far and its size
 * @throws {DirectoryError} when it can't be read or does not begin like a CSV
 */
export async function openDirectory(
  path: string,
  onRead: (read: number, size: number) => void,
): Promise<DirectoryFile> {
  const { start, size } = await peek(path)
  const begins = (bytes: number[]) => bytes.every((byte, index) => start[index] === byte)
  const other = signatures.find(({ bytes }) => begins(bytes))
  if (other) throw new DirectoryError(other.fault)

  const file = createReadStream(path, { highWaterMark: chunkSize })
  const bytes = countBytes(file, (read) => onRead(read, size))
  const text = begins(gzip) ? pipeline(bytes, createGunzip({ chunkSize }), () => {}) : bytes
  try {
    const chunks = text[Symbol.asyncIterator]() as AsyncIterableIterator<Buffer>
    const { line, rest } = await firstLine(chunks)
    const rows = Readable.from(joinChunks(rest, chunks))
    return { header: columnNames(line), rows, close: () => file.destroy() }
  } catch (error) {
    file.destroy()
    throw error
  }
}

async function peek(path: string): Promise<{ start: Buffer; size: number }> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return { start: buffer.subarray(0, bytesRead), size }
  } finally {
    await file.close()
  }
}

async function firstLine(chunks: AsyncIterator<Buffer>): Promise<{ line: string; rest: Buffer }> {
  let head: Buffer = Buffer.alloc(0)
  for (;;) {
    const end = head.indexOf(newline)
    if (end >= 0) return { line: head.toString('utf8', 0, end), rest: head.subarray(end + 1) }
    if (head.length > longestHeader) throw new DirectoryError("isn't a CSV: its first line never ends")
    const next = await chunks.next()
    if (next.done) {
      if (head.length === 0) throw new DirectoryError('is empty')
      return { line: head.toString('utf8'), rest: Buffer.alloc(0) }
    }
    head = Buffer.concat([head, next.value])
  }
}

function columnNames(line: string): string[] {
  try {
    if (/[\p{Cc}\uFFFD]/u.test(line.trimEnd())) throw new Error('not text')
    return parse(line, { bom: true })[0] ?? []
  } catch {
    throw new DirectoryError("isn't a CSV: its first line can't be read as column names")
  }
}

async function* countBytes(file: ReadStream, onRead: (read: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of file) {
    onRead(file.bytesRead)
    yield chunk as Buffer
  }
}

async function* joinChunks(rest: Buffer, chunks: AsyncIterable<Buffer>) {
  yield rest
  yield* chunks
}
