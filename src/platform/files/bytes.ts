import { Readable, type Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { FileFault, FileTooLarge } from './file-fault.ts'

/** The bytes that the files of a submission may still take, unpacked; shared by all its files and counted down. */
export interface ByteBudget {
  left: number
}

export const startsWith = (bytes: Buffer, ...magic: number[]) =>
  magic.every((byte, index) => bytes[index] === byte)

/**
 * The bytes of a stream. What it unpacks is counted as it comes, so that a bomb is stopped and not unpacked.
 * @throws {FileTooLarge} when the budget is used up, and {FileFault} when gzip is damaged or cut short
 */
export async function collect(source: Readable, budget: ByteBudget, unpacker?: Duplex): Promise<Buffer> {
  const chunks: Buffer[] = []
  const keep = async (pieces: AsyncIterable<Buffer>) => {
    for await (const piece of pieces) {
      budget.left -= piece.length
      if (budget.left < 0) return
      chunks.push(piece)
    }
  }
  try {
    await (unpacker ? pipeline(source, unpacker, keep) : pipeline(source, keep))
  } catch (error) {
    if (budget.left >= 0) throw faultOf(error)
  }
  if (budget.left < 0) throw new FileTooLarge('the submission is larger, unpacked, than this service reads')
  return Buffer.concat(chunks)
}

/** The bytes that are packed with gzip; others as they are. What is packed does not count. */
export async function gunzip(bytes: Buffer, budget: ByteBudget): Promise<Buffer> {
  if (!startsWith(bytes, 0x1f, 0x8b)) return bytes
  budget.left += bytes.length
  return collect(Readable.from([bytes]), budget, createGunzip())
}

function faultOf(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (code === 'Z_BUF_ERROR') return new FileFault('what is packed in it is cut short; send it again')
  return code.startsWith('Z_') ? new FileFault('what is packed in it is damaged; send it again') : error
}

/**
 * The text of a file. UTF-16 is recognised by its byte-order mark; anything else is read as UTF-8 or, if it is not valid
 * UTF-8, as Windows-1252.
 * @throws {FileFault} when it is empty, or not text
 */
export function textOfBytes(bytes: Buffer): string {
  if (startsWith(bytes, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(bytes)
  if (startsWith(bytes, 0xfe, 0xff)) return new TextDecoder('utf-16be').decode(bytes)
  const plainText = bytes.includes(0) ? utf16(bytes) : null
  if (plainText !== null) return plainText
  if (bytes.includes(0)) throw new FileFault('this is not a text file; send CSV, XML or an Excel workbook')
  const text = utf8(bytes) ?? new TextDecoder('windows-1252').decode(bytes)
  if (text.trim() === '') throw new FileFault('the file is empty')
  return text
}

/** UTF-16 without a mark, where it begins with letters as tables and XML do; else null. */
function utf16(bytes: Buffer): string | null {
  const text = new TextDecoder(bytes[0] === 0 ? 'utf-16be' : 'utf-16le').decode(bytes)
  return /^[\t\r\n\x20-\x7e]{8}/.test(text) && !text.includes('\0') ? text : null
}

function utf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
