import type { FastifyRequest } from 'fastify'
import { collectionYear, givenYear, yearName, type GivenYear } from '../../../domain/ssda903/index.ts'
import { formProblem, readFlag, receiveUpload, type UploadedFile } from '../../../platform/http/uploads.ts'

/** The form by which returns are sent. */
export interface UploadOfReturns {
  files: UploadedFile[]
  acceptPartial: boolean
  dryRun: boolean
  year: GivenYear | null
  /** Deletes the files. */
  discard: () => Promise<void>
}

const defaults = { acceptPartial: 'false', dryRun: 'false', confirmYear: 'false', year: '' }

/** @throws {Problem} of `receiveUpload`, or invalid-request for a field that is not as it should be */
export async function receiveReturns(
  request: FastifyRequest,
  { maxBytes, today }: { maxBytes: number; today: string },
): Promise<UploadOfReturns> {
  const { files, fields, discard } = await receiveUpload(request, { maxBytes, defaults })
  try {
    return {
      files,
      acceptPartial: readFlag(fields, 'acceptPartial'),
      dryRun: readFlag(fields, 'dryRun'),
      year: readGivenYear(fields.year, readFlag(fields, 'confirmYear'), today),
      discard,
    }
  } catch (error) {
    await discard()
    throw error
  }
}

function readGivenYear(text: string, isConfirmed: boolean, today: string): GivenYear | null {
  if (text === '' && isConfirmed)
    throw formProblem('confirmYear', 'confirms the field year: send that too', 'required')
  if (text === '') return null
  const year = givenYear(text, today)
  if (year === null) {
    const example = collectionYear(today) - 1
    const what = `is no collection year up to now, such as ${yearName(example)} or ${example}`
    throw formProblem('year', what, 'invalid-value')
  }
  return { year, confirmed: isConfirmed }
}
