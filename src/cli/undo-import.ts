import { parseArgs } from 'node:util'
import type { Principal } from '../domain/access.ts'
import { ukDate } from '../domain/dates.ts'
import { carryOutUndo, firstFindings, submitUndo } from '../features/returns/index.ts'
import type { DatabaseUrls } from '../platform/db/logins.ts'
import { createPool } from '../platform/db/pool.ts'
import { requireAuthority } from './authority.ts'
import { UsageError } from './command.ts'
import type { Importer } from './importer.ts'

/** Undoes an import of an authority's returns. */
export const undoImport: Importer = {
  usage: 'undo IMPORT --authority CODE --reason TEXT',
  prepare(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { authority: { type: 'string' }, reason: { type: 'string' } },
    })
    const [importId, ...others] = positionals
    if (importId === undefined || others.length > 0) throw new UsageError('Give the id of one import.')
    const { authority, reason } = values
    if (authority === undefined) throw new UsageError('Say whose import it is with --authority.')
    if (!reason?.trim()) throw new UsageError('Say with --reason why it is undone: the history keeps it.')
    return (urls) => undo(urls, importId, { authority, reason })
  },
}

async function undo(
  urls: DatabaseUrls,
  importId: string,
  { authority, reason }: { authority: string; reason: string },
): Promise<void> {
  const owner = createPool({ url: urls.owner, name: 'sufficiency import', max: 1 })
  const pool = createPool({ url: urls.app, name: 'sufficiency import', max: 2 })
  try {
    await requireAuthority(owner, authority)
    const principal: Principal = {
      subject: 'command line',
      role: 'data',
      authorityCode: authority,
      changeReason: reason,
    }
    const row = await submitUndo(pool, principal, importId)
    if (row === undefined) throw new UsageError(`The authority has no import ${importId}.`)
    await carryOutUndo(pool, principal, row, ukDate(new Date()))
    for (const { value, reason: why } of await firstFindings(pool, principal, row.id, {
      kind: 'noted',
      most: 200,
    }))
      console.log(`left: ${value}: ${why}`)
    console.log(`The import is undone. What became of each child: GET /v1/imports/${row.id}/children`)
  } finally {
    await Promise.all([owner.end(), pool.end()])
  }
}
