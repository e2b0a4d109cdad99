import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { collect, type ByteBudget } from './bytes.ts'
import { FileFault } from './file-fault.ts'

/** More files than any return has, with all its years. */
const mostEntries = 2000

/** A zip archive (an Excel workbook is one) whose files are unpacked only when they are asked for. */
export interface Archive {
  /** The paths of its files, without folders. */
  names: readonly string[]
  /** The bytes of a file; null where there is none of that name. */
  read: (name: string, budget: ByteBudget) => Promise<Buffer | null>
}

/** @throws {FileFault} when it is damaged, or has too many files */
export async function openArchive(bytes: Buffer): Promise<Archive> {
  try {
    const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: false })
    const entries = await entriesOf(zip)
    return {
      names: [...entries.keys()],
      read: async (name, budget) => {
        const entry = entries.get(name)
        return entry ? await readEntry(zip, entry, budget) : null
      },
    }
  } catch (error) {
    throw faultOf(error)
  }
}

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  if (zip.entryCount > mostEntries) throw new FileFault(`it has more than ${mostEntries} files`)
  for await (const entry of zip.eachEntry()) {
    if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry)
  }
  return entries
}

async function readEntry(zip: ZipFile, entry: Entry, budget: ByteBudget): Promise<Buffer> {
  if (entry.isEncrypted()) throw new FileFault('it is protected by a password; send it without one')
  try {
    return await collect(await zip.openReadStreamPromise(entry), budget)
  } catch (error) {
    throw faultOf(error)
  }
}

/** Whatever yauzl says against a file: that its directory, sizes or checksums do not agree. */
function faultOf(error: unknown): unknown {
  if (error instanceof FileFault || !(error instanceof Error)) return error
  return new FileFault('the zip archive or workbook is damaged; send it again')
}
