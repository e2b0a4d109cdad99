import type { CivilDate } from '../../../domain/dates.ts'
import type { GivenYear } from '../../../domain/ssda903/index.ts'
import type { UploadedFile } from '../../../platform/http/uploads.ts'

export interface ImportOptions {
  files: readonly UploadedFile[]
  /** Apply the usable rows and leave out the others. When false, one unusable row or file refuses the whole import. */
  acceptPartial: boolean
  /** Only tell what the import would do. Everything is done, and taken back before the report is stored. */
  dryRun: boolean
  /** Maximum bytes of all files together, unpacked. */
  maxBytes: number
  today: CivilDate
  /** The collection year that the sender says the return is of; null or absent where it is to be read from the files. */
  year?: GivenYear | null
  progress?: ImportProgress
}

export interface ImportProgress {
  /** Called after each file, with the number of files read and of all files. */
  at(read: number, files: number): void
  /** Called as each step begins that follows the reading. */
  step(name: 'checking' | 'storing'): void
}
