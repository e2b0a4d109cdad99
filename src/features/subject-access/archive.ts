import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { zipArchive } from '../../platform/files/zip-archive.ts'
import { csvText } from '../../platform/http/csv.ts'
import { pageMarkup } from '../../platform/http/html.ts'
import { subjectAccessPage } from './page.ts'
import type { SubjectAccess } from './schema.ts'

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

/**
 * What is kept of a child as files: each table as JSON and as CSV, the document to read, and a manifest that says what each
 * file is, with its rows and its SHA-256.
 */
export function subjectAccessArchive(answer: SubjectAccess): Readable {
  const { tables, ...description } = answer
  const files = [
    {
      name: 'document.html',
      title: 'All of it, to read and to print',
      text: pageMarkup(subjectAccessPage(answer)),
    },
    ...tables.flatMap(({ recordType, title, rows }) => [
      { name: `${recordType}.json`, title, rows: rows.length, text: JSON.stringify(rows, null, 1) },
      { name: `${recordType}.csv`, title, rows: rows.length, text: csvText(rows) },
    ]),
  ]
  const manifest = {
    ...description,
    files: files.map(({ text, ...file }) => ({ ...file, sha256: hashOf(text) })),
  }
  return zipArchive([{ name: 'manifest.json', text: JSON.stringify(manifest, null, 1) }, ...files])
}
