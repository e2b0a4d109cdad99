import { buffer } from 'node:stream/consumers'
import yauzl from 'yauzl'

/** The files of a zip archive, by their names. Their sizes and checksums are compared with what the archive says of them. */
export async function unzip(archive: Buffer): Promise<Record<string, Buffer>> {
  const zip = await yauzl.fromBufferPromise(archive, { lazyEntries: true, autoClose: false })
  const files: Record<string, Buffer> = {}
  for await (const entry of zip.eachEntry()) {
    files[entry.fileName] = await buffer(await zip.openReadStreamPromise(entry))
  }
  return files
}
