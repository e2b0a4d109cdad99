import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { FileFault } from './file-fault.ts'

/** The bytes that the files of a submission may still take, unpacked; shared by all its files and counted down. */
export interface ByteBudget {
  left: number
}

const starts = (bytes: Buffer, ...magic: number[]) => magic.every((byte, index) => bytes[index] === byte)

/**
 * The text of a file, unpacked if it is gzip. UTF-16 is recognised by its byte-order mark; anything else is read as UTF-8
 * or, if it is not valid UTF-8, as Windows-1252.
 *
 * @throws {FileFault} when it is truncated, too large unpacked, empty, or not text
 */
export async function readText(path: string, budget: ByteBudget): Promise<string> {
  return decode(await readBytes(path, budget))
}

async function readBytes(path: string, budget: ByteBudget): Promise<Buffer> {
  const raw = await collect(path, budget, false)
  if (!starts(raw, 0x1f, 0x8b)) return raw
  budget.left += raw.length
  return collect(path, budget, true)
}

async function collect(path: string, budget: ByteBudget, isGzip: boolean): Promise<Buffer> {
  const chunks: Buffer[] = []
  const keep = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      budget.left -= chunk.length
      if (budget.left < 0) return
      chunks.push(chunk)
    }
  }
  const file = createReadStream(path)
  try {
    await (isGzip ? pipeline(file, createGunzip(), keep) : pipeline(file, keep))
  } catch (error) {
    if (budget.left >= 0) throw faultOf(error)
  }
  if (budget.left < 0) throw new FileFault('the submission is larger, unpacked, than this service reads')
  return Buffer.concat(chunks)
}

function faultOf(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (code === 'Z_BUF_ERROR') return new FileFault('the gzip file is cut short; send it again')
  return code.startsWith('Z_') ? new FileFault('the gzip file is damaged') : error
}

function decode(bytes: Buffer): string {
  if (starts(bytes, 0x50, 0x4b)) {
    throw new FileFault('this is an Excel workbook or a zip archive; save each sheet as CSV')
  }
  if (starts(bytes, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(bytes)
  if (starts(bytes, 0xfe, 0xff)) return new TextDecoder('utf-16be').decode(bytes)
  if (bytes.includes(0)) throw new FileFault('this is not a text file; send CSV or XML')
  const text = utf8(bytes) ?? new TextDecoder('windows-1252').decode(bytes)
  if (text.trim() === '') throw new FileFault('the file is empty')
  return text
}

function utf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
