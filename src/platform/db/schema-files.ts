import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that contains `migrations/` and `schema/`. */
export const SCHEMA_ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** The database can't be migrated to this version; `message` says why and what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}

export interface SchemaFile {
  /** Path relative to the root, for messages. */
  path: string
  /** Without folder and extension: `0001_foundation`, `nights`. */
  name: string
  sql: string
  /** SHA-256 of the text with line ends as \n, hexadecimal. */
  checksum: string
}

/** The kinds of definition: their folders below `schema/`. Those of `reporting` are views in a schema of that name. */
const kinds = ['functions', 'views', 'reporting'] as const

/** A function or view, re-created when its text changes. */
export interface Definition extends SchemaFile {
  kind: (typeof kinds)[number]
  /** Names of tables, views and functions that must exist before it, from a line such as `-- after: bed_free`. */
  needs: string[]
}

async function readFiles(root: string, folder: string): Promise<SchemaFile[]> {
  const files = await readdir(join(root, folder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return Promise.all(
    files
      .filter((file) => file.endsWith('.sql'))
      .sort()
      .map(async (file) => {
        const path = `${folder}/${file}`
        const sql = (await readFile(join(root, path), 'utf8')).replaceAll('\r\n', '\n')
        return {
          path,
          name: file.slice(0, -4),
          sql,
          checksum: createHash('sha256').update(sql).digest('hex'),
        }
      }),
  )
}

/**
 * Reads the files `migrations/NNNN_name.sql` in order of number.
 * @throws {MigrationError} when a file has another name, or a number is used twice
 */
export async function readMigrations(root = SCHEMA_ROOT): Promise<SchemaFile[]> {
  const files = await readFiles(root, 'migrations')
  const numbers = new Set<string>()
  for (const { path, name } of files) {
    const number = /^(\d{4})_[a-z0-9_]+$/.exec(name)?.[1]
    if (!number) throw new MigrationError(`${path}: a migration is named like 0007_what_it_does.sql`)
    if (numbers.has(number)) throw new MigrationError(`${path}: number ${number} is used twice`)
    numbers.add(number)
  }
  return files
}

/**
 * Reads `schema/functions/*.sql`, `schema/views/*.sql` and `schema/reporting/*.sql`, in an order in which each comes after those that it needs.
 * @throws {MigrationError} when some need each other
 */
export async function readDefinitions(root = SCHEMA_ROOT): Promise<Definition[]> {
  const read = await Promise.all(
    kinds.map(async (kind) =>
      (await readFiles(root, `schema/${kind}`)).map((file) => ({
        ...file,
        name: kind === 'reporting' ? `reporting.${file.name}` : file.name,
        kind,
        needs: namesOf(file.sql),
      })),
    ),
  )
  return inOrder(read.flat())
}

const namesOf = (sql: string) => /^-- after: (.*)$/m.exec(sql)?.[1]?.split(/,\s*/) ?? []

/** Sorts definitions: first those without needs, by name; then each of the others once those that it needs are placed. */
function inOrder(definitions: Definition[]): Definition[] {
  const queue = new Map(definitions.map((definition) => [definition.name, definition]))
  const order: Definition[] = []
  for (const independent of definitions.filter(({ needs }) => needs.length === 0)) take(independent)
  while (queue.size > 0) {
    const ready = [...queue.values()].find(({ needs }) => !needs.some((name) => queue.has(name)))
    if (!ready) {
      const paths = [...queue.values()].map(({ path }) => path)
      throw new MigrationError(`${paths.join(', ')}: each is to come after another of them`)
    }
    take(ready)
  }
  return order

  function take(definition: Definition): void {
    queue.delete(definition.name)
    order.push(definition)
  }
}
