import { createWriteStream } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import { collectionYear, givenYear, yearName, type GivenYear } from '../../../domain/ssda903/index.ts'
import { Problem } from '../../../platform/http/problem.ts'
import type { SubmittedFile } from './ssda903/read-files.ts'

export interface Upload {
  files: SubmittedFile[]
  acceptPartial: boolean
  dryRun: boolean
  year: GivenYear | null
  /** Deletes the files. */
  discard: () => Promise<void>
}

const longestName = 200
const prefix = 'sufficiency-import-'

function tooLarge(maxBytes: number): Problem {
  return new Problem('too-large', `The files may hold ${maxBytes} bytes together.`)
}

/**
 * Streams the files of a multipart request to a new temporary folder, at most `maxBytes` together. A request whose
 * Content-Length is larger is refused before any of it is read.
 *
 * @throws {Problem} too-large, or invalid-request for fields that are none of an import's
 */
export async function receiveUpload(
  request: FastifyRequest,
  { maxBytes, today }: { maxBytes: number; today: string },
): Promise<Upload> {
  // Room for the boundaries and headers that multipart adds to the files.
  const envelope = 64 * 1024
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + envelope) throw tooLarge(maxBytes)
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`))
  const discard = () => rm(folder, { recursive: true, force: true })
  try {
    const files: SubmittedFile[] = []
    const fields = { acceptPartial: 'false', dryRun: 'false', confirmYear: 'false', year: '' }
    const budget = { left: maxBytes }
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
        throw invalid(
          `#/${part.fieldname}`,
          `is no field of an import; send files and ${Object.keys(fields).join(', ')}`,
          'unknown-field',
        )
      }
    }
    if (files.length === 0) throw invalid('#/files', 'send at least one file', 'required')
    return {
      files,
      acceptPartial: readFlag('acceptPartial', fields.acceptPartial),
      dryRun: readFlag('dryRun', fields.dryRun),
      year: readGivenYear(fields.year, readFlag('confirmYear', fields.confirmYear), today),
      discard,
    }
  } catch (error) {
    await discard()
    throw isMalformed(error)
      ? invalid(
          '#',
          'is cut short, or is not what its Content-Type says: send multipart/form-data with its boundary',
          'malformed',
        )
      : error
  }
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

function readFlag(name: string, value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true'
  throw invalid(`#/${name}`, 'must be true or false', 'invalid-value')
}

function readGivenYear(text: string, isConfirmed: boolean, today: string): GivenYear | null {
  if (text === '' && isConfirmed)
    throw invalid('#/confirmYear', 'confirms the field year: send that too', 'required')
  if (text === '') return null
  const year = givenYear(text, today)
  if (year === null) {
    const example = collectionYear(today) - 1
    const what = `is no collection year up to now, such as ${yearName(example)} or ${example}`
    throw invalid('#/year', what, 'invalid-value')
  }
  return { year, confirmed: isConfirmed }
}

function invalid(pointer: string, detail: string, code: string): Problem {
  return new Problem('invalid-request', 'The form is not as this operation takes it.', [
    { pointer, detail, code },
  ])
}

/** Deletes uploads left by processes that ended before they could: they hold children's data. */
export async function discardLeftovers(): Promise<void> {
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
