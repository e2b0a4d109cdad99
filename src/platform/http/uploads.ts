import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'

/** A file of a form: its path here, and the name that its sender gave it. */
export interface UploadedFile {
  path: string
  name: string
}

export interface Upload<Field extends string> {
  files: UploadedFile[]
  /** The other fields of the form, as text. */
  fields: Record<Field, string>
  /** Deletes the files. */
  discard: () => Promise<void>
}

const mostFiles = 200
const longestName = 200
const prefix = 'sufficiency-upload-'

/** Lets routes take files as forms (`receiveUpload`), and deletes what dead processes left of theirs. */
export async function acceptUploads(app: FastifyInstance, { maxBytes }: { maxBytes: number }): Promise<void> {
  await discardLeftovers()
  await app.register(multipart, {
    // A file's folder may say its year.
    preservePath: true,
    limits: { files: mostFiles, fields: 10, fieldSize: 1000, fileSize: maxBytes, headerPairs: 100 },
  })
}

/** A new temporary folder for files, which goes with this process if `discard` is never called. */
export async function uploadFolder(): Promise<{ folder: string; discard: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`))
  return { folder, discard: () => rm(folder, { recursive: true, force: true }) }
}

function tooLarge(maxBytes: number): Problem {
  return new Problem('too-large', `The files may hold ${maxBytes} bytes together.`)
}

/**
 * Streams the files of a multipart request to a new temporary folder, at most `maxBytes` together. A request whose
 * Content-Length is larger is refused before any of it is read.
 *
 * @param defaults the fields that the form may have beside files, with what each is when it is left out
 * @throws {Problem} too-large, or invalid-request for fields that are none of the form's
 */
export async function receiveUpload<Field extends string>(
  request: FastifyRequest,
  { maxBytes, defaults }: { maxBytes: number; defaults: Readonly<Record<Field, string>> },
): Promise<Upload<Field>> {
  // Room for the boundaries and headers that multipart adds to the files.
  const envelope = 64 * 1024
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + envelope) throw tooLarge(maxBytes)
  const { folder, discard } = await uploadFolder()
  try {
    const files: UploadedFile[] = []
    const fields: Record<Field, string> = { ...defaults }
    const budget = { left: maxBytes }
    // Of a caller that has gone meanwhile there comes neither a part nor an end.
    if (request.raw.readableAborted) throw new Problem('request-timeout', 'The caller has gone.')
    for await (const part of request.parts()) {
      if (part.type === 'file') {
        const path = join(folder, String(files.length))
        files.push({ path, name: nameOf(part.filename, files.length) })
        await pipeline(
          part.file,
          (source: Readable) => limitBytes(source, budget, maxBytes),
          createWriteStream(path),
        )
        if (part.file.truncated) throw tooLarge(maxBytes)
      } else if (isField(part.fieldname, fields)) {
        fields[part.fieldname] = String(part.value)
      } else {
        throw formProblem(
          part.fieldname,
          `is no field of this form; send files and ${Object.keys(defaults).join(', ')}`,
          'unknown-field',
        )
      }
    }
    if (files.length === 0) throw formProblem('files', 'send at least one file', 'required')
    return { files, fields, discard }
  } catch (error) {
    await discard()
    throw isMalformed(error)
      ? new Problem('invalid-request', formFault, [
          {
            pointer: '#',
            detail:
              'is cut short, or is not what its Content-Type says: send multipart/form-data with its boundary',
            code: 'malformed',
          },
        ])
      : error
  }
}

/** The names of files with the SHA-256 of what they hold, hexadecimal: two sendings of the same files have the same. */
export const digestsOf = (files: readonly UploadedFile[]): Promise<{ name: string; sha256: string }[]> =>
  Promise.all(
    files.map(async ({ name, path }) => {
      const hash = createHash('sha256')
      await pipeline(createReadStream(path), hash)
      return { name, sha256: hash.digest('hex') }
    }),
  )

const formFault = 'The form is not as this operation takes it.'

/** A 400 about one field of a form. */
export function formProblem(field: string, detail: string, code: string): Problem {
  return new Problem('invalid-request', formFault, [{ pointer: `#/${field}`, detail, code }])
}

/** A field of a form that is true or false. */
export function readFlag<Field extends string>(
  fields: Readonly<Record<Field, string>>,
  field: Field,
): boolean {
  const text = fields[field]
  if (text === 'true' || text === 'false') return text === 'true'
  throw formProblem(field, 'must be true or false', 'invalid-value')
}

/** A field of a form that is one of a list. */
export function readChoice<Field extends string, Choice extends string>(
  fields: Readonly<Record<Field, string>>,
  field: Field,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((entry) => entry === fields[field])
  if (choice !== undefined) return choice
  throw formProblem(field, `must be one of ${choices.join(', ')}`, 'invalid-value')
}

/** Whether the parser of forms could not read one. It throws plain errors; those of files and sockets have a code. */
const isMalformed = (error: unknown) =>
  error instanceof Error && error.constructor === Error && !('code' in error)

/** The file's name for the report, without control characters. It is never used as a path. */
function nameOf(filename: string | undefined, index: number): string {
  const name = (filename ?? '').replaceAll(/\p{Cc}/gu, '').slice(-longestName)
  return name || `file ${index + 1}`
}

async function* limitBytes(
  source: Readable,
  budget: { left: number },
  maxBytes: number,
): AsyncGenerator<Buffer> {
  for await (const chunk of source as AsyncIterable<Buffer>) {
    budget.left -= chunk.length
    if (budget.left < 0) throw tooLarge(maxBytes)
    yield chunk
  }
}

const isField = <F extends object>(name: string, fields: F): name is Extract<keyof F, string> =>
  Object.hasOwn(fields, name)

/** Deletes uploads left by processes that ended before they could: they may hold children's data. */
async function discardLeftovers(): Promise<void> {
  const folders = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix))
  const leftovers = folders.filter((name) => !isAlive(Number(name.slice(prefix.length).split('-')[0])))
  await Promise.allSettled(
    leftovers.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true })),
  )
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
