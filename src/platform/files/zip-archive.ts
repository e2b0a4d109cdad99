import type { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

/**
 * A zip archive of files, by name. It is the same bytes for the same files: an entry bears no time of its own.
 * @param files each with its text
 */
export function zipArchive(files: readonly { name: string; text: string }[]): Readable {
  const archive = new ZipFile()
  // The earliest time that the format knows.
  const mtime = new Date(1980, 0, 1)
  for (const { name, text } of files) {
    archive.addBuffer(Buffer.from(text), name, { mtime, mode: 0o100644 })
  }
  archive.end()
  return archive.outputStream as Readable
}
