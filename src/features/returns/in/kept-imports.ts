import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Principal } from '../../../domain/access.ts'
import type { CivilDate } from '../../../domain/dates.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { uploadFolder, type UploadedFile } from '../../../platform/http/uploads.ts'
import { keepWork } from '../../../platform/jobs/rows.ts'
import { importJobs, keepPiece, keptPiece } from './queries/imports.ts'
import type { ImportOptions } from './options.ts'

/*
 * What is kept of an import while it is at work, so that another process can begin it anew. Its files are in the folder of the
 * process that received them, and in the database as well.
 */

export type KeptImport =
  | {
      kind: 'ssda903'
      principal: Principal
      names: string[]
      options: Omit<ImportOptions, 'files' | 'progress'>
    }
  | { kind: 'undo'; principal: Principal; today: CivilDate }

const PIECE_BYTES = 1_048_576

export async function keepReturns(
  tx: Tx,
  id: string,
  principal: Principal,
  { files, acceptPartial, dryRun, maxBytes, today, year = null }: ImportOptions,
): Promise<void> {
  for (const [file, { path }] of files.entries()) {
    let piece = 0
    const pieces = createReadStream(path, { highWaterMark: PIECE_BYTES })
    for await (const content of pieces as AsyncIterable<Buffer>)
      await keepPiece(tx, id, { file, piece: piece++ }, content)
  }
  const names = files.map(({ name }) => name)
  const options = { acceptPartial, dryRun, maxBytes, today, year }
  await keepWork(tx, importJobs, id, { kind: 'ssda903', principal, names, options } satisfies KeptImport)
}

export function keepUndoing(tx: Tx, id: string, principal: Principal, today: CivilDate): Promise<void> {
  return keepWork(tx, importJobs, id, { kind: 'undo', principal, today } satisfies KeptImport)
}

/** Writes the files of an import to a folder of this process, in their order; `discard` deletes them. */
export async function filesAnew(
  tx: Tx,
  id: string,
  names: readonly string[],
): Promise<{ files: UploadedFile[]; discard: () => Promise<void> }> {
  const { folder, discard } = await uploadFolder()
  try {
    const files: UploadedFile[] = []
    for (const [file, name] of names.entries()) {
      const path = join(folder, String(file))
      await writePieces(tx, id, file, path)
      files.push({ path, name })
    }
    return { files, discard }
  } catch (error) {
    await discard()
    throw error
  }
}

async function writePieces(tx: Tx, id: string, file: number, path: string): Promise<void> {
  const handle = await open(path, 'w')
  try {
    for (let piece = 0; ; piece++) {
      const content = await keptPiece(tx, id, { file, piece })
      if (content === undefined) return
      await handle.writeFile(content)
    }
  } finally {
    await handle.close()
  }
}
